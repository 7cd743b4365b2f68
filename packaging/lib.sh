# Shared by the commands in packaging/. Sourced, not run.
# shellcheck shell=bash

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cache=${SIGNALBOX_CACHE:-${XDG_CACHE_HOME:-${HOME:?HOME is not set}/.cache}/signalbox}

say() { printf '%s\n' "$*" >&2; }
# One sentence that says what is wrong, one that says what to do.
die() { printf 'signalbox: %s\n' "$*" >&2; exit 1; }

# package_names build|tests: the packages of a layer of the private root.
package_names() {
    local list=$project/packaging/packages.txt
    [ "$1" = tests ] && list=$project/packaging/packages-tests.txt
    sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$list"
}
root_directory() { printf '%s/root-trixie\n' "$cache"; }
# Stands in the root when all packages of the layer do, as the list names them today.
layer_stamp() { printf '%s/var/lib/signalbox/%s-%s\n' "$(root_directory)" "$1" "$(package_names "$1" | sha256sum | cut -c1-16)"; }

# True where the platform's own packages are enough: newer Debian and Ubuntu, Fedora, Arch.
runs_natively() {
    [ -n "${SIGNALBOX_INSIDE:-}" ] && return 0
    [ -n "${SIGNALBOX_FORCE_ROOT:-}" ] && return 1
    command -v cmake ninja c++ pkg-config >/dev/null 2>&1 || return 1
    pkg-config --atleast-version=6.8 Qt6Core 2>/dev/null || return 1
    pkg-config --atleast-version=6.8 Qt6Charts 2>/dev/null || return 1
    pkg-config --atleast-version=1.9 libgit2 2>/dev/null || return 1
    [ -n "$(find /usr/lib /usr/lib64 -maxdepth 4 -name KF6SyntaxHighlightingConfig.cmake -print -quit 2>/dev/null)" ]
}

# Progress on standard error: what is being done, how much of it, for how long. A line of its own every five seconds
# where nobody sees a terminal; nothing at all with SIGNALBOX_QUIET.
# progress WHAT DONE TOTAL [DETAIL]; TOTAL 0 is not known yet. progress_end WHAT closes it.
progress_begun=$SECONDS
progress_shown=-5
progress() {
    [ -z "${SIGNALBOX_QUIET:-}" ] || return 0
    local elapsed=$((SECONDS - progress_begun)) count=
    [ "$3" -gt 0 ] && count=": $2 of $3"
    if [ -t 2 ]; then
        printf '\r\033[K%.*s' "$((${COLUMNS:-80} - 1))" \
            "$1$count, $((elapsed / 60)):$(printf %02d $((elapsed % 60)))${4:+  $4}" >&2
    elif [ $((SECONDS - progress_shown)) -ge 5 ]; then
        printf '%s%s, %d:%02d\n' "$1" "$count" $((elapsed / 60)) $((elapsed % 60)) >&2
        progress_shown=$SECONDS
    fi
}
progress_start() { progress_begun=$SECONDS && progress_shown=-5 && progress "$1" 0 "${2:-0}"; }
progress_end() {
    [ -z "${SIGNALBOX_QUIET:-}" ] || return 0
    local elapsed=$((SECONDS - progress_begun))
    if [ -t 2 ]; then printf '\r\033[K' >&2; fi
    printf '%s: done in %d:%02d\n' "$1" $((elapsed / 60)) $((elapsed % 60)) >&2
}
