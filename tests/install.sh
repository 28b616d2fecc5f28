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
check cc -std=c11 $(pkg --cflags) "$top/examples/travel.c" -o "$prefix/travel" $(pkg --libs)
check cc -std=c11 $(pkg --cflags) "$top/examples/version.c" -o "$prefix/shared" $(pkg --libs)
check env LD_LIBRARY_PATH="$library" "$prefix/shared" >/dev/null
# static: our archive, and the shared libraries it needs (Debian ships few of them as archives)
check cc -std=c11 $(pkg --cflags) "$top/examples/version.c" -o "$prefix/static" "$library/libmaillage.a" \
  $(pkg-config --libs $(pkg --print-requires-private)) -lpthread -lm
check "$prefix/static" >/dev/null
if [ -e "$library/mod_maillage.so" ] && command -v sqlite3 >/dev/null; then
  check test "$(LD_LIBRARY_PATH="$library" sqlite3 :memory: ".load mod_maillage" "SELECT round(crow_time(5000), 4)")" = 6.6883 # 2 min, then 6.25 km at 80 km/h, in tenths of a second
fi
cd / # outside the source and build folders
check "$prefix/bin/maillage" run "$prefix/share/maillage/examples/bethune/study.yaml" --output "$prefix/out" -q >/dev/null
check test -s "$prefix/out/out/bethune.gpkg"
# France in the box is found from where the program was installed
printf '%s\n' 'title: box' 'territory: { departement: "976" }' 'crs: EPSG:4471' 'sources:' '  communes:' \
  '    - { path: "maillage:france/outre-mer.csv", filter: { column: insee_dep, values: ["976"] } }' 'outputs: { geopackage: box.gpkg }' >"$prefix/box.yaml"
check "$prefix/bin/maillage" run "$prefix/box.yaml" -q >/dev/null
for command in $("$prefix/bin/maillage" --describe | jq -r '.commands[].name'); do # one page per command
  check test -s "$prefix/share/man/man1/maillage-$command.1.gz"
done
check zgrep -q '^\.SH NOM$' "$prefix/share/man/fr/man1/maillage.1.gz"
# the QGIS plugin: a reproducible zip, which finds the program it was installed with
python3 "$top/cmake/zip_folder.py" "$prefix/share/maillage/qgis/maillage" "$prefix/again.zip"
check cmp "$prefix/again.zip" "$prefix"/share/maillage/qgis/*.zip
found=$(cd "$prefix/share/maillage/qgis" && env PATH=/usr/bin:/bin python3 -B -c 'from maillage import engine; print(engine.find())')
check test "$found" = "$prefix/bin/maillage"
check test -s "$prefix/share/man/man3/mlg_run.3.gz"
speaks_french() { # with no locale installed
  { env -i LANG=fr_FR.UTF-8 "$1" rum 2>&1 || true; } | grep -q '^maillage: commande inconnue'
}
check speaks_french "$prefix/bin/maillage"
check test -s "$prefix/share/bash-completion/completions/maillage"
check test -x "$prefix/share/maillage/examples/cluster/slurm.sh"
# the Debian package: dpkg installs it into an empty root, and its program runs outside the source and build folders
if command -v dpkg-shlibdeps >/dev/null; then
  package=$(mktemp -d)
  trap 'rm -rf "$prefix" "$package"' EXIT
  root=$package/root
  check cpack --config "$build/CPackConfig.cmake" -G DEB -B "$package" >/dev/null
  deb=$(echo "$package"/*.deb)
  for field in Package Version Section Maintainer Description Depends; do
    dpkg-deb -f "$deb" "$field" >"$package/$field"
    check test -s "$package/$field"
  done
  check grep -q 'libgdal.*libsqlite3-mod-spatialite\|libsqlite3-mod-spatialite.*libgdal' "$package/Depends"
  [ -n "$(find /var/lib/apt/lists -name '*_Packages*' 2>/dev/null)" ] && check apt-get -qq --simulate install "$deb" >/dev/null
  if command -v lintian >/dev/null; then # except the address, which depends on who packages it
    lintian --fail-on error --suppress-tags bogus-mail-host,bogus-mail-host-in-debian-changelog "$deb" >"$package/lintian" 2>&1 ||
      { cat "$package/lintian"; exit 1; }
    passed=$((passed + 1))
  fi
  if [ "$(id -u)" = 0 ]; then # its dependencies are outside this root
    mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" && touch "$root/var/lib/dpkg/status"
    check dpkg --root="$root" --force-depends,script-chrootless --install "$deb" >"$package/said" 2>&1
    check dpkg --root="$root" --verify maillage
    check test "$(dpkg --root="$root" -s maillage | sed -n 's/^Status: //p')" = "install ok installed"
  else
    check dpkg-deb -x "$deb" "$root"
  fi
  for file in bin/maillage share/doc/maillage/copyright share/man/man1/maillage-run.1.gz share/man/fr/man1/maillage.1.gz \
    share/maillage/qgis/maillage/metadata.txt share/bash-completion/completions/maillage; do
    check test -s "$root/usr/$file"
  done
  names_the_build() { grep -rlF "$top/" "$root/usr/bin" "$root/usr/share" "$root"/usr/lib/*.so.*; }
  check eval '! names_the_build'
  check env -i PATH=/usr/bin:/bin "$root/usr/bin/maillage" run "$root/usr/share/maillage/examples/bethune/study.yaml" \
    --output "$package/out" -q >/dev/null
  check test -s "$package/out/out/bethune.gpkg"
  check speaks_french "$root/usr/bin/maillage"
fi
echo "install: $passed passed, 0 failed"
