#!/usr/bin/env bash
# Installs what is missing, builds Maillage and runs the study of Béthune-Bruay on the territory that ships with it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
. "$top/cmake/setup.sh"
need build
echo "Building Maillage into $top/build-release: a few minutes the first time" >&2
{
  cmake -S "$top" -B "$top/build-release" -G Ninja -DCMAKE_BUILD_TYPE=Release -DMAILLAGE_TESTS=OFF
  cmake --build "$top/build-release"
} >"$top/build-release.log" 2>&1 || { tail -40 "$top/build-release.log" >&2; exit 1; }
rm -f "$top/build-release.log"
exec "$top/build-release/maillage" run "$here/study.yaml" --overwrite "$@"
