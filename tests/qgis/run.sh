#!/bin/sh
# Checks a result GeoPackage in a real QGIS, without a screen: run.sh FILE.gpkg [MAP.png]
# Exit code: 0 all passed, 1 some failed, 2 usage, 77 QGIS or its Python bindings are not installed.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
export QT_QPA_PLATFORM=offscreen
if [ -z "${XDG_RUNTIME_DIR:-}" ]; then
  XDG_RUNTIME_DIR=$(mktemp -d)
  export XDG_RUNTIME_DIR
  trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
fi
for python in ${PYTHON:-} /usr/bin/python3 python3; do
  if "$python" -c 'import qgis.core' >/dev/null 2>&1; then
    "$python" "$here/check_styles.py" "$@"
    exit $?
  fi
done
echo "skipped: QGIS with its Python bindings is not installed"
exit 77
