#!/usr/bin/env bash
# Prints the path of axe-core's script, the accessibility checker. Exit code 77, with a line that says why, when it cannot be had.
# MAILLAGE_AXE names a copy that is already there.
set -euo pipefail
if [ -z "${MAILLAGE_AXE:-}" ]; then
  exec bash "$(dirname "$0")/../npm_file.sh" axe-core 4.14.1 axe.min.js 29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c
fi
[ -r "$MAILLAGE_AXE" ] || { echo "axe-core cannot be had: $MAILLAGE_AXE (MAILLAGE_AXE) cannot be read" >&2; exit 77; }
echo "$MAILLAGE_AXE"
