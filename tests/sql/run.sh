#!/usr/bin/env bash
# The SQLite extension in the programs that people use it from: sqlite3, spatialite, Python, ogr2ogr, a program with its own SQLite; and
# examples/sql. Usage: tests/sql/run.sh MAILLAGE EXTENSION OWN_SQLITE
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "$1") extension=$(realpath "$2") own=${3:+$(realpath "$3")}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0 passed=0
"$program" run "$top/tests/studies/small/study.yaml" --output "$folder" -q >/dev/null || exit 1
study=$folder/small.gpkg

# Of a build with the sanitizers the runtime has to be there first, and the C++ library, whose exceptions it watches; leaks of the
# programs themselves are none of ours, those of the extension are looked for in test_sql.
preload=()
if nm -D "$extension" | grep -q ' U __asan_init'; then
  runtime=$(readelf -d "$extension" | sed -n 's/.*\[\(libasan[^]]*\)\].*/\1/p')
  [ -n "$runtime" ] || { echo "skipped: the runtime of this sanitizer is in programs only, others cannot load the extension"; exit 0; }
  preload=(env "LD_PRELOAD=$(cc -print-file-name=libasan.so) $(cc -print-file-name=libstdc++.so.6)" ASAN_OPTIONS=detect_leaks=0)
fi

# name, program that is needed, expected output, command
check() {
  local name=$1 needed=$2 expected=$3 got
  shift 3
  if [ ${#preload[@]} -gt 0 ] && [ "$needed" = spatialite ]; then
    echo "$name: skipped, this shell does not end with the runtime of the sanitizer in it"
    return
  fi
  if ! command -v "$needed" >/dev/null; then
    echo "$name: skipped, $needed is not installed"
    [ -z "${MAILLAGE_FULL:-}" ] || failures=$((failures + 1)) # the set-up of a full run installs it
    return
  fi
  got=$(cd "$folder" && LD_LIBRARY_PATH="$(dirname "$extension")" LC_ALL=C.UTF-8 timeout 60 "${preload[@]}" "$@" 2>&1 </dev/null)
  if [ "$got" = "$expected" ]; then
    passed=$((passed + 1))
  else
    printf '%s: %s\n--- expected\n%s\n--- got\n%s\n' "$name" "$*" "$expected" "$got"
    failures=$((failures + 1))
  fi
}

# the minutes of nine communes to a GP, each equal to that of the study; 401.3 s: 120 s + 1.25 x 5 km at 80 km/h
same="SELECT count(*) || ' ' || sum(a.valeur IS n.minutes) || ' ' || crow_time(5000) AS same FROM acces a JOIN commune c ON c.insee_com = a.code LEFT JOIN nearest_site(c.x, c.y, 'gp', 1, 120) n WHERE a.service = 'gp' AND a.mesure = 'temps'"

check sqlite3 sqlite3 "9 9 6.68833333333333" sqlite3 "$study" ".load $extension" "$same"
check "sqlite3 by name" sqlite3 "9 9 6.68833333333333" sqlite3 "$study" ".load mod_maillage" "$same"
check "sqlite3 safe" sqlite3 "2" sqlite3 "$study" ".load $extension" "PRAGMA trusted_schema = OFF" "CREATE TEMP VIEW v AS SELECT i.minutes FROM (SELECT x, y FROM commune LIMIT 1) c, isochrone(c.x, c.y, 8, 4) i" "SELECT count(*) FROM v"

# SpatiaLite: the shell, and its module before and after ours; areas of what we draw, valid in its eyes
check spatialite spatialite $'\n9 9 6.68833333333333' spatialite -silent "$study" "SELECT load_extension('$extension'); $same"
areas="SELECT sum(ST_IsValid(GeomFromGPB(i.geom))) || ' ' || count(*) || ' ' || (min(ST_Area(GeomFromGPB(i.geom))) > 1e6) || ' ' || max(ST_SRID(GeomFromGPB(i.geom))) FROM commune c, isochrone(c.x, c.y, 10, 5) i"
check "spatialite areas" spatialite $'\n18 18 1 2154' spatialite -silent "$study" "SELECT load_extension('$extension'); $areas"
check "mod_spatialite first" sqlite3 $'18 18 1 2154\n9 9 6.68833333333333' sqlite3 "$study" ".load mod_spatialite" ".load $extension" "$areas" "$same"
check "mod_spatialite after" sqlite3 $'18 18 1 2154\n9 9 6.68833333333333' sqlite3 "$study" ".load $extension" ".load mod_spatialite" "$areas" "$same"

cat >"$folder/ask.py" <<END
import sqlite3, threading
got = []
def ask():
    db = sqlite3.connect("$study")
    db.enable_load_extension(True)
    db.load_extension("$extension")
    got.append(db.execute("""$same""").fetchone()[0])
    db.close()
ask()
workers = [threading.Thread(target=ask) for _ in range(3)]
for w in workers: w.start()
for w in workers: w.join()
print("\n".join(got))
END
python=$(for p in python3 /usr/bin/python3; do "$p" -c 'import sqlite3; sqlite3.Connection.enable_load_extension' 2>/dev/null && echo "$p" && break; done)
check Python "${python:-a python3 that loads extensions}" $'9 9 6.68833333333333\n9 9 6.68833333333333\n9 9 6.68833333333333\n9 9 6.68833333333333' "$python" ask.py

# GDAL: queries, a layer of isochrones, and its areas against those of SpatiaLite
check ogrinfo ogrinfo "  same (String) = 9 9 6.68833333333333" bash -c "ogrinfo --config OGR_SQLITE_LOAD_EXTENSIONS $extension small.gpkg -sql \"$same\" | grep '(String) ='"
check ogr2ogr ogr2ogr "" ogr2ogr --config OGR_SQLITE_LOAD_EXTENSIONS "$extension" -f GPKG land.gpkg small.gpkg -nln land \
  -nlt MULTIPOLYGON -a_srs EPSG:2154 -sql "SELECT c.insee_com, i.minutes, i.geom FROM commune c, isochrone(c.x, c.y, 10, 5) i"
if [ -e "$folder/land.gpkg" ]; then
  check "ogr2ogr layer" ogrinfo $'Geometry: Multi Polygon\nFeature Count: 18' bash -c "ogrinfo -so land.gpkg land | grep -E '^(Geometry:|Feature Count)'"
  check "ogr2ogr shapes" sqlite3 "18" sqlite3 "$study" ".load $extension" "ATTACH 'land.gpkg' AS l" \
    "SELECT count(*) FROM commune c, isochrone(c.x, c.y, 10, 5) i JOIN l.land k ON k.insee_com = c.insee_com AND k.minutes = i.minutes AND substr(k.geom, -200) = substr(i.geom, -200)"
fi
check "a refusal in ogrinfo" ogrinfo "1" bash -c "ogrinfo --config OGR_SQLITE_LOAD_EXTENSIONS $extension small.gpkg -sql \"SELECT travel_time('a', 2, 3, 4)\" 2>&1 | grep -c \"travel_time: x1 is 'a': give a number\""

# a program with an SQLite of its own
if [ -x "$own" ]; then
  preload_kept=("${preload[@]}") preload=()
  check "own SQLite" "$own" $'crow\n9|9\n6|1\n9|9\n9\ntwo: 1\nleft: 0, made: 1' "$own" "$extension" "$study"
  preload=("${preload_kept[@]}")
else
  echo "own SQLite: skipped, there is no libsqlite3.a to link with"
fi

# the examples, on this study: each says what it prints, in comments that start with "-->"
for example in "$top"/examples/sql/*.sql; do
  check "$(basename "$example")" sqlite3 "$(sed -n 's/^--> //p' "$example")" bash -c "sqlite3 small.gpkg <'$example'"
done

echo "sql: $passed passed, $failures failed"
[ $failures = 0 ]
