#!/bin/sh
# Prepare this machine: `setup.sh run` for the service, `setup.sh test` for the checks too, `setup.sh lock` to lock
# the dependencies anew. Plain POSIX shell (Debian's dash, the bash 3.2 of macOS); a second run is instant.
set -eu
cd "$(dirname "$0")/.."

MODE=${1:-run}
export PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1
PYTHONS='>=3.11,<3.15'
VENV_PYTHON=.venv/bin/python

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
on_debian_as_root() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; }

apt_install() {
    say "Installerar $* med apt-get …"
    apt-get update -qq >&2 || return 1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# --- uv: from PATH, from an earlier run, or installed here by version and hash -----------------------------------

install_uv_in_venv() {
    "$1" -m venv .tools >/dev/null 2>&1 || return 1
    .tools/bin/python -m pip install -q --require-hashes -r requirements-uv.txt >&2
}

install_uv_in_folder() {
    rm -rf .tools
    "$1" -m pip --version >/dev/null 2>&1 || return 1
    "$1" -m pip install -q --target .tools --require-hashes -r requirements-uv.txt >&2
}

bootstrap_python() {
    # uv itself needs no more than Python 3.8, and finds or fetches the Python that we need.
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 8))'; then
            printf '%s' "$name"
            return 0
        fi
    done
    return 1
}

install_uv() {
    say 'Hämtar uv, som installerar resten …'
    if ! python=$(bootstrap_python); then
        on_debian_as_root || fail 'Python saknas. Installera Python 3.11 eller nyare från https://www.python.org och försök igen.'
        apt_install python3 python3-venv || fail 'Python gick inte att installera. Kontrollera nätet och försök igen.'
        python=python3
    fi
    install_uv_in_venv "$python" && return 0
    install_uv_in_folder "$python" && return 0
    if on_debian_as_root; then
        apt_install python3-venv python3-pip && rm -rf .tools && install_uv_in_venv "$python" && return 0
    fi
    fail 'uv gick inte att installera. Kontrollera nätet och försök igen, eller installera uv själv:
https://docs.astral.sh/uv/getting-started/installation/'
}

find_uv() {
    # Asked for its version: a name on PATH may be a shim with nothing behind it.
    for UV in uv .tools/bin/uv; do
        if command -v "$UV" >/dev/null 2>&1 && "$UV" --version >/dev/null 2>&1; then return 0; fi
    done
    install_uv
    UV=.tools/bin/uv
}

# --- the environment ----------------------------------------------------------------------------------------------

make_venv() {
    [ -x "$VENV_PYTHON" ] && "$VENV_PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return 0
    rm -rf .venv
    "$UV" venv -q --python "$PYTHONS" .venv || fail 'Ingen Python 3.11 eller nyare hittades, och ingen gick att hämta.
Installera Python 3.11 eller nyare från https://www.python.org och försök igen.'
}

fingerprint() { printf '%s %s' "$PWD" "$(cat "$1" pyproject.toml tools/setup.sh | cksum)"; }

prepared() { [ -x .venv/bin/metodsok ] && [ "$(cat ".venv/.prepared-$1" 2>/dev/null)" = "$(fingerprint "$2")" ]; }

install() {
    # $1: what for, $2: the locked requirements
    prepared "$1" "$2" && return 0
    find_uv
    make_venv
    say 'Installerar det som Metodsök behöver …'
    "$UV" pip install -q --python "$VENV_PYTHON" --require-hashes -r "$2" ||
        fail "Installationen misslyckades. Kontrollera nätet och försök igen: make $1"
    # The project itself, in place: nothing to fetch, setuptools is among the locked packages.
    "$UV" pip install -q --python "$VENV_PYTHON" --no-deps --no-build-isolation -e .
    fingerprint "$2" > ".venv/.prepared-$1"
}

# --- a browser for the tests --------------------------------------------------------------------------------------

has_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    [ -d '/Applications/Chromium.app' ] || [ -d '/Applications/Google Chrome.app' ]
}

install_browser() {
    has_browser && return 0
    if on_debian_as_root && apt_install chromium fonts-liberation; then return 0; fi
    fail 'Testerna behöver Chromium eller Google Chrome.
Debian och Ubuntu: sudo apt-get install chromium    macOS: brew install --cask google-chrome'
}

# --- the Whoosh that whoosh3 descends from ------------------------------------------------------------------------

install_whoosh2() {
    install test requirements-dev.txt
    [ -d .tools/whoosh2 ] && return 0
    find_uv
    "$UV" pip install -q --python "$VENV_PYTHON" --require-hashes --target .tools/whoosh2 -r requirements-whoosh2.txt
    "$VENV_PYTHON" -W ignore -m compileall -q .tools/whoosh2
}

# --- locking --------------------------------------------------------------------------------------------------------

lock() {
    find_uv
    set -- pip compile -q --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --no-annotate
    "$UV" "$@" pyproject.toml --group dev --group build -o requirements-dev.txt
    "$UV" "$@" pyproject.toml --group build -c requirements-dev.txt -o requirements.txt
    echo uv | "$UV" "$@" - -o requirements-uv.txt
}

case $MODE in
    run) prepared test requirements-dev.txt || install run requirements.txt ;;
    test) install test requirements-dev.txt && install_browser ;;
    whoosh2) install_whoosh2 ;;
    lock) lock ;;
    *) fail 'Så här: tools/setup.sh run|test|whoosh2|lock' ;;
esac
