#!/usr/bin/env bash
# Installs a build into an empty folder, compiles a program against it with pkg-config, static and shared, and runs it.
# Usage: tests/install.sh BUILD
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install "$1" --prefix "$prefix" >/dev/null
export PKG_CONFIG_PATH
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name maillage.pc)")
pkg() { pkg-config --define-variable=prefix="$prefix" "$@" maillage; }
passed=0
check() {
  "$@" || { echo "failed: $*"; exit 1; }
  passed=$((passed + 1))
}
library=$(pkg --variable=libdir)
check cc -std=c11 $(pkg --cflags) "$top/examples/version.c" -o "$prefix/shared" $(pkg --libs)
check env LD_LIBRARY_PATH="$library" "$prefix/shared" >/dev/null
# static: our archive, and the shared libraries it needs (Debian ships few of them as archives)
check cc -std=c11 $(pkg --cflags) "$top/examples/version.c" -o "$prefix/static" "$library/libmaillage.a" \
  $(pkg-config --libs $(pkg --print-requires-private)) -lpthread -lm
check "$prefix/static" >/dev/null
cd / # away from the sources and the build
check "$prefix/bin/maillage" run "$prefix/share/maillage/examples/bethune/study.yaml" --output "$prefix/out" -q >/dev/null
check test -s "$prefix/out/out/bethune.gpkg"
echo "install: $passed passed, 0 failed"
