#!/usr/bin/env bash
# The shared library exports exactly what maillage.h declares, under one version; every function has a manual page that describes each of
# its arguments; the programs of examples/ run against it. With --debug the library shows inner functions too, to the tests.
# Usage: tests/api.sh [--debug] LIBRARY MANUAL MAILLAGE EXAMPLE...
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
beyond='>' # what may not be shown without being declared
[ "$1" = --debug ] && beyond='none' && shift
library=$1 manual=$2 program=$3
shift 3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0
fail() { echo "failed: $*"; failures=$((failures + 1)); }

# one prototype per line
awk '/^MLG_API/ { on = 1 } on { printf "%s ", $0 } on && /;$/ { print ""; on = 0 }' "$top/include/maillage.h" | tr -s ' ' |
  sed 's/ $//' >"$folder/prototypes"
sed -E 's/^([^(]*[ *])?(mlg_[a-z_0-9]+)\(.*/\2/' "$folder/prototypes" | sort >"$folder/declared"
[ "$(wc -l <"$folder/declared")" -gt 20 ] || fail "few functions were found in maillage.h"

nm -D --defined-only --with-symbol-versions "$library" | awk '$2 ~ /[TDBRVW]/ { print $3 }' | grep -vE '^(MAILLAGE_1|__(asan|odr|ubsan).*)(@.*)?$' | sort >"$folder/shown"
sed 's/$/@@MAILLAGE_1/' "$folder/declared" | diff - "$folder/shown" | grep -E "^(<|$beyond)" >"$folder/difference" &&
  fail "declared (<) and shown (>) differ: $(cat "$folder/difference")"
readelf -d "$library" | grep -q 'SONAME.*\[libmaillage\.so\.[0-9]*\]' || fail "no SONAME"

while read -r prototype; do
  name=$(sed -E 's/^([^(]*[ *])?(mlg_[a-z_0-9]+)\(.*/\2/' <<<"$prototype")
  page=$manual/$name.3
  [ -s "$page" ] || { fail "$name has no page"; continue; }
  link=$(sed -n 's,^\.so man3/,,p' "$page")
  page=$manual/${link:-$name.3}
  for section in NAME SYNOPSIS DESCRIPTION; do
    grep -q "^.SH $section" "$page" || fail "$page has no $section"
  done
  grep -A1 '^.SH NAME' "$page" | grep -qE '[a-z]\S* \\- [a-z"].{8}' || fail "$page does not say what $name is for"
  arguments=$(sed -E 's/^[^(]*\(//; s/\)( MLG_[A-Z_]+(\([0-9]\))?)?;$//; s/\[[^]]*\]//g' <<<"$prototype" | tr ',' '\n' | sed -E 's/.*[ *]//')
  for argument in $arguments; do
    [ "$argument" = void ] && continue
    grep -A1 -xF ".I $argument" "$page" | tail -1 | grep -qE '[a-zA-Z]{3}' && ! grep -A1 -xF ".I $argument" "$page" | grep -q 'not described' ||
      fail "$name: argument $argument is not described: its comment in maillage.h lacks a line ' *   $argument  what it is'"
  done
done <"$folder/prototypes"
if command -v groff >/dev/null; then
  for page in "$manual"/*.3; do
    grep -q '^\.so' "$page" && continue
    warnings=$(groff -man -Tutf8 -ww -z "$page" 2>&1 | grep -v "can't break line\|cannot break line\|cannot adjust line")
    [ -z "$warnings" ] || fail "$page: $warnings"
  done
fi

"$program" run "$top/tests/studies/small/study.yaml" --output "$folder" -q >/dev/null || fail "the study of the examples"
for example in "$@"; do
  case $(basename "$example") in
    example_travel) got=$("$example" "$folder/small.gpkg" 650000 6860000 2>&1) want='by crow in EPSG:2154' ;;
    *) got=$("$example" 2>&1) want='maillage ' ;;
  esac || fail "$example: exit code"
  [[ $got == "$want"* ]] || fail "$example says: $got"
done
echo "api: $(wc -l <"$folder/declared") functions, $# examples, $failures failures"
[ $failures = 0 ]
