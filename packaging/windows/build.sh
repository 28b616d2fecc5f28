#!/usr/bin/env bash
# Builds Maillage for Windows, 64 bits, on Debian: its libraries from Debian's source packages, the program, and the folder that runs
# from where it stands, zipped.
#   packaging/windows/build.sh FOLDER     FOLDER/dist/maillage-VERSION-win64.zip; what stands in FOLDER already is not built again
#   PACKAGES='zlib proj' packaging/windows/build.sh FOLDER     these libraries alone
# Needs that apt knows a server of Debian, and the tools of tools.sh: those that are not there are named (exit code 3).
set -euo pipefail
[ "$(nice)" -gt 0 ] || exec nice -n 10 "$0" "$@" # behind other work, unless told how far
[ $# = 1 ] || { sed -n '2,6s/^# //p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd) top=$(cd "$(dirname "$0")/../.." && pwd)
. "$here/tools.sh"
tools_are_there || exit 3
mkdir -p "$1"
work=$(cd "$1" && pwd)
prefix="$work/prefix" host=x86_64-w64-mingw32 jobs=${JOBS:-2}
# numbers are printed as elsewhere: the C library of Windows writes 1e-005
c_flags="${OPTIMISE:--O2} -ffp-contract=off -D__USE_MINGW_ANSI_STDIO=1 -ffile-prefix-map=$work=."
mkdir -p "$work/log" "$work/stamps" "$work/src" "$prefix/lib/pkgconfig"
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1767225600} # what the linker writes into files as their date
unset LDFLAGS CFLAGS CXXFLAGS CPPFLAGS                    # those of this system
. "$here/dependencies.sh"
. "$here/folder.sh"
for package in ${PACKAGES:-zlib expat sqlite3 geos proj libyaml libcyaml cjson libxlsxwriter curl gdal spatialite coinutils coinor-osi clp
  coinor-cgl coinor-cbc libmicrohttpd}; do
  once $package build_${package//-/_}
done
if [ -z "${PACKAGES:-}" ]; then # one a line: joined by &&, what fails within them would not count
  build_program
  gather
  pack
fi
