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

# A printer to print on: CUPS with ippeveprinter, which needs Avahi (1.2 MB to fetch, 7 MB on the disk).
printing_tools() {
    for tool in cupsd:cups-daemon lp:cups-client ippeveprinter:cups-ipp-utils avahi-daemon:avahi-daemon \
        dbus-daemon:dbus-daemon; do
        PATH=$PATH:/usr/sbin:/sbin command -v "${tool%%:*}" >/dev/null 2>&1 || printf '%s ' "${tool#*:}"
    done
}

# A screen that is not there, with real keyboard layouts, for the tests of scanners: small, and no service.
typing_tools() {
    for tool in Xvfb:xvfb xdotool:xdotool setxkbmap:x11-xkb-utils; do
        command -v "${tool%%:*}" >/dev/null 2>&1 || printf '%s ' "${tool#*:}"
    done
}

# Never a reason to stop: without them the tests of scanners on real layouts are skipped and say so.
prepare_typing() {
    missing=$(typing_tools)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        # shellcheck disable=SC2086 # one word a package
        (install_packages $missing) && return 0
    fi
    say "The tests that type on real keyboard layouts are skipped until these are installed: $missing"
}

# Never a reason to stop: without it the tests of printing are skipped and say so. A computer that somebody
# works on (systemd runs) is asked first, because these packages start services of their own there.
prepare_printer() {
    missing=$(printing_tools)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ] && [ ! -d /run/systemd/system ]; then
        # shellcheck disable=SC2086 # one word a package
        (install_packages $missing) && return 0
    fi
    say "The tests that print are skipped. They run as root once these are installed: $missing"
}

check_system
prepare_system "$(missing_tools)"
prepare_printer
prepare_typing
prepare_environment requirements-test

cd "$root"
# A worker that dies ends the run at once: restarted, it can leave the others waiting for ever.
exec "$environment/bin/python" -m pytest --max-worker-restart=0 "$@"
