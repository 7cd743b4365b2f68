# Shared by the commands in packaging/. Sourced, not run.
# shellcheck shell=bash

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cache=${SIGNALBOX_CACHE:-${XDG_CACHE_HOME:-${HOME:?HOME is not set}/.cache}/signalbox}

say() { printf '%s\n' "$*" >&2; }
# One sentence that says what is wrong, one that says what to do.
die() { printf 'signalbox: %s\n' "$*" >&2; exit 1; }

package_names() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$project/packaging/packages.txt"; }
root_directory() { printf '%s/root-%s\n' "$cache" "$(package_names | sha256sum | cut -c1-16)"; }

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
