#!/usr/bin/env bash
# Installs what is missing, builds with the sanitizers and runs the tests but the long ones, in some two minutes. With --long those too.
# With --full also: seeded campaigns at their full count, the other compiler, the build without what is optional, the release build, the
# installed package, QGIS and Chromium.
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
full=no
leave_out=(-LE long)
# Run hundreds of commands, or browsers: a full run has them in the release build, same_bits in every way there is.
patient='^(serve_load|serve_story_.*|whatif)$' everywhere='^same_bits'
case ${1:-} in
  --full) full=yes leave_out=(-E "$patient|$everywhere") ;;
  --long) leave_out=() ;;
esac
. "$top/cmake/setup.sh"
if [ $full = yes ]; then
  need full
  export MAILLAGE_FULL=1 # seeded campaigns run whole, and what the set-up brings may not be missing
else
  need test
fi

build() { # folder, cmake options
  local folder=$1
  shift
  echo "== $folder: $*"
  cmake -S "$top" -B "$top/$folder" -G Ninja "$@" >/dev/null
  cmake --build "$top/$folder" 2>&1 | grep -E 'error|warning|FAILED' || true
  cmake --build "$top/$folder" >/dev/null
}

# Runs ctest. In a full run a test that skips for want of a tool has failed, as the set-up installs it.
run_tests() { # build folder, options of ctest
  local build=$1 status=0 output
  shift
  output=$(mktemp)
  ctest --test-dir "$build" --output-on-failure "$@" | tee "$output" || status=$?
  if [ $full = yes ]; then
    local optional='^$' skipped
    command -v firefox-esr firefox >/dev/null || optional=firefox # not a package of every system
    skipped=$(grep -F '***Skipped' "$output" | grep -v "$optional" || true)
    [ -z "$skipped" ] || { echo "A tool is missing although the set-up installs it:"; echo "$skipped"; status=1; }
  fi
  rm -f "$output"
  return $status
}

# Every run of a test syncs what it writes: in memory, where there is room, that costs nothing.
shm=/dev/shm
if [ -z "${TMPDIR:-}" ] && [ -w $shm ] && [ "$(df --output=avail -k $shm | tail -1)" -gt 4000000 ]; then
  TMPDIR=$(mktemp -d $shm/maillage-tests-XXXXXX)
  chmod 711 "$TMPDIR" # PostgreSQL, which does not run as root, must reach its folder in it
  export TMPDIR
fi
outside='' # what runs in the background
clean_up() {
  [ -z "$outside" ] || kill "$outside" 2>/dev/null || true
  case ${TMPDIR:-} in "$shm"/maillage-tests-*) rm -rf "$TMPDIR" ;; esac
}
trap clean_up EXIT

"$top/tests/format.sh"
build build-sanitize -DCMAKE_BUILD_TYPE=Debug -DMAILLAGE_SANITIZE=ON
run_tests "$top/build-sanitize" -j "$(nproc)" "${leave_out[@]}"
[ "${leave_out[0]:-}" != -LE ] || echo "The long tests were left out: tests/run.sh --long runs them too."

if [ $full = yes ]; then
  build build-clang -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=Release
  build build-nosolver -DMAILLAGE_SOLVER=OFF -DMAILLAGE_DEFLATE=OFF -DCMAKE_BUILD_TYPE=Release
  run_tests "$top/build-nosolver" -j "$(nproc)" -R 'siting|solver|test_osm|made_extract'
  build build-release -DCMAKE_BUILD_TYPE=Release
  run_tests "$top/build-release" -j "$(nproc)" -R "sql|api|hardening|faults|$patient" # some cannot be done under sanitizers
  # Other programs mostly wait, on one core: the rest runs beside them.
  said=$(mktemp)
  "$top/tests/outside.sh" "$top/build-release/maillage" >"$said" 2>&1 &
  outside=$!
  for study in "$top/tests/studies/small" road; do
    python3 "$top/tests/same_bits.py" "$study" "$top/build-release/maillage" "$top/build-clang/maillage"
  done
  "$top/tests/cluster/run.sh" "$top/build-release/maillage"
  "$top/tests/install.sh" "$top/build-release"
  status=0
  wait "$outside" || status=$?
  outside=''
  cat "$said"
  rm -f "$said"
  exit $status
fi
