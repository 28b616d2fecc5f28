#!/usr/bin/env bash
# Runs the tests of the layer of the operating system (tests of base/os) as Windows programs, under Wine.
#   packaging/windows/test_layer.sh FOLDER    what is built goes there; needs gcc-mingw-w64-x86-64-posix, wine64 and apt's sources
set -euo pipefail
[ "$(nice)" -gt 0 ] || exec nice -n 10 "$0" "$@" # behind other work, unless told how far
[ $# = 1 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd) top=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1"
work=$(cd "$1" && pwd)
prefix="$work/prefix" host=x86_64-w64-mingw32 jobs=${JOBS:-2}
c_flags="-O1 -D__USE_MINGW_ANSI_STDIO=1 -ffile-prefix-map=$work=."
mkdir -p "$work/log" "$work/stamps" "$work/src" "$work/layer" "$prefix/lib/pkgconfig"
. "$here/dependencies.sh"
once cmocka build_cmocka

# as CMakeLists.txt asks: warnings are errors here too
flags="-std=gnu11 -O1 -Wall -Wextra -Werror -Wshadow -Wconversion -Wno-sign-conversion -Wno-float-conversion -D_GNU_SOURCE
  -D_WIN32_WINNT=0x0A00 -D__USE_MINGW_ANSI_STDIO=1 -D_FILE_OFFSET_BITS=64 -D_POSIX_THREAD_SAFE_FUNCTIONS
  -I$top/include -I$top/engine -I$top/tests -I$prefix/include"
cd "$work/layer"
rm -f ./*.o layer.a
for file in "$top"/engine/base/os/*.c "$top"/engine/base/os/windows/*.c; do
  $host-gcc-posix $flags -c "$file" -o "$(basename "$(dirname "$file")")-$(basename "$file" .c).o"
done
$host-gcc-ar-posix rcs layer.a ./*.o
for test in base/test_os base/test_os_desk serve/test_password; do
  $host-gcc-posix $flags -static "$top/tests/unit/$test.c" layer.a "$prefix/lib/libcmocka.a" -lpsapi -lshell32 -ladvapi32 -lbcrypt -lws2_32 \
    -o "$(basename "$test").exe"
done

export WINEPREFIX="$work/wine" WINEDEBUG=-all LC_ALL=C.UTF-8
wine=$(command -v wine64 || echo /usr/lib/wine/wine64)
mkdir -p "$work/layer/dossier é"
cd "$work/layer/dossier é"
for test in ../test_*.exe; do "$wine" "$test"; done
