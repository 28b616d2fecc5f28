#!/usr/bin/env python3
"""The desk gives every text of its scripts, and no other. Usage: words.py PROGRAM"""
import glob
import os
import re
import sys

from desk import Desk

top = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "engine", "serve")
used = set()
for path in glob.glob(os.path.join(top, "assets", "*.js")):
    with open(path, encoding="utf-8") as file:
        used.update(re.findall(r"(?<![\w.])t\('((?:[^'\\]|\\.)*)'", file.read()))
with Desk(sys.argv[1]) as desk:
    given = set(desk.get("/api/words").json())
given.discard("fr")  # the language
for text in sorted(used - given):
    print(f"used, and not given: {text}")
for text in sorted(given - used):
    print(f"given, and nowhere shown: {text}")
for text in sorted(text for text in used if "\\" in text):
    print(f"neither the server nor po/update.sh reads an escape: {text}")
sys.exit(used != given or len(used) < 100 or any("\\" in text for text in used))
