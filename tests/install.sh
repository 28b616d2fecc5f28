#!/usr/bin/env bash
# Installs a build into an empty folder, compiles a program against it with pkg-config, static and shared, and runs it.
# Usage: tests/install.sh BUILD
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "$1" && pwd)
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
if [ -e "$library/mod_maillage.so" ] && command -v sqlite3 >/dev/null; then
  check test "$(LD_LIBRARY_PATH="$library" sqlite3 :memory: ".load mod_maillage" "SELECT crow_time(5000)")" = 7.75
fi
cd / # away from the sources and the build
check "$prefix/bin/maillage" run "$prefix/share/maillage/examples/bethune/study.yaml" --output "$prefix/out" -q >/dev/null
check test -s "$prefix/out/out/bethune.gpkg"
check test -s "$prefix/share/man/man1/maillage.1"
check grep -q '^\.SH NOM$' "$prefix/share/man/fr/man1/maillage.1"
speaks_french() { # without any locale installed
  { env -i LANG=fr_FR.UTF-8 "$1" rum 2>&1 || true; } | grep -q '^maillage: commande inconnue'
}
check speaks_french "$prefix/bin/maillage"
check test -s "$prefix/share/bash-completion/completions/maillage"
# the Debian package: unpacked into an empty root, its program runs away from the build
if command -v dpkg-shlibdeps >/dev/null; then
  package=$(mktemp -d)
  trap 'rm -rf "$prefix" "$package"' EXIT
  check cpack --config "$build/CPackConfig.cmake" -G DEB -B "$package" >/dev/null
  check dpkg-deb -x "$package"/*.deb "$package/root"
  dpkg-deb -f "$package"/*.deb Depends >"$package/depends"
  check grep -q 'libgdal.*libsqlite3-mod-spatialite\|libsqlite3-mod-spatialite.*libgdal' "$package/depends"
  check "$(find "$package/root" -path '*/bin/maillage')" run "$(find "$package/root" -path '*/bethune/study.yaml')" \
    --output "$package/out" -q >/dev/null
  check test -s "$package/out/out/bethune.gpkg"
  check speaks_french "$(find "$package/root" -path '*/bin/maillage')"
fi
echo "install: $passed passed, 0 failed"
