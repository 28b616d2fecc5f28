#!/usr/bin/env bash
# Builds the libraries that Maillage needs on Windows, 64 bits, on Debian: the first half of a program that runs from its folder.
#   packaging/windows/build.sh FOLDER     everything is written under FOLDER; what stands there already is not built again
set -euo pipefail
[ "$(nice)" -ge 10 ] || exec nice -n 10 "$0" "$@"
[ $# = 1 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
work=$(cd "$1" && pwd)
prefix="$work/prefix" host=x86_64-w64-mingw32 jobs=${JOBS:-2}
c_flags="${OPTIMISE:--O2} -ffp-contract=off -ffile-prefix-map=$work=."
mkdir -p "$work/log" "$work/stamps" "$work/src" "$prefix/lib/pkgconfig"
. "$here/dependencies.sh"
fetch_lists
for package in ${PACKAGES:-zlib expat sqlite3 geos proj libyaml libcyaml cjson libxlsxwriter curl gdal spatialite}; do
  once $package build_$package
done
