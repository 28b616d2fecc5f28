#!/usr/bin/env bash
# Makes the pictures of the README from a study on the communes that ship with Maillage: make.sh [MAILLAGE]
# Needs QGIS with its Python bindings, and Chromium.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
maillage=${1:-$here/../../build-release/maillage}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_RUNTIME_DIR=$work QT_QPA_PLATFORM=offscreen
"$maillage" run "$here/study.yaml" --lang fr --output "$work/study" >/dev/null
result=$(find "$work/study" -name '*.gpkg')
/usr/bin/python3 "$here/map.py" "$result" "$here/map.png" 2>/dev/null
/usr/bin/python3 "$here/page.py" "${result%.gpkg}.html" "$here/page.png"
ls -l "$here"/*.png
