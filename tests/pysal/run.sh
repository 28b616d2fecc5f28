#!/usr/bin/env bash
# Usage: tests/pysal/run.sh MAILLAGE    exit 77: libpysal, or the real files of ../shared/data, are not there
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
data=${MAILLAGE_SHARED_DATA:-$top/../shared/data}
[ -d "$data" ] && /usr/bin/python3 -c 'import libpysal, osgeo' 2>/dev/null || exit 77
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" run "$top/examples/pas-de-calais/study.yaml" --data "$data" --output "$folder" -q >/dev/null
/usr/bin/python3 -W ignore "$top/tests/pysal/check_clusters.py" "$folder/out/pas-de-calais.gpkg"
