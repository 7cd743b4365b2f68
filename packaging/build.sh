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
say "Building ($preset) ..."
if ! cmake --build "build/$preset" -j"$(nproc)" "${targets[@]}" >>"$log" 2>&1; then
    grep -E -A12 'error:|FAILED' "$log" | head -n 60 >&2
    die "the build failed; the whole log is $log"
fi
