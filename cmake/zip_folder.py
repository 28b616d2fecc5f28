"""Zips a folder reproducibly: sorted, fixed dates. Usage: zip_folder.py FOLDER OUTPUT.zip [deflated]"""
import os
import sys
import zipfile


def main(folder, output, method="stored"):
    parent = os.path.dirname(os.path.abspath(folder))
    paths = [os.path.join(at, name) for at, _, names in os.walk(folder) for name in names if "__pycache__" not in at]
    with zipfile.ZipFile(output, "w") as archive:
        for path in sorted(paths):
            entry = zipfile.ZipInfo(os.path.relpath(path, parent).replace(os.sep, "/"), (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, (0o100755 if os.access(path, os.X_OK) else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED if method == "deflated" else zipfile.ZIP_STORED
            with open(path, "rb") as file:
                archive.writestr(entry, file.read())


if __name__ == "__main__":
    main(*sys.argv[1:])
