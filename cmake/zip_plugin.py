"""Zips the QGIS plugin reproducibly: sorted, uncompressed, fixed dates. Usage: zip_plugin.py FOLDER OUTPUT.zip"""
import os
import sys
import zipfile


def main(folder, output):
    parent = os.path.dirname(os.path.abspath(folder))
    paths = [os.path.join(at, name) for at, _, names in os.walk(folder) for name in names if "__pycache__" not in at]
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(paths):
            entry = zipfile.ZipInfo(os.path.relpath(path, parent).replace(os.sep, "/"), (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            with open(path, "rb") as file:
                archive.writestr(entry, file.read())


if __name__ == "__main__":
    main(*sys.argv[1:])
