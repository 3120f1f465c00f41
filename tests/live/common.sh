# shellcheck shell=bash
# What `up` and `down` share: the engines' folders, their locks, and the way into them.
set -euo pipefail
umask 022
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

say() { printf 'engine: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

[[ $EUID -eq 0 ]] || die "needs root: it makes mounts, namespaces and a chroot"
# shellcheck source=/dev/null
[[ $(. /etc/os-release 2>/dev/null && printf %s "${ID:-}") == debian ]] ||
    die "needs a Debian machine with apt-get (the engine is installed by debootstrap)"

base=$(realpath -m -- "${DYNCLIENT_ENGINE_DIR:-/var/tmp/dynclient-engine}")
mark=$base/.dynclient-engine
others=(docker-20.10 docker-sid podman podman-sid)
pythons=(python-3.14)                   # roots without an engine, for .ci/python
export base mark others pythons

# Speak of one engine from here on: its folder, the Debian root that it runs in, and what that sees as /engine: socket,
# pid file, logs.
choose() {
    engine=$1
    case " ${others[*]} ${pythons[*]} " in
        *" $engine "*) folder=$base/$engine ;;
        *)
            [[ $engine == docker ]] || die "there is no engine $engine: expected docker (if none is named) or ${others[*]}"
            folder=$base
            ;;
    esac
    root=$folder/root
    run=$folder/run
}

[[ $base =~ ^[A-Za-z0-9/._+-]+$ ]] || die "DYNCLIENT_ENGINE_DIR is $base: use plain letters, digits and / . _ + -"

# A folder of somebody else is neither started from (it would run as root) nor removed.
is_ours() { [[ -d $base && -O $base && -e $mark ]]; }
is_free() { [[ ! -e $base ]] || [[ -d $base && -O $base && -z $(ls -A -- "$base") ]]; }
is_ours || is_free || die "$base exists and was not made by tests/live/up: set DYNCLIENT_ENGINE_DIR to another folder"

take_lock() {
    exec 9>"$folder/lock"
    flock -w 600 9 || die "another up or down has held $folder/lock for ten minutes"
}

# Print the first process of the engine's namespaces, if it lives. The comparison guards against a reused number.
engine_pid() {
    local pid
    pid=$(cat "$run/engine.pid" 2>/dev/null) || return 1
    [[ -n $pid && /proc/$pid/root -ef $root ]] || return 1
    # Between pivot_root and umount the machine's own root lies over it still, and with that the machine's docker.sock.
    # With what chroot starts, all of it is past.
    [[ $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null) != *enter_root* ]] || return 1
    printf %s "$pid"
}

# Run a command beside the engine: PID COMMAND ... The environment is emptied so that no DOCKER_HOST comes along.
inside() {
    local pid=$1
    shift
    env -i PATH="$PATH" HOME=/root nsenter --target "$pid" --mount --pid -- "$@"
}

# Print Debian's archive as this machine's apt knows it; nothing if apt knows none.
mirror() {
    # shellcheck disable=SC2016  # apt-get fills in $(REPO_URI)
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' |
        { grep -E -m 1 '^(https?|file):' || true; }
}

install_debootstrap() {
    [[ -z $(command -v debootstrap) || -z $(mirror) ]] || return 0
    local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends debootstrap)
    if [[ -z $(mirror) ]] || ! "${install[@]}" >/dev/null; then
        apt-get update -qq || say "apt-get update reports a fault, going on"
        "${install[@]}" >/dev/null || die "cannot install debootstrap by apt-get"
    fi
}

# Make the root, or keep it if it is whole and of the same packages.
make_root() {
    local stamp="$suite $packages"
    [[ $(cat "$root/.packages" 2>/dev/null) != "$stamp" ]] || return 0
    install_debootstrap
    local source
    source=$(mirror)
    say "making $root (about a minute)"
    rm -rf --one-file-system -- "$root" "$root.new"
    # Its own mount namespace, so that an interruption leaves no /proc or /sys mounted in the half root.
    unshare --mount -- debootstrap --variant=minbase --include="$packages" "$suite" "$root.new" \
        ${source:+"$source"} >"$run/debootstrap.log" 2>&1 3>&- ||
        { tail -n 20 "$run/debootstrap.log"; die "debootstrap failed; all of it is in $run/debootstrap.log"; }
    rm -f -- "$root.new"/var/cache/apt/archives/*.deb
    printf '127.0.0.1 localhost\n' >"$root.new/etc/hosts"
    printf '%s\n' "$stamp" >"$root.new/.packages"
    mv -- "$root.new" "$root"
}
