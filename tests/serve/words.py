#!/usr/bin/env python3
"""Every text of the scripts of the desk is in engine/serve/words.def, and every text there is used. Usage: words.py"""
import glob
import os
import re
import sys

top = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "engine", "serve")
used = set()
for path in glob.glob(os.path.join(top, "assets", "*.js")):
    with open(path, encoding="utf-8") as file:
        used.update(re.findall(r"(?<![\w.])t\('((?:[^'\\]|\\.)*)'", file.read()))
used.discard("fr")
with open(os.path.join(top, "words.def"), encoding="utf-8") as file:
    listed = set(re.findall(r'^T\("((?:[^"\\]|\\.)*)"\)$', file.read(), re.MULTILINE))
for text in sorted(used - listed):
    print(f"not in words.def: {text}")
for text in sorted(listed - used):
    print(f"in words.def, and nowhere shown: {text}")
sys.exit(used != listed or len(used) < 100)
