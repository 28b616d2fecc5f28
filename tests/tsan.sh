#!/usr/bin/env bash
# Looks for races between threads: tests/tsan.sh [NAME...]
# NAME: a test program of what has threads, or run, road, matrix, serve (default: all of them). Builds with ThreadSanitizer in build-tsan
# (or $MAILLAGE_TSAN_DIR). The libraries are not built so: of their threads it sees what goes through locks. Some twenty minutes with the
# build. Exit code 1: a race, or something failed.
set -uo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
dir=${MAILLAGE_TSAN_DIR:-$top/build-tsan}
[ $# -gt 0 ] || set -- test_base test_crs test_osm test_snap test_graph test_graph_file test_hierarchy test_sweep test_full_matrix test_many_to_many \
  test_road_model_keep test_transit test_transit_model test_two_step test_pair_sums test_uncertainty test_catchment test_criteria test_tour \
  test_serve run road matrix serve
command -v clang >/dev/null || { echo "clang is not installed" >&2; exit 77; }
cmake -S "$top" -B "$dir" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_COMPILER=clang -DCMAKE_C_FLAGS="-fsanitize=thread -O1" >/dev/null || exit 1
targets=$(for name; do [[ $name == test_* ]] && echo "$name" || echo maillage; done | sort -u)
# shellcheck disable=SC2086 # a list of targets
ninja -C "$dir" $targets >"$dir/build.log" 2>&1 || { cat "$dir/build.log" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed -n '/^## ThreadSanitizer/,/^## /s/^    //p' "$top/tests/analysis.md" >"$work/answered"
export TSAN_OPTIONS="log_path=$work/race exitcode=66 suppressions=$work/answered" MAILLAGE_GEODATA=$top/geodata
program=$dir/maillage

run_study() { # its folder: more threads than cores
  "$program" run "$1/study.yaml" --output "$1/out" -q --threads 8
}

run_town() { # its folder: the small study by road
  [ -d "$1" ] || python3 -c 'import sys; sys.path.insert(0, sys.argv[1]); import town; town.write(*sys.argv[2:])' "$top/tests/faults" "$1" "$top" &&
    run_study "$1"
}

try() {
  case $1 in
    test_*) "$dir/tests/$1" ;;
    run) cp -r "$top/tests/studies/small" "$work/run" && run_study "$work/run" ;;
    road) run_town "$work/road" ;;
    matrix) run_town "$work/matrix" &&
      "$program" matrix "$work/matrix/out/small.gpkg" "$work/matrix/times.csv" --from communes --to csipa --threads 8 ;;
    serve) python3 "$top/tests/serve/load.py" "$program" --seconds 20 --kills 0 ;;
    *) echo "nothing is called $1"; return 2 ;;
  esac
}

status=0
for name; do
  begin=$SECONDS
  try "$name" >"$work/words" 2>&1
  code=$?
  races=$(cat "$work"/race.* 2>/dev/null | grep -c '^WARNING: ThreadSanitizer')
  printf '%-20s exit %3d, %3d races, %4d s\n' "$name" "$code" "$races" "$((SECONDS - begin))"
  if [ "$code" != 0 ] || [ "$races" != 0 ]; then
    status=1
    tail -20 "$work/words"
    cat "$work"/race.* 2>/dev/null
  fi
  rm -f "$work"/race.*
done
exit $status
