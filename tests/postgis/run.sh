#!/usr/bin/env bash
# Exports a study to PostGIS, on a temporary server of its own, and compares rows, sums, codes, coordinate system, comments, indexes and
# styles; an export that fails changes nothing. Exit 77 where PostgreSQL or PostGIS is not installed.
# Usage: tests/postgis/run.sh MAILLAGE STUDY.gpkg
set -euo pipefail
maillage=$(realpath "$1") study=$(realpath "$2")
here=$(cd "$(dirname "$0")" && pwd)
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1 || true)
[ -x "$bin/initdb" ] && ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 || exit 77
folder=$(mktemp -d)
as=() # PostgreSQL refuses to run as root
if [ "$(id -u)" = 0 ]; then
  chown nobody "$folder"
  as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
fi
stop() {
  "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
cd "$folder"
"${as[@]}" env LC_ALL=C.UTF-8 "$bin/initdb" -D "$folder/data" -U maillage -A trust -E UTF8 >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o "-c listen_addresses= -k $folder -c fsync=off" start >/dev/null
sql() { psql -h "$folder" -U "${2:-maillage}" -d "${3:-soins}" -v ON_ERROR_STOP=1 -qAt -c "$1"; }
sql "CREATE DATABASE soins" maillage postgres
sql "CREATE EXTENSION postgis"
pg="PG:host=$folder user=maillage dbname=soins"

failures=0
same() { # what, got, wanted
  [ "$2" = "$3" ] && return
  echo "$1: got '$2', wanted '$3'"
  failures=$((failures + 1))
}
of_study() { sqlite3 "$study" "$1"; }

"$maillage" export "$study" "$pg" --progress none >/dev/null
for table in $(sql "SELECT table_name FROM information_schema.tables WHERE table_schema = 'maillage' AND table_name <> 'layer_styles'"); do
  same "rows of $table" "$(sql "SELECT count(*) FROM maillage.\"$table\"")" "$(of_study "SELECT count(*) FROM \"$table\"")"
done
same "layers" "$(sql "SELECT string_agg(f_table_name, ' ' ORDER BY f_table_name) FROM geometry_columns WHERE f_table_schema = 'maillage'")" \
  "$("$maillage" export "$study" copy.gpkg --json | jq -r '[.layers[] | select(.geometry) | .name] | sort | join(" ")')"
same "coordinate system" "$(sql "SELECT DISTINCT srid FROM geometry_columns WHERE f_table_schema = 'maillage'")" 2154
figures="round(sum(population)::numeric, 3), round(sum(apl)::numeric, 6), count(apl), min(insee_com), max(insee_com)"
same "figures" "$(sql "SELECT $figures FROM maillage.acces_commune")" \
  "$(of_study "SELECT printf('%.3f', sum(population)), printf('%.6f', sum(apl)), count(apl), min(insee_com), max(insee_com) FROM acces_commune")"
same "a code" "$(sql "SELECT data_type FROM information_schema.columns WHERE table_schema = 'maillage' AND table_name = 'acces_commune' AND column_name = 'insee_com'")" "character varying"
same "areas" "$(sql "SELECT round(sum(ST_Area(geom))) FROM maillage.acces_commune")" \
  "$(ogrinfo -q -dialect sqlite -sql "SELECT CAST(round(sum(ST_Area(geom))) AS INTEGER) AS a FROM acces_commune" "$study" | sed -n 's/.*a (Integer.*) = //p')"
same "keys are those of the study" "$(sql "SELECT string_agg(fid || insee_com, ' ' ORDER BY fid) FROM maillage.acces_commune")" \
  "$(of_study "SELECT group_concat(fid || insee_com, ' ') FROM (SELECT * FROM acces_commune ORDER BY fid)")"
same "indexes" "$(sql "SELECT string_agg(DISTINCT substring(indexdef FROM 'USING (\w+ \(.*\))'), ' ' ) FROM pg_indexes WHERE schemaname = 'maillage' AND tablename = 'acces_commune'")" \
  "btree (fid) btree (insee_com) gist (geom)"
same "comments with the licence" "$(sql "SELECT obj_description('maillage.acces_commune'::regclass) LIKE '%Licence Ouverte%'")" t
same "comments of columns" "$(sql "SELECT col_description('maillage.acces_commune'::regclass, attnum) FROM pg_attribute WHERE attrelid = 'maillage.acces_commune'::regclass AND attname = 'apl'")" \
  "$(of_study "SELECT title || coalesce('. ' || description, '') FROM gpkg_data_columns WHERE table_name = 'acces_commune' AND column_name = 'apl'")"
same "styles" "$(sql "SELECT count(DISTINCT f_table_name) FROM layer_styles WHERE f_table_schema = 'maillage' AND useasdefault")" \
  "$(of_study "SELECT count(DISTINCT f_table_name) FROM layer_styles JOIN gpkg_contents ON table_name = f_table_name WHERE data_type = 'features' AND min_x IS NOT NULL AND table_name <> 'lieu'")"
same "no working tables" "$(sql "SELECT count(*) FROM information_schema.tables WHERE table_name IN ('lieu', 'acces', 'carreau')")" 0
code=0
sh "$here/../qgis/source.sh" "host='$folder' user='maillage' dbname='soins'" maillage acces_commune qpv desert site || code=$?
[ $code = 0 ] || [ $code = 77 ] || same "styles in QGIS" "$code" 0

# existing tables are not replaced, and a failure halfway changes nothing
before=$(sql "SELECT sum(xmin::text::bigint) FROM maillage.acces_commune")
code=0; words=$("$maillage" export "$study" "$pg" 2>&1) || code=$?
same "refused" "$code $words" "3 maillage: PostGIS: the table maillage.acces_commune already exists — add --overwrite to replace it, or choose another --schema"
sql "CREATE VIEW public.mine AS SELECT * FROM maillage.qpv"
code=0; words=$("$maillage" export "$study" "$pg" --overwrite 2>&1) || code=$?
same "a view that depends on a table" "$code $(echo "$words" | grep -c 'qpv: ERROR: cannot drop table qpv because other objects depend on it')" "3 1"
same "nothing lost" "$(sql "SELECT sum(xmin::text::bigint) FROM maillage.acces_commune")" "$before"
sql "DROP VIEW public.mine"
"$maillage" export "$study" "$pg" --overwrite >/dev/null
same "replaced" "$(sql "SELECT count(*) FROM maillage.acces_commune")" "$(of_study "SELECT count(*) FROM acces_commune")"
same "one default style a layer" "$(sql "SELECT max(n) FROM (SELECT count(*) AS n FROM layer_styles WHERE useasdefault GROUP BY f_table_schema, f_table_name) s")" 1

# another schema and coordinate system, one layer, and a user who may write only there
sql "CREATE ROLE agent LOGIN" && sql "CREATE SCHEMA \"l'ARS\" AUTHORIZATION agent" && sql "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
sql "ALTER TABLE layer_styles OWNER TO maillage"
words=$("$maillage" export "$study" "PG:host=$folder user=agent dbname=soins password=secret" --schema "l'ARS" --crs 4326 --layers qpv)
same "styles are not forced" "$(echo "$words" | grep -c 'the styles were not stored: .*permission denied')" 1
same "degrees" "$(sql "SELECT DISTINCT srid FROM geometry_columns WHERE f_table_schema = 'l''ARS'")" 4326
code=0; words=$("$maillage" export "$study" "PG:host=$folder user=agent dbname=none password=secret" 2>&1) || code=$?
same "no such database" "$code $(echo "$words" | wc -l) $(echo "$words" | grep -c 'no connection.*"none" does not exist') $(echo "$words" | grep -c secret)" "3 1 1 0"
exit $((failures > 0))
