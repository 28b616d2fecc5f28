"""Writes release.json: where the archives of a release are, with their sizes and digests, which the QGIS plugin carries.

Usage: release.py VERSION ADDRESS SYSTEM=FILE... > release.json
  ADDRESS  where the files will stand, without their names; SYSTEM is windows-x86_64, linux-x86_64...
Then: cmake -DMAILLAGE_RELEASE=release.json
"""
import hashlib
import json
import os
import sys


def describe(path, address):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    return {"address": address.rstrip("/") + "/" + os.path.basename(path), "bytes": os.path.getsize(path), "sha256": digest.hexdigest()}


def main(version, address, *files):
    if not files or not all("=" in f for f in files):
        sys.exit(__doc__)
    told = {"version": version, "files": {name: describe(path, address) for name, path in (f.split("=", 1) for f in files)}}
    json.dump(told, sys.stdout, indent=2, sort_keys=True)
    print()


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
