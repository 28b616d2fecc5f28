#!/usr/bin/env bash
# Runs the static analysers over the engine and shows what they say beyond what tests/analysis.md answers.
# Usage: tests/analyse.sh [--under FOLDER] [cppcheck|gcc|tidy|scan]...      default: engine, all that are installed
# One file at a time, so that it can run beside other work; gcc takes about ten minutes, clang-tidy half an hour. Exit code 1: something new.
set -uo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
under=engine
[ "${1:-}" != --under ] || { under=${2:?a folder}; shift 2; }
[ $# -gt 0 ] || set -- cppcheck gcc tidy scan
flags=(-std=c11 -D_GNU_SOURCE '-DMAILLAGE_VERSION="0"' '-DMLG_DATA_FOLDER="/usr/share/maillage"' -DMAILLAGE_SOLVER=1 -Iinclude -Iengine
  $(pkg-config --cflags gdal proj geos sqlite3 yaml-0.1 libcjson zlib libcurl cbc) $(pkg-config --cflags --silence-errors highs || true))
files=$(find "$under" -name '*.c' ! -name 'solver_*_none.c' ! -name '*lanes_avx*' | sort)

# Answered by kind in tests/analysis.md, by check and file.
answered() {
  grep -vE -f <(sed -n 's/^    //p' tests/analysis.md)
}

tell() { # what an analyser says, one finding a line: "file:line: check: words"
  sort -u "$work/$1" | answered >"$work/$1.new" || true
  printf '%-9s %4d findings, %d not answered\n' "$1" "$(sort -u "$work/$1" | wc -l)" "$(wc -l <"$work/$1.new")"
  cat "$work/$1.new"
  [ ! -s "$work/$1.new" ] || status=1
}

status=0
for analyser; do
  case $analyser in
    cppcheck)
      command -v cppcheck >/dev/null || continue
      for file in $files; do
        timeout 300 cppcheck --enable=warning,portability --std=c11 --quiet -j1 -D_GNU_SOURCE -I engine -I include --suppress=missingInclude \
          --suppress=unknownMacro --template='{file}:{line}: {id}: {message}' "$file" 2>&1 || echo "$file:1: unread: not read within five minutes"
      done >"$work/cppcheck" ;;
    gcc)
      for file in $files; do gcc "${flags[@]}" -O0 -fanalyzer -c -o /dev/null "$file" 2>&1; done |
        sed -nE 's/^([^ :]+:[0-9]+):[0-9]+: warning: (.*) \[(-Wanalyzer[^]]*)\]$/\1: \3: \2/p; s/^([^ :]+:[0-9]+):[0-9]+: warning: (.*) \[(CWE[^]]*)\] \[(-Wanalyzer[^]]*)\]$/\1: \4: \2/p' >"$work/gcc" ;;
    tidy)
      command -v clang-tidy >/dev/null || continue
      for file in $files; do
        clang-tidy --quiet "$file" -- "${flags[@]}" 2>/dev/null # the checks: .clang-tidy
      done | sed -nE "s|^$top/||; s/^([^ :]+:[0-9]+):[0-9]+: warning: (.*) \[([^]]*)\]$/\1: \3: \2/p" >"$work/tidy" ;;
    scan)
      command -v clang >/dev/null || continue
      for file in $files; do
        clang "${flags[@]}" --analyze -Xclang -analyzer-output=text \
          -Xclang -analyzer-checker=security.FloatLoopCounter,security.insecureAPI.UncheckedReturn,alpha.security.ArrayBoundV2,alpha.unix.cstring.OutOfBounds -o /dev/null "$file" 2>&1
      done | sed -nE 's/^([^ :]+:[0-9]+):[0-9]+: warning: (.*) \[([^]]*)\]$/\1: \3: \2/p' >"$work/scan" ;;
    *) echo "usage: tests/analyse.sh [--under FOLDER] [cppcheck|gcc|tidy|scan]..." >&2; exit 2 ;;
  esac
  tell "$analyser"
done
exit $status
