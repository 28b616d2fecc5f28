#!/usr/bin/env bash
# Checks results in other programs: the Béthune study and its exports in GDAL and QGIS; its report and larger ones in Chromium, its report in Firefox; the QGIS
# plugin; desert areas and clusters of Pas-de-Calais against libpysal.
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
    77)
      echo "$name: skipped, it is not installed"
      [ -z "${MAILLAGE_FULL:-}" ] || status=1 # the set-up of a full run installs it
      ;;
    *) echo "$name: failed"; status=1 ;;
  esac
}
report geopackage sh "$top/tests/qgis/validate.sh" "$folder/out/bethune.gpkg"
report qgis bash "$top/tests/qgis/run.sh" "$folder/out/bethune.gpkg"
for file in "$folder/export.gpkg" "$folder/degrees.gpkg --crs 4326"; do
  "$1" export "$folder/out/bethune.gpkg" $file >/dev/null
  report "$(basename "${file%% *}"), geopackage" sh "$top/tests/qgis/validate.sh" "${file%% *}"
  report "$(basename "${file%% *}"), qgis" bash "$top/tests/qgis/run.sh" "${file%% *}"
done
for format in shapefile geojson flatgeobuf; do
  "$1" export "$folder/out/bethune.gpkg" "$folder/$format" --format $format >/dev/null
  report "$format, qgis" sh "$top/tests/qgis/source.sh" "$folder/$format"
done
report postgis bash "$top/tests/postgis/run.sh" "$1" "$folder/out/bethune.gpkg"
squares() { # population by grid square, in DREES colours: needs the GDAL Python tools
  /usr/bin/python3 -c 'from osgeo import osr' 2>/dev/null || return 77
  /usr/bin/python3 "$top/tests/qgis/squares.py" "$top" "$folder"
  "$1" run "$folder/study.yaml" --output "$folder" -q >/dev/null
  "$1" export "$folder/squares.gpkg" "$folder/handed.gpkg" >/dev/null
  sh "$top/tests/qgis/validate.sh" "$folder/handed.gpkg" && sh "$top/tests/qgis/validate.sh" "$folder/squares.gpkg" &&
    sh "$top/tests/qgis/run.sh" "$folder/squares.gpkg"
}
report "qgis, by squares" squares "$1"
report libreoffice bash "$top/tests/office/run.sh" "$folder/out/bethune.xlsx" "$folder/out/bethune-csv"
report "office, schemas" bash "$top/tests/office/ooxml.sh" "$1"
report "qgis plugin" bash "$top/tests/qgis/provider.sh" "$1"
report chromium python3 "$top/tests/browser/check_report.py" "$folder/out/bethune.html" --words 600
if command -v firefox-esr firefox >/dev/null; then # not a package of every system
  report firefox python3 "$top/tests/browser/check_firefox.py" "$folder/out/bethune.html"
fi
# the scripts run whole in node: here it is the browser that is tried
report "chromium, what if" python3 "$top/tests/browser/check_whatif.py" "$1" --chromium --rounds 40
data=$top/../shared/data
if [ -d "$data" ]; then # real files, where available
  "$1" run "$top/examples/pas-de-calais/study.yaml" --data "$data" --output "$folder" -q >/dev/null
  report "chromium, a département" python3 "$top/tests/browser/check_report.py" "$folder/out/pas-de-calais.html"
  "$1" run "$top/examples/france/study.yaml" --data "$data" --output "$folder" -q >/dev/null
  report "chromium, 34,746 communes" python3 "$top/tests/browser/check_report.py" "$folder/out/france.html"
  report libpysal bash "$top/tests/pysal/run.sh" "$1"
fi
exit $status
