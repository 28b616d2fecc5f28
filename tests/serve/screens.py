"""The screens of the desk as a test sees them: waits, pictures, axe-core, and a hand that is a mouse or a keyboard."""
import base64
import contextlib
import io
import json
import os
import sqlite3
import struct
import tempfile
import time
import zipfile

AXE = """axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], iframes: false}).then(r => ({
  violations: r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join(' | ')), passes: r.passes.length}))"""
GAUGES = "Object.fromEntries([...document.querySelectorAll('.jauge')].map(j => [j.querySelector('b').textContent, j.querySelector('.valeur').textContent]))"


def expect(truth, words):
    if not truth:
        raise SystemExit("FAIL: " + words)


def workbook(sheets):
    """The bytes of an XLSX of inline texts and numbers: { name: rows }."""
    def cell(value, column, row):
        place = f'r="{chr(65 + column)}{row}"'
        return f'<c {place}><v>{value}</v></c>' if isinstance(value, int) else f'<c {place} t="inlineStr"><is><t>{value}</t></is></c>'
    out, head = io.BytesIO(), '<?xml version="1.0" encoding="UTF-8"?>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    linked = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        names = list(sheets)
        book.writestr("xl/workbook.xml", f'{head}<workbook xmlns="{main}" xmlns:r="{linked}"><sheets>' + "".join(f'<sheet name="{n}" sheetId="{i + 1}" r:id="rId{i + 1}"/>' for i, n in enumerate(names)) + "</sheets></workbook>")
        book.writestr("xl/_rels/workbook.xml.rels", f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + "".join(f'<Relationship Id="rId{i + 1}" Type="{linked}/worksheet" Target="worksheets/s{i}.xml"/>' for i in range(len(names))) + "</Relationships>")
        for i, name in enumerate(names):
            rows = "".join(f'<row r="{r + 1}">' + "".join(cell(v, c, r + 1) for c, v in enumerate(row)) + "</row>" for r, row in enumerate(sheets[name]))
            book.writestr(f"xl/worksheets/s{i}.xml", f'{head}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>')
    return out.getvalue()


def geopackage(layers):
    """The bytes of a GeoPackage in degrees: { name: [(geometry as WKB, { column: text })] }."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.gpkg")
        with contextlib.closing(sqlite3.connect(path)) as base:
            base.executescript("""PRAGMA application_id = 1196444487; PRAGMA user_version = 10300;
                CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT);
                INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]', NULL);
                CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description TEXT, last_change TEXT DEFAULT '2026-01-01T00:00:00.000Z', min_x, min_y, max_x, max_y, srs_id INTEGER);
                CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);""")
            for name, rows in layers.items():
                columns = list(rows[0][1])
                base.execute(f"CREATE TABLE {name} (fid INTEGER PRIMARY KEY, geom BLOB, " + ", ".join(f"{c} TEXT" for c in columns) + ")")
                base.execute("INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, 'features', ?, 4326)", (name, name))
                base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'GEOMETRY', 4326, 0, 0)", (name,))
                for shape, texts in rows:
                    blob = b"GP\0\1" + struct.pack("<i", 4326) + shape
                    base.execute(f"INSERT INTO {name} (geom, " + ", ".join(columns) + ") VALUES (" + ", ".join("?" * (1 + len(columns))) + ")", (blob, *texts.values()))
            base.commit()
        with open(path, "rb") as file:
            return file.read()


def point(lon, lat):
    return struct.pack("<BIdd", 1, 1, lon, lat)


def polygon(*corners):
    ring = (*corners, corners[0])
    return struct.pack("<BIII", 1, 3, 1, len(ring)) + b"".join(struct.pack("<dd", *corner) for corner in ring)


class Screens:
    """A page and the hand that works it: `mouse` presses with the pointer, without it everything goes by Tab, Enter, Space and the arrows."""

    def __init__(self, page, mouse, checker, pictures=None, prefix=""):
        self.page, self.mouse, self.checker, self.pictures, self.prefix, self.count = page, mouse, checker, pictures, prefix, 0

    def wait(self, expression, words, seconds=60):
        if not self.page.until(expression, seconds):
            if self.pictures:
                self.page.picture(os.path.join(self.pictures, "failed.png"))
            said = self.page.run("document.getElementById('message')?.textContent")
            expect(False, f"{words}; the desk says: {said!r}; console: {self.page.complaints[:3]}")

    def show(self, name):
        """A screen as it stands: its picture, and no violation."""
        page = self.page
        page.run("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")
        if self.pictures:
            page.picture(os.path.join(self.pictures, f"{self.prefix}{name}.png"))
        if not page.run("'axe' in window"):
            page.load(self.checker)
        found = page.run(AXE)
        expect(not found["violations"], f"{name}: axe-core: " + "\n  ".join(found["violations"]))
        expect(found["passes"] > 8, f"{name}: axe-core checked almost nothing")
        expect(page.run("document.querySelectorAll('h1').length") == 1, f"{name}: not one title")
        expect(page.run("document.documentElement.scrollWidth <= innerWidth"), f"{name}: wider than the window")
        self.count += 1

    # ---- the hand

    def focus(self, selector, index=0):
        """Presses Tab, or Shift and Tab, until the element has the focus, as a keyboard user would. Never past an end of the page, where the focus goes to
        the browser itself and a headless Firefox does not give it back."""
        for _ in range(400):
            way = self.page.run(f"(e => e === document.activeElement ? 'here' : e && e.compareDocumentPosition(document.activeElement) & 4 ? 'back' : 'on')([...document.querySelectorAll({selector!r})][{index}])")
            if way == "here":
                return
            self.page.press("Tab", holding="Shift" if way == "back" else None)
        if self.pictures:
            self.page.picture(os.path.join(self.pictures, "failed.png"))
        expect(False, f"{selector} cannot be reached with the keyboard")

    def press(self, selector, index=0, key="Enter"):
        """A button, a link, a summary; a box with key=' '."""
        if self.mouse:
            self.page.click(selector, index)
        else:
            self.focus(selector, index)
            self.page.press(key)

    def press_named(self, words, among="main button"):
        """The button that begins with these words."""
        index = self.page.run(f"[...document.querySelectorAll({among!r})].findIndex(b => b.textContent.startsWith({words!r}))")
        expect(index >= 0, f"no button {words!r}")
        self.press(among, index)

    def write(self, selector, words, index=0):
        """Into a field, in place of what it holds."""
        if self.mouse:
            self.page.click(selector, index)
        else:
            self.focus(selector, index)
        self.page.run("document.activeElement.select()")
        self.page.type(words)

    def choose(self, selector, value, index=0):
        """An entry of a list: by arrows, or, since its menu belongs to the system, as the mouse leaves it."""
        at = f"[...document.querySelectorAll({selector!r})][{index}]"
        if self.mouse:
            self.page.run(f"(s => {{ s.value = {value!r}; s.dispatchEvent(new Event('change', {{bubbles: true}})); }})({at})")
            return
        self.focus(selector, index)
        for _ in range(60):
            now, wanted = self.page.run(f"[{at}.selectedIndex, [...{at}.options].findIndex(o => o.value === {value!r})]")
            if now == wanted:
                return
            self.page.press("ArrowDown" if now < wanted else "ArrowUp")
        expect(False, f"{selector} cannot be set to {value}")

    def give(self, selector, name, data):
        """A file, to an input of files."""
        text = base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode()
        self.page.run(f"""(input => {{ const list = new DataTransfer(), bytes = Uint8Array.from(atob({json.dumps(text)}), c => c.charCodeAt(0));
            list.items.add(new File([bytes], {json.dumps(name)})); input.files = list.files; input.dispatchEvent(new Event('change')); }})(document.querySelector({selector!r}))""")

    # ---- the zoning desk

    def calm(self):
        """The engine has answered the last change of the zoning."""
        time.sleep(0.05)
        self.wait("[...document.querySelectorAll('p[aria-live]')].some(p => p.textContent.startsWith('Enregistré dans'))", "the gauges do not come")

    def gauges(self):
        return self.page.run(GAUGES)
