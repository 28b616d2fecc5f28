#!/usr/bin/env python3
"""The order of a zoning, .docx and .odt: what each part must be, the text of both, and what LibreOffice makes of it.

usage: order.py FOLDER [--text]     with --text prints the text of the .docx, a paragraph or a row a line"""
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
import zipfile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


# Children in the order that the schema wants (ECMA-376, part 1, annex A: wml.xsd), as far as they are used: Word refuses another one.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind jc outlineLvl",
    "rPr": "rStyle rFonts b bCs i iCs caps color sz szCs highlight u lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "trPr": "cantSplit trHeight tblHeader",
    "sectPr": "headerReference footerReference pgSz pgMar cols",
    "style": "name basedOn next uiPriority qFormat pPr rPr tblPr trPr tcPr",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "tc": "tcPr p",
    "p": "pPr r",
    "r": "rPr t br tab",
    "styles": "docDefaults style",
    "docDefaults": "rPrDefault pPrDefault",
}


def expect(truth, words):
    if not truth:
        sys.exit("FAIL: " + words)


def joined(node, tag):
    return "".join(t.text or "" for t in node.iter(tag))


def docx_lines(path):
    """Checks the package (ECMA-376, parts 1 and 2) and returns its lines."""
    with zipfile.ZipFile(path) as book:
        expect(book.testzip() is None, "a part is damaged")
        names = book.namelist()
        parts = {name: tree.fromstring(book.read(name)) for name in names}
    types = parts["[Content_Types].xml"]
    defaults = {e.get("Extension") for e in types if e.tag.endswith("Default")}
    given = {e.get("PartName").lstrip("/") for e in types if e.tag.endswith("Override")}
    for name in names:
        expect(name == "[Content_Types].xml" or name in given or name.rsplit(".", 1)[1] in defaults, f"{name} has no type")
    expect(given <= set(names), "a type for a part that is not there")
    for name in names:
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            for relation in parts[name]:
                expect(posixpath.normpath(posixpath.join(folder, relation.get("Target"))) in names, f"{name} leads nowhere")
    for part in ("word/document.xml", "word/styles.xml"):
        for node in parts[part].iter():
            known = ORDER.get(node.tag.removeprefix(W))
            if known:
                places = [known.split().index(child.tag.removeprefix(W)) if child.tag.removeprefix(W) in known.split() else -1 for child in node]
                expect(-1 not in places and places == sorted(places), f"{part}: {node.tag.removeprefix(W)} holds {[child.tag.removeprefix(W) for child in node]}")
    styles = {s.get(W + "styleId") for s in parts["word/styles.xml"].iter(W + "style")}
    body = parts["word/document.xml"].find(W + "body")
    for kind in ("pStyle", "tblStyle"):
        for use in body.iter(W + kind):
            expect(use.get(W + "val") in styles, "no style " + use.get(W + "val"))
    expect(body[-1].tag == W + "sectPr", "the page has no size")
    lines = []
    for i, block in enumerate(body[:-1]):
        expect(block.tag in (W + "p", W + "tbl"), block.tag)
        if block.tag == W + "p":
            lines.append(joined(block, W + "t"))
            continue
        expect(body[i + 1].tag == W + "p", "a table is followed by no paragraph")
        wide = len(block.find(W + "tblGrid"))
        for row in block.iter(W + "tr"):
            cells = row.findall(W + "tc")
            expect(len(cells) == wide and all(c[-1].tag == W + "p" for c in cells), "a row of another width, or a cell that ends without a paragraph")
            lines.append(" | ".join(joined(c, W + "t") for c in cells))
    return [line for line in lines if line]


def odt_lines(path):
    with zipfile.ZipFile(path) as book:
        first = book.infolist()[0]
        expect(first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED and book.read("mimetype") == b"application/vnd.oasis.opendocument.text",
               "the type does not come first, as it is")
        listed = {e.get(k) for e in tree.fromstring(book.read("META-INF/manifest.xml")) for k in e.keys() if k.endswith("full-path")}
        expect(listed == {"/", "content.xml"}, f"the manifest lists {listed}")
        content = tree.fromstring(book.read("content.xml"))
    lines, inside = [], set()
    for node in content.iter():
        if node.tag == TABLE + "table-row":
            lines.append(" | ".join("".join(c.itertext()).strip() for c in node))
            inside.update(node.iter())
        elif node.tag in (TEXT + "p", TEXT + "h") and node not in inside:
            lines.append("".join(node.itertext()))
    return [line for line in lines if line]


def office_text(path):
    """As LibreOffice reads it; None when it is not there."""
    if not shutil.which("soffice"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, path],
                              capture_output=True, text=True)
        out = os.path.join(folder, os.path.splitext(os.path.basename(path))[0] + ".txt")
        if not os.path.exists(out):
            return None if "no export filter" in done.stderr or "source file could not be loaded" in done.stderr else sys.exit("FAIL: LibreOffice: " + done.stderr)
        with open(out, encoding="utf-8-sig") as file:
            return file.read()


folder = sys.argv[1]
lines = docx_lines(os.path.join(folder, "arrete.docx"))
expect(lines == odt_lines(os.path.join(folder, "arrete.odt")), "the two files do not say the same")
if "--text" in sys.argv:
    print("\n".join(lines))
    sys.exit()
for name in ("arrete.docx", "arrete.odt"):
    text = office_text(os.path.join(folder, name))
    if text is None:
        print("skip: no LibreOffice Writer")
        sys.exit(77)
    words = re.sub(r"\s+", " ", text)
    for line in lines:
        for cell in line.split(" | "):
            expect(re.sub(r"\s+", " ", cell).strip() in words, f"{name}: LibreOffice does not read {cell!r}")
print(f"{len(lines)} lines, the same in both files and in LibreOffice")
