"""What the outputs of a study make of hostile texts: prints one line per finding. Usage: hostile.py FOLDER"""
import base64
import glob
import hashlib
import io
import re
import sqlite3
import sys
import xml.dom.minidom
import zipfile

folder = sys.argv[1]
page = open(glob.glob(folder + "/*.html")[0], encoding="utf-8").read()
script = re.search(r"<script>(.*?)</script>", page, re.S).group(1)
source = "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"
policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1)
print("policy:", policy.startswith("default-src 'none'") and policy.endswith("script-src " + source))
print("markup of a stranger in the page:", page.count("<script>alert") + page.count("<img src=x"))

content = sqlite3.connect(glob.glob(folder + "/*.gpkg")[0]).execute("SELECT content FROM qgis_projects").fetchone()[0]
archive = zipfile.ZipFile(io.BytesIO(bytes.fromhex(content if isinstance(content, str) else content.decode())))
project = archive.read([n for n in archive.namelist() if n.endswith(".qgs")][0]).decode()
tree = xml.dom.minidom.parseString(project)
labels = [e.getAttribute("labelText") for e in tree.getElementsByTagName("LayoutItem")]
labels = [text for text in labels if "env(" in text]
print("titles in layouts:", len(labels) > 0, "literal:", all("[% '[%' %] env(" in text for text in labels))
