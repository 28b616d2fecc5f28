#!/bin/sh
# check_source.py in a QGIS without a screen. Exit code 77: QGIS or its Python bindings are not installed.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
export QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES="default.warning=false"
for python in ${PYTHON:-} /usr/bin/python3 python3; do
  "$python" -c 'import qgis.core' >/dev/null 2>&1 && exec "$python" "$here/check_source.py" "$@"
done
exit 77
