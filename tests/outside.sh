#!/usr/bin/env bash
# What other programs make of the results: the Béthune study validated by GDAL and opened in QGIS, its report in Chromium; desert areas and
# clusters of Pas-de-Calais by libpysal.
# Usage: tests/outside.sh MAILLAGE
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" run "$top/examples/bethune/study.yaml" --output "$folder" -q >/dev/null
status=0
report() { # name, command
  local name=$1 code=0
  shift
  "$@" || code=$?
  case $code in
    0) echo "$name: ok" ;;
    77) echo "$name: skipped, it is not installed" ;;
    *) echo "$name: failed"; status=1 ;;
  esac
}
report geopackage sh "$top/tests/qgis/validate.sh" "$folder/out/bethune.gpkg"
report qgis bash "$top/tests/qgis/run.sh" "$folder/out/bethune.gpkg"
report chromium bash "$top/tests/browser/check_report.sh" "$folder/out/bethune.html"
report libpysal bash "$top/tests/pysal/run.sh" "$1"
exit $status
