#!/usr/bin/env bash
# Runs commands of the program under valgrind, on a small study: tests/valgrind.sh PROGRAM [COMMAND...]     PROGRAM: built without the sanitizers
# It sees what AddressSanitizer does not: values that were never set. Commands: run info access report table export zoning check, and runs by timetable
# and over land: timetable land (default: all).
# Some twenty minutes for all. Exit code 1: an invalid or unset value used, or memory of ours lost for good.
set -uo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
program=$(realpath "${1:?usage: valgrind.sh PROGRAM [COMMAND...]}")
shift
[ $# -gt 0 ] || set -- check run info access report table export zoning timetable land
command -v valgrind >/dev/null || { echo "valgrind is not installed" >&2; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$top"/tests/studies/small/* "$work"
cd "$work"
export MAILLAGE_GEODATA=$top/geodata # of this tree, wherever the program stands
"$program" run study.yaml --output out -q >/dev/null || exit 1 # what the commands but `run` start from
python3 "$top/tests/cli/ride.py" make .
python3 "$top/tests/cli/land.py" make . 675850 7049250
travels() { sed "s/^travel: .*/travel: { model: $1 }/" study.yaml; }
travels 'transit, gtfs: [bus.zip, train.zip], until: "09:00"' >timetable.yaml
travels 'raster, grid: cover.asc, elevation: relief.asc, classes: [ { value: 1, kmh: 4 }, { value: 2, kmh: 2.5 }, { value: 3, kmh: 5 }, { value: 4, kmh: 0 } ]' >land.yaml
status=0
for command; do
  case $command in
    check) words=(check study.yaml) ;;
    run) words=(run study.yaml --output again -q --threads 2) ;;
    info) words=(info out/small.gpkg --commune 01001) ;;
    access) words=(access study.yaml) ;;
    report) words=(report out/small.gpkg page.html) ;;
    table) words=(table out/small.gpkg book.xlsx) ;;
    export) words=(export out/small.gpkg delivery.gpkg) ;;
    zoning) words=(zoning study.yaml --geopackage out/small.gpkg --output zoning) ;;
    timetable | land) words=(run $command.yaml --output $command -q --threads 2) ;;
    *) echo "unknown command $command" >&2; exit 2 ;;
  esac
  begin=$SECONDS
  # definite losses alone count: what GDAL and PROJ keep until the end is still reachable
  valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite --log-file=log.%p \
    "$program" "${words[@]}" >/dev/null 2>words
  code=$?
  [ "$code" -le 1 ] || { status=1; cat words log.*; }
  printf '%-8s exit %3d, %4d s\n' "$command" "$code" "$((SECONDS - begin))"
  rm -f log.*
done
exit $status
