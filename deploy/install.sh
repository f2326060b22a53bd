#!/bin/sh
# Installs phototheque on Debian: its own user, its program, its library, its services. Running it again mends what
# is missing and changes nothing else; a newer program comes by upgrade.sh.
#
#   sudo sh deploy/install.sh --public-name photos.example.org
#
# --public-name NAME   the name that browsers will ask for; Caddy, or another web server here, stands before it
# --backup FOLDER      where the nightly backup goes: a mounted disk or NAS
# --no-systemd         no units are started
# --root DIR           everything below DIR, for a trial; implies --no-systemd
# --user NAME          another user than phototheque
# --python PROGRAM     another Python than /usr/bin/python3
set -eu
# shellcheck source=deploy/common.sh
. "$(dirname -- "$0")/common.sh"

NAME=
BACKUP=
while [ $# -gt 0 ]; do
    case $1 in
    --public-name) NAME=$2 && shift 2 ;;
    --backup) BACKUP=$2 && shift 2 ;;
    --no-systemd) SYSTEMD=no && shift ;;
    --root) ROOT=${2%/} && shift 2 ;;
    --user) ACCOUNT=$2 && shift 2 ;;
    --python) PYTHON=$2 && shift 2 ;;
    *) fail "option inconnue : $1" ;;
    esac
done

need_root
places
need_python

if ! id "$ACCOUNT" >/dev/null 2>&1; then
    useradd --system --user-group --home-dir "$LIBRARY" --no-create-home --shell /usr/sbin/nologin "$ACCOUNT"
    say "Utilisateur $ACCOUNT créé."
fi

need_shared_python

mkdir -p "$PROGRAM" "$CONFIG" "$(dirname "$LIBRARY")"
[ -d "$LIBRARY" ] || install -d -m 700 -o "$ACCOUNT" -g "$(id -g "$ACCOUNT")" "$LIBRARY"

if [ -x "$COMMAND" ] && "$COMMAND" --version >/dev/null 2>&1; then
    say "Le programme est déjà installé ($("$COMMAND" --version)) ; pour une version plus récente : sh deploy/upgrade.sh"
else
    make_release
    choose_release "$RELEASE"
    say "Programme installé : $("$COMMAND" --version)."
fi
if [ -z "$ROOT" ]; then
    ln -sfn "$COMMAND" /usr/local/bin/phototheque
fi

# What somebody wrote there stays.
if [ -n "$NAME" ] && [ ! -e "$CONFIG/serve.env" ]; then
    printf 'SERVE_OPTIONS=--behind-proxy --public-name %s\n' "$NAME" >"$CONFIG/serve.env"
fi
if [ -n "$BACKUP" ] && [ ! -e "$CONFIG/backup.env" ]; then
    printf 'PHOTOTHEQUE_BACKUP=%s\n' "$BACKUP" >"$CONFIG/backup.env"
fi
put_units

# Makes the library, if there is none yet; nothing is taken in.
as_account "$COMMAND" runs --home "$LIBRARY" >/dev/null 2>&1 || as_account "$COMMAND" ingest --inbox --home "$LIBRARY" >/dev/null

systemctl_ enable --quiet --now phototheque.service
if [ -e "$CONFIG/backup.env" ]; then
    systemctl_ enable --quiet --now phototheque-backup.timer
fi
wait_until_healthy || fail "le serveur ne répond pas : journalctl -u phototheque"

as_account "$COMMAND" doctor --home "$LIBRARY" --language fr || true
say
say "Installé. Photothèque : $LIBRARY. Programme : $COMMAND"
[ -e "$CONFIG/backup.env" ] || say "Aucune sauvegarde n’est prévue : relancez avec --backup DOSSIER."
# The server said it too, into its journal. Behind a web server nobody comes in by this machine's own address.
ADDRESS=http://127.0.0.1:8001
[ -z "$NAME" ] || ADDRESS=https://$NAME
LINK=
# Without systemd nothing runs yet: the server says it where it is started.
[ "$SYSTEMD" = no ] ||
    LINK=$(as_account "$COMMAND" people first-admin --url "$ADDRESS" --home "$LIBRARY" | grep /invitation/) || LINK=
if [ -n "$LINK" ]; then
    say "Personne n’administre encore. Ouvrez cette adresse, une seule fois, et choisissez un mot de passe :"
    say "  $LINK"
    say "Si le serveur redémarre avant : sudo -u $ACCOUNT phototheque people first-admin --url $ADDRESS --home $LIBRARY"
fi
if [ -n "$NAME" ]; then
    say "Ensuite, Caddy : docs/guides/installer.md ; puis : phototheque doctor https://$NAME"
fi
