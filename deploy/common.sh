# shellcheck shell=sh
# What install.sh and upgrade.sh share: where things lie, and how a release is made and chosen.

ROOT=                  # everything goes below this folder; for trials and images
ACCOUNT=phototheque    # the Unix user whose library it is
SYSTEMD=yes            # units are put in place and started
PYTHON=/usr/bin/python3
SOURCE=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

say() { printf '%s\n' "$*"; }
fail() { printf 'phototheque : %s\n' "$*" >&2; exit 2; }

places() {
    PROGRAM=$ROOT/opt/phototheque
    LIBRARY=$ROOT/var/lib/phototheque
    CONFIG=$ROOT/etc/phototheque
    UNITS=$ROOT/etc/systemd/system
    COMMAND=$PROGRAM/.venv/bin/phototheque
    [ -z "$ROOT" ] || SYSTEMD=no
    [ "$SYSTEMD" = no ] || [ -d /run/systemd/system ] || fail "systemd ne tourne pas ici ; ajoutez --no-systemd."
}

need_root() { [ "$(id -u)" = 0 ] || fail "lancez cette commande avec sudo."; }

need_python() {
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
        fail "il faut Python 3.11 ou plus récent : apt install python3 python3-venv"
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || fail "il manque un paquet : apt install python3-venv"
}

# A Python in somebody's own folder starts for root, and not for the server.
need_shared_python() {
    as_account "$PYTHON" -c '' 2>/dev/null || fail "$PYTHON ne peut pas être lancé par $ACCOUNT : --python /usr/bin/python3"
}

# Runs a command as the user of the library, with files of its own alone.
as_account() { (umask 077 && cd / && setpriv --reuid "$ACCOUNT" --regid "$(id -g "$ACCOUNT")" --clear-groups "$@"); }

systemctl_() { [ "$SYSTEMD" = no ] || systemctl "$@"; }

# The scripts of the pages are no part of the repository: a release brings them, a clone makes them.
need_bundle() {
    [ -z "$(ls "$SOURCE/catalogue/web/static/build" 2>/dev/null)" ] || return 0
    command -v make >/dev/null || fail "les scripts des pages manquent : apt install make, puis relancez."
    say "Préparation des scripts des pages…"
    make -C "$SOURCE" --silent PYTHON="$RELEASE/bin/python" catalogue/web/static/build/.ready
}

# A release is a folder of its own with all its packages, whole before it is chosen: $RELEASE.
make_release() {
    RELEASE=$PROGRAM/releases/$(date -u +%Y%m%dT%H%M%SZ)
    trap 'rm -rf "$RELEASE"' EXIT
    trap 'exit 130' INT TERM
    mkdir -p "$PROGRAM/releases"
    say "Installation des paquets (quelques minutes)…"
    "$PYTHON" -m venv "$RELEASE"
    need_bundle
    "$RELEASE/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: -r "$SOURCE/requirements.lock"
    copy=$(mktemp -d)
    (cd "$SOURCE" && tar -cf - --exclude=__pycache__ pyproject.toml README.md LICENSE THIRD-PARTY.md catalogue ingest datasette_plugins) |
        tar -xf - -C "$copy"
    "$RELEASE/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --no-deps --no-index --no-build-isolation "$copy"
    rm -rf "$copy"
    chmod -R go+rX,go-w "$RELEASE"
    as_account "$RELEASE/bin/python" -m catalogue.cli.main --version >/dev/null ||
        fail "le programme installé ne démarre pas pour $ACCOUNT."
    trap - EXIT INT TERM
}

# From now on the program is this release; the change is one rename.
choose_release() {
    ln -sfn "$1" "$PROGRAM/.venv.new"
    mv -T "$PROGRAM/.venv.new" "$PROGRAM/.venv"
}

put_units() {
    mkdir -p "$UNITS"
    for unit in phototheque.service phototheque-backup.service phototheque-backup.timer; do
        install -m 644 "$SOURCE/deploy/$unit" "$UNITS/$unit"
        [ "$ACCOUNT" = phototheque ] || sed -i "s/^\(User\|Group\)=.*/\1=$ACCOUNT/" "$UNITS/$unit"
    done
    systemctl_ daemon-reload
}

# 30 seconds for the server to answer that it does its work.
wait_until_healthy() {
    [ "$SYSTEMD" = yes ] || return 0
    for _ in $(seq 30); do
        "$PROGRAM/.venv/bin/python" -c 'import urllib.request as u; u.urlopen("http://127.0.0.1:8001/healthz", timeout=5)' 2>/dev/null && return 0
        sleep 1
    done
    return 1
}
