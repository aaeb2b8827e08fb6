#!/bin/sh
# Runs the tests of MolenGeek Desk, after installing what is missing (Debian, Ubuntu).
# Arguments pass through to pytest: sh installer/test.sh tests/rules -k names
set -eu
. "$(dirname "$0")/prepare.sh"

# What the tests read paper with (poppler), and Unicode's own test files.
missing_tools() {
    command -v pdftotext >/dev/null 2>&1 && command -v pdftoppm >/dev/null 2>&1 || printf 'poppler-utils '
    [ -r /usr/share/unicode/BidiTest.txt ] || printf 'unicode-data '
}

check_system
prepare_system "$(missing_tools)"
prepare_environment requirements-test

cd "$root"
# A worker that dies ends the run at once: restarted, it can leave the others waiting for ever.
exec "$environment/bin/python" -m pytest --max-worker-restart=0 "$@"
