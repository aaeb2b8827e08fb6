#!/bin/sh
# Opens MolenGeek Desk on a demo campus, after installing what is missing (Debian, Ubuntu).
# Arguments pass through to the program: sh installer/run.sh list cohorts
set -eu
. "$(dirname "$0")/prepare.sh"

mgdesk() {
    "$environment/bin/python" "$root/main.py" "$@"
}

has_display() {
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] &&
        "$environment/bin/python" -c 'from PySide6.QtGui import QGuiApplication; QGuiApplication([])' 2>/dev/null
}

check_system
prepare_system ""
prepare_environment requirements

if [ $# -eq 0 ]; then
    demo=${MGDESK_HOME:-${XDG_DATA_HOME:-$HOME/.local/share}/mgdesk-demo}
    mgdesk --home "$demo" demo
    if ! has_display; then
        say "There is no display here, so no window is opened; the demo's paper is printed to PDF instead."
        exec "$environment/bin/python" "$installer/demo_paper.py" "$demo"
    fi
    set -- --home "$demo"
fi
exec "$environment/bin/python" "$root/main.py" "$@"
