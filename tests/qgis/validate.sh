#!/bin/sh
# Checks a GeoPackage against the standard, with the validator of GDAL: validate.sh FILE.gpkg
# Exit code: 0 no error, 1 an error (printed), 2 usage, 77 the Python tools of GDAL are not installed.
[ -f "${1:-}" ] || { echo "usage: validate.sh FILE.gpkg" >&2; exit 2; }
for python in ${PYTHON:-} /usr/bin/python3 python3; do
  if "$python" -c 'import osgeo_utils.samples.validate_gpkg' >/dev/null 2>&1; then
    said=$("$python" -m osgeo_utils.samples.validate_gpkg -k --extra "$1" 2>&1)
    code=$?
    [ -z "$said" ] || { printf '%s\n' "$said"; exit 1; }
    exit $code
  fi
done
echo "skipped: python3-gdal is not installed"
exit 77
