# The part that run.sh and test.sh share: brings a Debian or Ubuntu to where the program runs.
# Everything it says goes to stderr: stdout belongs to the program. A second run finds all in place.

root=$(cd "$(dirname "$0")/.." && pwd)
installer=$root/installer
environment=$root/.venv
bundle=/etc/ssl/certs/ca-certificates.crt
export HOME="${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}"

say() {
    printf '%s\n' "$*" >&2
}

stop() {
    say "$*"
    exit 1
}

# --- the system ---------------------------------------------------------------------------------

check_system() {
    [ -r /etc/os-release ] && command -v apt-get >/dev/null 2>&1 &&
        grep -Eq '^ID(_LIKE)?=.*(debian|ubuntu)' /etc/os-release ||
        stop "MolenGeek Desk installs itself on Debian 12 and Ubuntu 22.04 or later. On this system, install Python 3.11 to 3.14 and the libraries named in installer/libraries.txt, then the packages of installer/requirements.txt."
    # The C library that Qt's wheels are built for.
    case $(uname -m) in
        x86_64) oldest=2.34 ;;
        aarch64) oldest=2.39 ;;
        *) stop "MolenGeek Desk needs a 64-bit computer (x86_64 or aarch64); this one is $(uname -m)." ;;
    esac
    glibc=$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)
    [ "$(printf '%s\n' "$oldest" "$glibc" | sort -V | head -n 1)" = "$oldest" ] ||
        stop "MolenGeek Desk needs glibc $oldest or later, and this system has $glibc: use Debian 12, Ubuntu 22.04 or something newer."
}

missing_libraries() {
    known=$(/sbin/ldconfig -p)
    while read -r library package; do
        case $library in
            '' | '#'*) continue ;;
        esac
        case $known in
            *"$library (libc6,"*) ;;
            *) printf '%s ' "$package" ;;
        esac
    done <"$installer/libraries.txt"
}

# A window without a font shows boxes; DejaVu has Latin and Arabic, and comes with fontconfig on Debian.
missing_font() {
    for folder in /usr/share/fonts /usr/local/share/fonts "$HOME/.local/share/fonts" "$HOME/.fonts"; do
        [ -z "$(find "$folder" -name '*.[ot]t[fc]' -print -quit 2>/dev/null)" ] || return 0
    done
    printf 'fonts-dejavu-core '
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" </dev/null >"$log" 2>&1
}

# Install packages; the lists of packages are brought up to date only when they do not serve.
install_packages() {
    [ $# -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1 ||
        stop "Some packages of the system are missing. Install them as root, then try again: apt-get install --no-install-recommends $*"
    say "Installing packages of the system: $*"
    keep_certificates
    log=$(mktemp)
    apt_get install --no-install-recommends "$@" ||
        { apt_get update && apt_get install --no-install-recommends "$@"; } ||
        { cat "$log" >&2; stop "The packages of the system could not be installed; the lines above say why."; }
    rm -f "$log"
    restore_certificates
}

# A bundle of certificates that somebody placed by hand: the package, which comes with python3-venv,
# would replace it, and with it an authority that the network here needs.
keep_certificates() {
    kept=''
    if [ -s "$bundle" ] && ! dpkg -s ca-certificates >/dev/null 2>&1; then
        kept=$(mktemp)
        cat "$bundle" >"$kept"
    fi
}

restore_certificates() {
    [ -n "$kept" ] || return 0
    as_root cp "$kept" "$bundle"
    rm -f "$kept"
}

# --- Python -------------------------------------------------------------------------------------

# Print a Python that can make our environment: 3.11 to 3.14, with venv and ensurepip.
find_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        "$candidate" -c 'import sys, ensurepip, ssl, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
            2>/dev/null || continue
        command -v "$candidate"
        return 0
    done
    return 1
}

prepare_system() {
    packages="$(missing_libraries)$(missing_font)$*"
    python=$(find_python) || packages="$packages python3 python3-venv"
    # shellcheck disable=SC2086 # one word a package
    install_packages $(printf '%s\n' $packages | sort -u)
    [ -n "$python" ] || python=$(find_python) || {
        # Ubuntu 22.04 has 3.10 as its python3, and 3.11 beside it.
        install_packages python3.11 python3.11-venv
        python=$(find_python)
    } || stop "MolenGeek Desk needs Python 3.11 to 3.14, and this system's packages have none."
}

# --- the environment ----------------------------------------------------------------------------

fingerprint() {
    cat "$installer/prepare.sh" "$installer/requirements-uv.txt" "$installer/$1.txt" | sha256sum | cut -d' ' -f1
}

works() {
    "$environment/bin/python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null
}

# uv does not read pip's configuration: where that names an index or a certificate, they are meant for it too.
follow_pip() {
    settings=$("$environment/uv/bin/python" -m pip config list 2>/dev/null) || return 0
    UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$(pip_setting index-url)}
    UV_INDEX=${UV_INDEX:-$(pip_setting extra-index-url)}
    SSL_CERT_FILE=${SSL_CERT_FILE:-$(pip_setting cert)}
    UV_INSECURE_HOST=${UV_INSECURE_HOST:-$(pip_setting trusted-host)}
    UV_INDEX_STRATEGY=unsafe-best-match # safe: each file is known by its hash
    for name in UV_DEFAULT_INDEX UV_INDEX SSL_CERT_FILE UV_INSECURE_HOST; do
        eval "value=\$$name"
        # shellcheck disable=SC2163 # the variable named by $name
        if [ -n "$value" ]; then export "$name"; else unset "$name"; fi
    done
    export UV_INDEX_STRATEGY
}

pip_setting() {
    # The environment (":env:") sorts before the files, and goes before them.
    printf '%s\n' "$settings" | LC_ALL=C sort | sed -n "s/^[^=]*\.$1='\(.*\)'\$/\1/p" | head -n 1 | sed 's/\\n/ /g'
}

no_packages() {
    stop "The Python packages could not be fetched; the lines above say why. What was fetched is kept for the next try."
}

is_ready() {
    [ "$(cat "$environment/$1.stamp" 2>/dev/null)" = "$(fingerprint "$1")" ]
}

# Bring .venv to what a lock says, when it is not there yet. What the tests need holds the program's own.
prepare_environment() {
    lock=$1
    if works && { is_ready "$lock" || is_ready requirements-test; }; then
        return 0
    fi
    say "Installing the packages of $lock.txt into .venv"
    works || {
        rm -rf "$environment"
        "$python" -m venv --without-pip "$environment"
    }
    rm -f "$environment"/*.stamp
    "$environment/uv/bin/python" -c '' 2>/dev/null || "$python" -m venv --clear "$environment/uv"
    "$environment/uv/bin/python" -m pip install -qq --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: -r "$installer/requirements-uv.txt" >&2 || no_packages
    follow_pip
    "$environment/uv/bin/uv" pip sync -q --require-hashes --only-binary :all: \
        --python "$environment/bin/python" "$installer/$lock.txt" >&2 || no_packages
    printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$environment/bin/python" "$root/main.py" >"$environment/bin/mgdesk"
    chmod +x "$environment/bin/mgdesk"
    fingerprint "$lock" >"$environment/$lock.stamp"
}
