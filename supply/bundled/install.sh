#!/bin/sh
# Installs Mailuo @VERSION@ without a network: sh install.sh [FOLDER], by default ./mailuo.
# Each file is held against its hash in requirements.txt first; nothing is taken from elsewhere.
set -eu

target=${1:-mailuo}
python=${PYTHON:-python@PYTHON@}
here=$(cd "$(dirname "$0")" && pwd)

stop() {
    echo "install.sh: $1" >&2
    exit 1
}

[ "$(uname -s) $(uname -m)" = "Linux @ARCH@" ] || stop "this is for Linux on @ARCH@, and here is $(uname -s) on $(uname -m)"
command -v "$python" >/dev/null || stop "$python is missing: install Python @PYTHON@, or set PYTHON=/path/to/python@PYTHON@"
"$python" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "@PYTHON@")' ||
    stop "the wheels are for Python @PYTHON@, and $python is another one: set PYTHON=/path/to/python@PYTHON@"
"$python" -c 'import os, sys
version = os.confstr("CS_GNU_LIBC_VERSION") or "glibc 0.0"
sys.exit([int(part) for part in version.split()[1].split(".")[:2]] < [int(part) for part in "@GLIBC@".split(".")])' ||
    stop "the C library is too old: the wheels need glibc @GLIBC@ or newer"
[ -e "$target/bin/mailuo" ] || "$python" -c 'import ensurepip' 2>/dev/null ||
    stop "$python has no ensurepip: install python@PYTHON@-venv"

[ -x "$target/bin/python" ] || "$python" -m venv "$target"
# PIP_CONFIG_FILE: no setting of this machine names another place to look
PIP_CONFIG_FILE=/dev/null "$target/bin/python" -m pip --isolated install --quiet --disable-pip-version-check \
    --no-index --find-links "$here/wheels" --require-hashes --no-deps --only-binary :all: \
    --requirement "$here/requirements.txt" || stop "nothing more was installed; pip says why above"
"$target/bin/python" -m pip --quiet check
cp -R "$here/docs" "$here/deploy" "$target/"
echo "Mailuo @VERSION@ is in $target: $target/bin/mailuo --help"
