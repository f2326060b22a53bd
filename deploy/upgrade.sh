#!/bin/sh
# Brings an installed phototheque to the version of this folder: backs up, installs beside, stops, copies the databases,
# changes over, brings the library up to date, checks, starts. What fails on the way leaves the old version running.
#
#   sudo sh deploy/upgrade.sh            # upgrade
#   sudo sh deploy/upgrade.sh --back     # the version before, with the databases of before if they have changed form
#
# --without-backup     when the backup of /etc/phototheque/backup.env cannot be made just now
# --no-systemd, --root DIR, --user NAME, --python PROGRAM   as in install.sh
set -eu
# shellcheck source=deploy/common.sh
. "$(dirname -- "$0")/common.sh"

BACK=no
BACKED_UP=wanted
while [ $# -gt 0 ]; do
    case $1 in
    --back) BACK=yes && shift ;;
    --without-backup) BACKED_UP=no && shift ;;
    --no-systemd) SYSTEMD=no && shift ;;
    --root) ROOT=${2%/} && shift 2 ;;
    --user) ACCOUNT=$2 && shift 2 ;;
    --python) PYTHON=$2 && shift 2 ;;
    *) fail "option inconnue : $1" ;;
    esac
done

need_root
places
[ -x "$COMMAND" ] || fail "rien n’est installé sous $PROGRAM : sh deploy/install.sh"
BEFORE=$PROGRAM/before-upgrade

# The databases as they are now, each in one file, beside the originals: an erasure cleans these copies too.
COPY_DATABASES='
import sys
from pathlib import Path
from catalogue.database.copying import copy_database
from catalogue.originals.durable import flush_file, flush_folder
home, stamp = Path(sys.argv[1]), sys.argv[2]
for name in ("catalogue", "people"):
    source, copy = home / f"{name}.db", home / f"{name}.before-upgrade-{stamp}.db"
    if source.exists():
        part = copy.with_suffix(".part")
        part.unlink(missing_ok=True)
        copy_database(source, part)
        flush_file(part)
        part.rename(copy)
flush_folder(home)
'
SCHEMA='
import sys
from pathlib import Path
from contextlib import closing
from catalogue.database.connection import connect
for name in ("catalogue", "people"):
    path = Path(sys.argv[1]) / f"{name}{sys.argv[2]}.db"
    if path.exists():
        with closing(connect(path, readonly=True)) as db:
            print(name, db.execute("PRAGMA user_version").fetchone()[0])
'
python_of() { printf '%s/bin/python' "$1"; }

# The databases of before stand where they stood, when the new version has given them another form.
put_databases_back() {
    now=$(as_account "$(python_of "$1")" -c "$SCHEMA" "$LIBRARY" "")
    then=$(as_account "$(python_of "$1")" -c "$SCHEMA" "$LIBRARY" ".before-upgrade-$2")
    if [ "$now" = "$then" ]; then
        say "Les bases n’ont pas changé de forme : elles restent, rien n’est perdu."
        return
    fi
    for name in catalogue people; do
        copy=$LIBRARY/$name.before-upgrade-$2.db
        [ -e "$copy" ] || continue
        for part in "" -wal -shm; do
            [ ! -e "$LIBRARY/$name.db$part" ] || mv "$LIBRARY/$name.db$part" "$LIBRARY/$name.after-upgrade-$2.db$part"
        done
        cp --preserve=mode,ownership "$copy" "$LIBRARY/$name.db.new"
        sync "$LIBRARY/$name.db.new"
        mv "$LIBRARY/$name.db.new" "$LIBRARY/$name.db"
    done
    sync -f "$LIBRARY"
    say "Les bases d’avant la mise à jour sont revenues. Celles d’après restent à côté : $LIBRARY/*.after-upgrade-$2.db"
}

start() {
    systemctl_ start phototheque.service
    [ ! -e "$CONFIG/backup.env" ] || systemctl_ enable --quiet --now phototheque-backup.timer
}

stop() {
    systemctl_ stop phototheque-backup.timer phototheque-backup.service 2>/dev/null || true
    systemctl_ stop phototheque.service
}

go_back() {
    read -r old stamp <"$BEFORE"
    [ -x "$old/bin/phototheque" ] || fail "la version d’avant n’est plus là : $old"
    stop
    put_databases_back "$(readlink -f "$PROGRAM/.venv")" "$stamp"
    choose_release "$old"
    start
    wait_until_healthy || fail "le serveur ne répond pas : journalctl -u phototheque"
    say "De retour : $("$COMMAND" --version)."
}

if [ "$BACK" = yes ]; then
    [ -e "$BEFORE" ] || fail "aucune mise à jour à défaire."
    go_back
    rm -f "$BEFORE"
    exit 0
fi

need_python
need_shared_python
old=$(readlink -f "$PROGRAM/.venv")
stamp=$(date -u +%Y%m%dT%H%M%SZ)
say "Version en place : $("$COMMAND" --version)."

if [ "$BACKED_UP" = wanted ] && [ -e "$CONFIG/backup.env" ]; then
    destination=$(sed -n 's/^PHOTOTHEQUE_BACKUP=//p' "$CONFIG/backup.env")
    say "Sauvegarde vers $destination…"
    code=0
    as_account "$COMMAND" backup "$destination" --home "$LIBRARY" || code=$?
    [ "$code" -le 1 ] || fail "la sauvegarde n’a pas réussi, rien n’est changé. Réparez-la, ou ajoutez --without-backup."
else
    say "Pas de sauvegarde complète ; les bases sont copiées à côté."
fi

make_release
stop
if ! as_account "$(python_of "$RELEASE")" -c "$COPY_DATABASES" "$LIBRARY" "$stamp"; then
    rm -rf "$RELEASE"
    start
    fail "les bases n’ont pas pu être copiées ; la version d’avant tourne de nouveau."
fi
printf '%s %s\n' "$old" "$stamp" >"$BEFORE"
choose_release "$RELEASE"
put_units

# Opening the library brings it up to date; faults (1) are told, and are no reason to go back.
code=0
as_account "$COMMAND" check --quick --home "$LIBRARY" || code=$?
if [ "$code" -gt 1 ]; then
    go_back
    rm -f "$BEFORE"
    rm -rf "$RELEASE"
    fail "la nouvelle version ne peut pas ouvrir la photothèque ; celle d’avant tourne de nouveau, rien n’est perdu."
fi
start
if ! wait_until_healthy; then
    go_back
    rm -f "$BEFORE"
    fail "la nouvelle version ne répondait pas ; celle d’avant tourne de nouveau."
fi

# Of earlier upgrades nothing is kept: one way back is enough, and old copies hold what was changed since.
find "$LIBRARY" -maxdepth 1 -name '*.before-upgrade-*' ! -name "*.before-upgrade-$stamp.db" -delete
find "$LIBRARY" -maxdepth 1 -name '*.after-upgrade-*' -delete
for release in "$PROGRAM"/releases/*; do
    [ "$release" = "$old" ] || [ "$release" = "$RELEASE" ] || rm -rf "$release"
done

as_account "$COMMAND" doctor --home "$LIBRARY" --language fr || true
say
say "À jour : $("$COMMAND" --version)."
say "Pour revenir en arrière : sudo sh deploy/upgrade.sh --back (ce qui est écrit depuis est gardé si les bases n’ont pas changé de forme)."
