#!/bin/sh
# Runs the README's two commands in an empty Debian root, twice each, and says how long each took.
#
#   sh tests/installer/fresh_root.sh [--suite bookworm] [--mirror SOURCES] [--keyring FILE]
#                                    [--python] [--user] [--display] [--only run|test] [-- ARGUMENTS OF test.sh]
#
# --python: Python is there beforehand. --user: not root, but somebody with sudo.
# --display: under a virtual screen (Xvfb, xdotool, imagemagick): the window opens, is kept as a picture, closes.
# Needs root, mmdebstrap and some 3 GB under TMPDIR. The root knows what this machine knows of the network:
# resolv.conf, certificates, pip's configuration; the scripts under test never see to that themselves.
set -eu

suite=bookworm mirror='' keyring='' python='' user='' display='' only=''
while [ $# -gt 0 ]; do
    case $1 in
        --suite) suite=$2; shift 2 ;;
        --mirror) mirror=$2; shift 2 ;;
        --keyring) keyring=$2; shift 2 ;;
        --only) only=$2; shift 2 ;;
        --python) python=1; shift ;;
        --user) user=1; shift ;;
        --display) display=1; shift ;;
        --) shift; break ;;
        *) echo "unknown: $1" >&2; exit 2 ;;
    esac
done

project=$(cd "$(dirname "$0")/../.." && pwd)
kept=${TMPDIR:-/tmp}/mgdesk-roots
fresh=$(mktemp -d "${TMPDIR:-/tmp}/mgdesk-root.XXXXXX")
mkdir -p "$kept"

leave() {
    for place in dev/pts dev proc tmp/.X11-unix; do
        if mountpoint -q "$fresh/$place"; then umount "$fresh/$place"; fi
    done
    [ -z "${screen:-}" ] || kill "$screen"
    rm -rf --one-file-system "$fresh"
}
trap leave EXIT
trap 'exit 130' INT TERM

base=$kept/$suite.tar
# shellcheck disable=SC2086 # an empty mirror is no argument
[ -s "$base" ] || mmdebstrap -q --variant=minbase --include=apt ${keyring:+--keyring="$keyring"} "$suite" "$base" ${mirror:+"$mirror"}
tar -xf "$base" -C "$fresh" --numeric-owner --exclude=./dev/*
mount --bind /dev "$fresh/dev"
mount --bind /dev/pts "$fresh/dev/pts"
mount -t proc proc "$fresh/proc"

for file in /etc/resolv.conf /etc/pip.conf "$HOME/.config/pip/pip.conf" "$HOME/.config/uv/uv.toml" \
    /etc/uv/uv.toml "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}"; do
    [ ! -f "$file" ] || { mkdir -p "$fresh$(dirname "$file")"; cp -L "$file" "$fresh$file"; }
done

within() {
    # shellcheck disable=SC2046 # one word a variable
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        $(env | grep -E '^(PIP|UV|SSL|http|https|no)_[A-Za-z_]*=[^ ]*$' || true) \
        ${display:+DISPLAY=:87} chroot "$@"
}

as_root() {
    within "$fresh" "$@"
}

[ -z "$python" ] || as_root sh -c 'apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install --no-install-recommends python3 python3-venv' >/dev/null 2>&1
who=root home=/root
if [ -n "$user" ]; then
    as_root sh -c 'apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends sudo \
        && useradd -m desk && echo "desk ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/desk' >/dev/null 2>&1
    who=desk home=/home/desk
fi

mkdir -p "$fresh$home/molengeek-desk"
git -C "$project" ls-files -z --cached --others --exclude-standard |
    (cd "$project" && xargs -0 tar -cf - --ignore-failed-read 2>/dev/null) | tar -xf - -C "$fresh$home/molengeek-desk" --no-same-owner
as_root chown -R "$who" "$home"

if [ -n "$display" ]; then
    Xvfb :87 -screen 0 1400x900x24 >/dev/null 2>&1 &
    screen=$!
    mkdir -p "$fresh/tmp/.X11-unix"
    sleep 1
    mount --bind /tmp/.X11-unix "$fresh/tmp/.X11-unix"
fi

timed() {
    label=$1
    shift
    start=$(date +%s.%N)
    status=0
    within --userspec="$who" "$fresh" env HOME="$home" sh -c 'cd ~/molengeek-desk && exec "$@"' sh "$@" </dev/null || status=$?
    awk -v label="$label" -v status="$status" -v start="$start" -v end="$(date +%s.%N)" \
        'BEGIN { printf "== %s: %.1f s, exit %d\n", label, end - start, status }'
    [ "$status" = 0 ] || failed=1
}

# Open the window, say when it was there, keep a picture of it, close it as a person would.
opened() {
    label=$1
    start=$(date +%s.%N)
    within --userspec="$who" "$fresh" env HOME="$home" sh -c 'cd ~/molengeek-desk && exec sh installer/run.sh' </dev/null &
    program=$!
    until window=$(DISPLAY=:87 xdotool search --onlyvisible --name '^.*MolenGeek Desk' 2>/dev/null); do
        kill -0 "$program" 2>/dev/null || { echo "== $label: no window"; failed=1; return; }
        sleep 0.1
    done
    awk -v label="$label" -v start="$start" -v end="$(date +%s.%N)" \
        'BEGIN { printf "== %s: window after %.1f s\n", label, end - start }'
    sleep 4
    DISPLAY=:87 import -window root "$kept/$suite.png"
    DISPLAY=:87 xdotool windowfocus --sync "${window%%[!0-9]*}" key ctrl+q
    wait "$program" || { echo "== $label: exit $?"; failed=1; }
}

failed=''
echo "== $suite${python:+, with Python}${user:+, as a user with sudo}"
if [ "$only" != test ]; then
    if [ -n "$display" ]; then
        opened 'run.sh, first'
        opened 'run.sh, second'
        echo "== picture: $kept/$suite.png"
    else
        timed 'run.sh, first' sh installer/run.sh
        timed 'run.sh, second' sh installer/run.sh
        timed 'run.sh with arguments' sh installer/run.sh --help
    fi
fi
if [ "$only" != run ]; then
    timed 'test.sh, first' sh installer/test.sh "$@"
    timed 'test.sh, second (one folder)' sh installer/test.sh -q tests/rules
fi
du -sxh "$fresh" --exclude="$fresh/root" --exclude="$fresh/home" | awk '{ print "== system: " $1 }'
du -sh "$fresh$home/molengeek-desk/.venv" | awk '{ print "== .venv: " $1 }'
[ -z "$failed" ]
