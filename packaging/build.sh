#!/usr/bin/env bash
# packaging/build.sh PRESET [TARGET…]: configures and builds inside the build environment. Called through packaging/dev.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
preset=$1
shift
cd "$project"
mkdir -p "build/$preset"
log="$project/build/$preset/build.log"
if ! cmake --preset "$preset" >"$log" 2>&1; then
    tail -n 25 "$log" >&2
    die "the project could not be configured (log: $log). If a package is missing on this system, set SIGNALBOX_FORCE_ROOT=1 to build in the private Debian 13 root."
fi
targets=()
for target in "$@"; do targets+=(--target "$target"); done

# Counts ninja's steps into progress; the whole output goes to the log.
build_progress() {
    local line
    while IFS= read -r line; do
        printf '%s\n' "$line" >>"$log"
        [[ $line =~ ^\[([0-9]+)/([0-9]+)\]\ (.*)$ ]] || continue
        progress "$what" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "${BASH_REMATCH[3]##*/}"
    done
}

what="Building ($preset)"
progress_start "$what"
if ! NINJA_STATUS='[%f/%t] ' cmake --build "build/$preset" -j"$(nproc)" "${targets[@]}" 2>&1 | build_progress; then
    grep -E -A12 'error:|FAILED' "$log" | head -n 60 >&2
    die "the build failed; the whole log is $log"
fi
progress_end "$what"
