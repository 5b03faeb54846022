#!/bin/sh
# build.sh PRESET [TARGET …]: configures and builds one preset into build/PRESET, on as many cores as memory carries.
set -eu
cd "$(dirname "$0")/.."
preset=$1
shift

# Two clones, or a second build of the same sources, share what ccache knows.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1

# The heaviest files take about 1.5 GB each to compile.
cores=$(nproc)
memory=$(awk '/^MemAvailable:/ { print int($2 / 1500000) }' /proc/meminfo)
jobs=$((memory < cores ? memory : cores))
[ "$jobs" -ge 1 ] || jobs=1

cmake --preset "$preset" --log-level=WARNING >/dev/null
exec cmake --build --preset "$preset" --parallel "$jobs" ${1:+--target "$@"}
