#!/bin/sh
# Makes .venv with everything that the program, or with "test" its tests, need; called by the Makefile, safe to repeat.
#   ./setup.sh run|test          PYTHON=python3.12 chooses the interpreter
set -eu
cd "$(dirname "$0")"

python=${PYTHON:-python3}

say() { printf '%s\n' "$*" >&2; }
fail() { say "adjoint: $*"; exit 1; }

# Debian's packages for the libraries that Qt and Graphviz open. The first two lines serve any platform, the rest a display.
libraries="
libegl1:libEGL.so.1 libgl1:libGL.so.1 libxrender1:libXrender.so.1 libfontconfig1:libfontconfig.so.1 libxkbcommon0:libxkbcommon.so.0
libdbus-1-3:libdbus-1.so.3 libglib2.0-0:libglib-2.0.so.0
libxkbcommon-x11-0:libxkbcommon-x11.so.0 libx11-xcb1:libX11-xcb.so.1 libxcb-cursor0:libxcb-cursor.so.0
libxcb-icccm4:libxcb-icccm.so.4 libxcb-image0:libxcb-image.so.0 libxcb-keysyms1:libxcb-keysyms.so.1
libxcb-randr0:libxcb-randr.so.0 libxcb-render-util0:libxcb-render-util.so.0 libxcb-shape0:libxcb-shape.so.0
libxcb-sync1:libxcb-sync.so.1 libxcb-xfixes0:libxcb-xfixes.so.0 libxcb-xkb1:libxcb-xkb.so.1
libwayland-cursor0:libwayland-cursor.so.0
"

missing_packages() {
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    for pair in $libraries; do
        case $known in *"${pair#*:} "*) ;; *) printf ' %s' "${pair%%:*}" ;; esac
    done
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        "$python" -c 'import sys; print(" python%d.%d-venv" % sys.version_info[:2], end="")'
}

install_packages() {
    command -v apt-get >/dev/null || return 0  # elsewhere the desktop brings what Qt needs
    packages=$(missing_packages)
    [ -n "$packages" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        say "adjoint needs packages of the system that are not installed. Install them, then call make again:"
        say "    sudo apt-get install --no-install-recommends$packages"
        exit 1
    fi
    say "Installing$packages"
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $packages </dev/null >/dev/null
}

choose_python() {
    command -v "$python" >/dev/null || fail "$python not found; adjoint needs Python 3.11 or newer (PYTHON=… chooses one)"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "$("$python" --version) is too old; adjoint needs Python 3.11 or newer (PYTHON=… chooses one)"
}

make_environment() {
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        "$python" -m venv --clear .venv
    fi
    say "Installing adjoint and what it needs into .venv"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable "$what"
}

case ${1:-run} in
    run) what=. ;;
    test) what='.[test]' ;;
    *) fail "run or test, not $1" ;;
esac
choose_python
install_packages
make_environment
