#!/usr/bin/env bash
# Builds a release twice from the last commit, in folders of other names, another language and another time zone, and compares all that
# is installed and its archive, byte by byte.
#   packaging/twice.sh FOLDER            for Linux; the archive needs patchelf, and is left out without it
#   packaging/twice.sh FOLDER windows    for Windows, every library twice: two hours
# FOLDER/one and FOLDER/two are kept, for who looks at what differs. Exit code: 0 the same bytes, 1 not.
set -euo pipefail
[ "$(nice)" -gt 0 ] || exec nice -n 10 "$0" "$@" # behind other work, unless told how far
[ $# = 1 ] || [ "$*" = "$1 windows" ] || { sed -n '2,6s/^# //p' "$0" >&2; exit 2; }
top=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1"
work=$(cd "$1" && pwd) system=${2:-linux}
export CCACHE_DISABLE=1 # else the second build is a copy of the first

build_linux() { # source, folder
  cmake -S "$1" -B "$2/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DMAILLAGE_TESTS=OFF >/dev/null
  cmake --build "$2/build" -j "${JOBS:-2}" >/dev/null
  DESTDIR="$2/installed" cmake --install "$2/build" >/dev/null
  command -v patchelf >/dev/null || { echo "patchelf is missing: no archive" >&2; return 0; }
  "$1/packaging/linux/tarball.sh" "$2/build" "$2/dist"
}

build_windows() {
  "$1/packaging/windows/build.sh" "$2"
  ln -sfn "dist/$(cd "$2/dist" && basename ./*.zip .zip)" "$2/installed"
}

for name in one two; do
  rm -rf "$work/$name"/{source-of-*,installed,dist}
  mkdir -p "$work/$name/source-of-$name"
  git -C "$top" archive HEAD | tar -x -C "$work/$name/source-of-$name"
done
(export TZ=UTC LC_ALL=C.UTF-8 && umask 022 && "build_$system" "$work/one/source-of-one" "$work/one")
(export TZ=Asia/Kathmandu LC_ALL=fr_FR.UTF-8 && umask 002 && "build_$system" "$work/two/source-of-two" "$work/two")
status=0
diff -r "$work/one/installed/" "$work/two/installed/" || status=1
for archive in "$work"/one/dist/*.{zip,tar.xz}; do
  [ ! -e "$archive" ] || cmp "$archive" "$work/two/dist/$(basename "$archive")" || status=1
done
[ $status = 1 ] || echo "the same bytes twice: $(find -L "$work/one/installed" -type f | wc -l) files"
exit $status
