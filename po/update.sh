#!/usr/bin/env bash
# Extracts the messages of the sources and merges them into the catalogues of this folder: sorted, without locations or fuzzy matches,
# obsolete messages dropped. With --check, writes nothing, lists the untranslated messages and fails if there are any.
# Usage: po/update.sh [--check] PROGRAM      PROGRAM: the maillage just built, for the texts of its command tables
set -euo pipefail
export LC_ALL=C.UTF-8
check=
[ "$1" = --check ] && check=yes && shift
program=$(realpath "$1")
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$top"

find engine -name '*.[ch]' -o -name '*.def' | sort >"$work/files"

extract() { # POT, then options of xgettext
  local pot=$1
  shift
  xgettext --files-from="$work/files" --language=C --from-code=UTF-8 --no-location --sort-output --no-wrap --force-po -k "$@" -o "$pot" 2>"$work/said" ||
    { cat "$work/said" >&2; exit 1; } # warnings about possibly empty texts do not matter
  sed -i -e '/^"POT-Creation-Date/d' -e '/^#, no-c-format$/d' -e 's/charset=CHARSET/charset=UTF-8/' "$pot"
}

# Help texts come from tables that the program itself prints; po/foreign.txt lists the usual messages of the system and libyaml.
{
  "$program" --lang en --describe |
    jq -r '.commands[] | .group, .summary, (.arguments[] | .help), (.options[] | .help, .when_absent) | select(.) | "mlg_tr(\(@json));"' |
    sort -u
  "$program" sources --json | jq -r '.datasets[] | .title, .needs | select(.) | "mlg_tr(\(@json));"' | sort -u
  sed '/^#/d; s/.*/mlg_tr("&");/' po/foreign.txt
} >"$work/foreign.c"

# Titles and descriptions of tables, names of styles.
sed -nE 's/^ *\{ "[a-z_]+", (NULL|"[A-Z]+"), ("[^"]*"), ("[^"]*") \},?$/mlg_report_tr(\2); mlg_report_tr(\3);/p' engine/adapters/db/gpkg.c >"$work/tables.c"
sed -nE 's/^ *\{ "[a-z_]+", ("[^"]*"), (NULL|"[a-z_]+"), MLG_DRAW_.*/mlg_report_tr(\1);/p' engine/output/qgis/style.c >>"$work/tables.c"
# Names of parameters, which the query gives.
sed -nE "s/\('[^']*', '([^']*)'\),?/mlg_report_tr(\"\1\");/gp" queries/report/conventions.sql >>"$work/tables.c"
# Words that the queries of the report give in place of codes; those left out give codes, patterns or parts of French documents.
find queries/report -name '*.sql' ! -name 'zoning_*' ! -name 'project_*' ! -name mentions.sql ! -name study.sql ! -name time_limits.sql -print0 |
  xargs -0 sed 's/--.*//' | grep -oP "(THEN|ELSE) '\K[^' ][^']*[^' ](?=')" | grep -P '\p{L}{3}' | sort -u | sed 's/.*/mlg_report_tr("&");/' >>"$work/tables.c"
# Texts of the scripts of the desk.
grep -ohP "(?<![\w.])t\('\K[^']*(?=')" engine/serve/assets/*.js | sed 's/"/\\"/g; s/.*/T("&");/' >>"$work/tables.c"
echo "$work/tables.c" >>"$work/files"
extract "$work/maillage-report.pot" -kmlg_report_tr -kmlg_report_tr_count:1,2 -kMLG_REPORT_MARK -kFR -kT -kIS --flag=T:1:no-c-format
extract "$work/maillage-report.pot" -kIS:2 --join-existing # the unit in a title
echo "$work/foreign.c" >>"$work/files"
extract "$work/maillage.pot" -kmlg_tr -kmlg_tr_count:1,2 -kMLG_MARK -kmlg_fail:3 -kmlg_hint:2 -kmlg_while:3 \
  -kmlg_usage:3 -ksay:2 -kmlg_lines_fail:3 -kmlg_progress_step:2
# Helpers that pass a message on, by argument position; a name may occur in several files, hence one pass per position.
pass() { # RANK NAMES
  local rank=$1
  shift
  extract "$work/maillage.pot" --join-existing "${@/%/:$rank}"
}
pass 1 -kcheck_codes -kcheck_whole -kmlg_check_amounts -kmlg_check_indices -kmlg_anchors_check -kcheck_node -kneed_one
pass 2 -kACCEPTED_BY -kMLG_SECTION -kmlg_usage -kcheck_points -kcheck_rows -kdamaged -kfail_here -kfail_kind -kmlg_config_fail_value -kmlg_geos_fail -kneed_one -kosm_envelope_fail -kother_kind -krefuse \
  -krefuse_line
pass 3 -kbad_line -kcheck -kcorrupt -kfail_kind -kfail_mark -kfail_siting -kmlg_geom_wrap -kosm_block_fail -kosm_text_fail -kother_kind \
  -krefuse -kwrap_polygons
pass 4 -kfail_mark
pass 5 -krefuse -kMLG_ROLE
pass 8 -kMLG_KEY

status=0
merge() { # DOMAIN LANGUAGE
  local po="po/$1.$2.po"
  msgmerge --quiet --force-po --no-fuzzy-matching --no-location --sort-output --no-wrap "$po" "$work/$1.pot" -o - |
    msgattrib --no-obsolete --sort-output --force-po --no-wrap - | sed '/^"POT-Creation-Date/d' >"$work/$1.po"
  if [ -z "$check" ]; then
    cmp -s "$work/$1.po" "$po" || cp "$work/$1.po" "$po"
  fi
  msgattrib --untranslated --no-wrap "$work/$1.po" | grep -v '^"' | grep '^msgid "..*"' >"$work/missing" || true
  if [ -s "$work/missing" ]; then
    echo "$po: $(wc -l <"$work/missing") messages without translation"
    [ -z "$check" ] || cat "$work/missing"
    status=1
  fi
}
merge maillage fr
merge maillage-report en
[ -z "$check" ] && exit 0
exit $status
