#!/usr/bin/env bash
# Compiles the base layer for Windows, with the warnings of the build as errors: its functions are run there by
# packaging/windows/test_layer.sh. Exit code: 0 it compiles, 1 it does not, 77 there is no compiler for Windows.
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
compiler=x86_64-w64-mingw32-gcc-posix
command -v $compiler >/dev/null || { echo "skipped: $compiler (package gcc-mingw-w64-x86-64-posix) is not installed"; exit 77; }
flags=(-std=gnu11 -fsyntax-only -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wno-sign-conversion -Wno-float-conversion -Wdouble-promotion
  -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wcast-qual -Wwrite-strings -Wpointer-arith -Wformat=2 -Wundef
  -Wvla -Wimplicit-fallthrough -D_GNU_SOURCE -D_WIN32_WINNT=0x0A00 -D__USE_MINGW_ANSI_STDIO=1 -D_FILE_OFFSET_BITS=64
  -D_POSIX_THREAD_SAFE_FUNCTIONS -DMAILLAGE_BUILD '-DMAILLAGE_VERSION="0"' '-DMLG_DATA_FOLDER="data"' "-I$top/include" "-I$top/engine")
passed=0
for file in "$top"/engine/base/*.c "$top"/engine/base/os/*.c "$top"/engine/base/os/windows/*.c; do
  $compiler "${flags[@]}" "$file"
  passed=$((passed + 1))
done
echo "$passed passed, 0 failed"
