#!/usr/bin/env bash
# The workbook and the French CSV opened in LibreOffice, without a screen: codes are text, figures numbers, links lead somewhere.
# Exit code 77: LibreOffice is not installed.
# Usage: tests/office/run.sh WORKBOOK.xlsx FOLDER-OF-CSV
set -euo pipefail
command -v soffice >/dev/null || exit 77
book=$(realpath "$1") csv=$(realpath "$2/communes.csv")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
office() { LC_ALL=C.UTF-8 soffice --headless "-env:UserInstallation=file://$folder/profile" --convert-to fods --outdir "$folder" "$@" >/dev/null 2>&1; }
# a code with its zero among those of the Pas-de-Calais: the file is as long, and its first commune is of the Ain
python3 - "$csv" "$folder/communes.csv" <<'END'
import sys
lines = open(sys.argv[1], encoding="utf-8-sig", newline="").read().split("\r\n")
lines[1] = "01004" + lines[1][5:]
open(sys.argv[2], "w", encoding="utf-8-sig", newline="").write("\r\n".join(lines))
END
office "$book"
mv "$folder"/*.fods "$folder/book.xml"
# as French Excel reads it: semicolons, UTF-8, decimal comma, the first column as text
office --infilter='CSV:59,34,76,1,1/2,1036,false,true' "$folder/communes.csv"
mv "$folder"/communes.fods "$folder/csv.xml"
python3 - "$folder/book.xml" "$folder/csv.xml" "$folder/communes.csv" <<'END'
import csv, sys
import xml.etree.ElementTree as tree

OFFICE, TABLE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
failures = 0


def same(what, got, wanted):
    global failures
    if got != wanted:
        print(f"{what}: got {got!r}, wanted {wanted!r}")
        failures += 1


def sheets(path):
    """Rows of (type, value, text) by sheet."""
    out = {}
    for table in tree.parse(path).iter(f"{TABLE}table"):
        if table.get(f"{TABLE}name") == "local-table":  # what LibreOffice keeps of a chart
            continue
        rows = out[table.get(f"{TABLE}name")] = []
        for row in table.iter(f"{TABLE}table-row"):
            cells = []
            for cell in row:
                kind = cell.get(f"{OFFICE}value-type")
                text = "".join(cell.itertext()).strip()
                repeat = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
                cells += [(kind, cell.get(f"{OFFICE}value"), text)] * min(repeat, 100)
            rows.append(cells)
    return out


book = sheets(sys.argv[1])
with open(sys.argv[3], encoding="utf-8-sig", newline="") as file:
    lines = list(csv.reader(file, delimiter=";"))
apl = next(i for i, label in enumerate(lines[0]) if label.startswith("APL"))
same("first sheets", list(book)[:2], ["Chiffres clés", "Sommaire"])
communes = [row for row in book["Communes"][1:] if row and row[0][0]]
same("rows", len(communes), len([line for line in lines[1:] if line]))
same("codes of the workbook", {row[0][0] for row in communes}, {"string"})
same("figures of the workbook", {row[apl][0] for row in communes}, {"float"})
same("an APL of the workbook to two places", round(float(communes[0][apl][1]), 2), float(lines[1][apl].replace(",", ".")))
opened = sheets(sys.argv[2])["communes"]
same("columns of the CSV", [cell[2] for cell in opened[0][:len(lines[0])]], lines[0])
same("a code of the CSV", opened[1][0][::2], ("string", "01004"))
same("an APL of the CSV", (opened[1][apl][0], float(opened[1][apl][1] or "nan")), ("float", float(lines[1][apl].replace(",", "."))))
HREF = "{http://www.w3.org/1999/xlink}href"
links = {a.get(HREF).strip("#").replace("'", "").split(".")[0] for a in tree.parse(sys.argv[1]).iter() if a.get(HREF, "").startswith("#")}
same("links of the index", links, set(book) - {"Chiffres clés", "Sommaire"})
sys.exit(failures > 0)
END
