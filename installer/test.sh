#!/bin/sh
# Runs the tests of MolenGeek Desk, after installing what is missing (Debian, Ubuntu).
# Arguments pass through to pytest: sh installer/test.sh tests/rules -k names
set -eu
. "$(dirname "$0")/prepare.sh"

# What the tests read paper with (poppler), Unicode's own test files, and a printer to print on: CUPS with
# ippeveprinter, 1.2 MB to fetch. It needs Avahi, which serves no network: the tests start both on loopback.
missing_tools() {
    command -v pdftotext >/dev/null 2>&1 && command -v pdftoppm >/dev/null 2>&1 || printf 'poppler-utils '
    [ -r /usr/share/unicode/BidiTest.txt ] || printf 'unicode-data '
    printing_tools
}

# Missing in front of a system without them, never a reason to stop: the tests of printing then say why they skip.
printing_tools() {
    for tool in cupsd:cups-daemon lp:cups-client ippeveprinter:cups-ipp-utils avahi-daemon:avahi-daemon \
        dbus-daemon:dbus-daemon; do
        PATH=$PATH:/usr/sbin:/sbin command -v "${tool%%:*}" >/dev/null 2>&1 || printf '%s ' "${tool#*:}"
    done
}

check_system
prepare_system "$(missing_tools)"
prepare_environment requirements-test

cd "$root"
# A worker that dies ends the run at once: restarted, it can leave the others waiting for ever.
exec "$environment/bin/python" -m pytest --max-worker-restart=0 "$@"
