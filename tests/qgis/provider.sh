#!/bin/sh
# Runs every algorithm of the plugin, then its panel, in a real QGIS, without a screen: provider.sh MAILLAGE, with the zip of the plugin beside it.
# Exit code: 0 all passed, 1 some failed, 77 QGIS or its Python bindings are not installed.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
for python in ${PYTHON:-} /usr/bin/python3 python3; do
  if command -v qgis_process.bin qgis_process >/dev/null && "$python" -c 'import qgis.gui' >/dev/null 2>&1; then
    zip=$(echo "$(dirname "$1")"/maillage-qgis-*.zip)
    "$python" "$here/provider.py" "$1" "$zip" && QT_QPA_PLATFORM=offscreen "$python" "$here/panel.py" "$1" "$zip"
    exit $?
  fi
done
echo "skipped: QGIS with its Python bindings is not installed"
exit 77
