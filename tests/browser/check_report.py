#!/usr/bin/env python3
"""Checks a report in Chromium, offline: no outside requests, no console errors; searching, zooming, panning, changing layers and
sorting work from the keyboard alone; axe-core finds no violation of WCAG A or AA; it prints to a tagged PDF of reasonable length.
Prints the figures, then PASS. Exit 1 at the first failure, 77 when Chromium or axe-core is unavailable.

usage: check_report.py report.html [--picture FILE] [--pages N] [--words N] [--no-axe]
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from atlas import check_atlas, words  # noqa: E402
from chromium import Chromium, find  # noqa: E402
from trial import check_rows_of_the_page, check_trial  # noqa: E402

AXE = """new Promise(done => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}).then(r => done({
  violations: r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')),
  passes: r.passes.length, incomplete: r.incomplete.map(v => v.id + ' x' + v.nodes.length)})))"""


def fail(words):
    print("FAIL: " + words)
    sys.exit(1)


def expect(truth, words):
    if not truth:
        fail(words)


def focus(page, selector):
    """Presses Tab from the top of the page until the element has the focus, as a keyboard user would."""
    page.run("(body => { body.tabIndex = -1; body.focus(); body.removeAttribute('tabindex'); scrollTo(0, 0); })(document.body)")
    wanted = f"document.activeElement.matches({selector!r})"
    for _ in range(400):
        page.press("Tab")
        if page.run(wanted):
            return
    fail(f"{selector} cannot be reached with the keyboard")


def search(page, words):
    page.run(f"document.getElementById('nom').value = {json.dumps(words)}, document.getElementById('nom').dispatchEvent(new Event('input'))")


def check_keyboard(page):
    view = "document.getElementById('carte-svg').getAttribute('viewBox')"
    if page.run("!!document.getElementById('carte-svg')"):
        whole = page.run(view)
        focus(page, "#vue")
        page.press("+")
        near = page.run(view)
        expect(near != whole and float(near.split()[2]) < float(whole.split()[2]), "the + key does not zoom in")
        page.press("ArrowRight")
        expect(float(page.run(view).split()[0]) > float(near.split()[0]), "the right arrow key does not pan the map")
        page.press("0")
        expect(page.run(view) == whole, "the 0 key does not show the whole map")
        focus(page, "#outils button")
        page.press("Enter")
        expect(page.run(view) != whole, "the + button does not zoom in")
    if page.run("!!document.getElementById('couche')"):
        layers = page.run("[...document.getElementById('couche').options].map(o => o.value)")
        focus(page, "#couche")
        for key in layers[1:]:
            page.press("ArrowDown")
            expect(page.until(f"document.getElementById('carte-svg').dataset.couche === {key!r}"), f"layer {key} cannot be selected")
            shown = page.run("[...document.querySelectorAll('.cle:not([hidden])')].map(e => e.dataset.couche)")
            expect(shown == [key], f"layer {key} is shown with the legends {shown}")
        page.run("document.getElementById('couche').selectedIndex = 0, document.getElementById('couche').dispatchEvent(new Event('change'))")
    name, code = page.run("(r => [r.cells[1].textContent, r.cells[0].textContent])(document.querySelector('#t-communes tbody').rows[0])")
    focus(page, "#nom")
    page.type(name)
    announced = f"document.getElementById('etat') && document.getElementById('etat').textContent.startsWith({json.dumps(name)})"
    expect(page.until(f"document.querySelector('#t-communes tbody').rows[0].cells[0].textContent === {code!r}"), "the search does not find " + name)
    if page.run("!!document.getElementById('carte-svg')"):
        expect(page.until(announced), "the status line does not describe the commune found")
    typed = re.sub(r"[^a-z0-9]+", " ", unicodedata.normalize("NFD", name.lower().replace("œ", "oe")).encode("ascii", "ignore").decode()).strip()
    typed = re.sub(r"\bsaint(e?) ", r"st\1 ", typed)
    search(page, typed)
    expect(page.until(f"document.querySelector('#t-communes tbody').rows[0].cells[0].textContent === {code!r}"),
           f"{typed!r}, without accents or hyphens, does not find {name}")
    for words, said in (("no such place", True), ("", False)):
        search(page, words)
        expect(page.until(f"!!document.getElementById('trouvees').textContent === {json.dumps(said)}"), f"wrong count of communes for {words!r}")


def check_sort(page):
    column = page.run("[...document.querySelector('#t-communes thead').rows[0].cells].findIndex(c => c.classList.contains('n')) + 1")
    expect(column > 0, "the table of communes has no column of numbers")
    head = f"#t-communes thead th:nth-child({column})"
    figures = (f"[...document.querySelector('#t-communes tbody').rows].map(r => r.cells[{column - 1}].textContent"
               ".replace(/[\\s\\u00a0\\u202f]/g, '').replace(',', document.documentElement.lang === 'fr' ? '.' : '')).filter(t => t !== '–').map(Number)")
    focus(page, head + " button")
    for direction, up in (("ascending", True), ("descending", False)):
        page.press("Enter")
        expect(page.until(f"document.querySelector({head!r}).getAttribute('aria-sort') === {direction!r}"), "Enter does not sort the table")
        shown = page.run(figures)
        expect(shown == sorted(shown, reverse=not up), f"the table is not {direction}")


def check_narrow(page):
    """On a telephone of 400 pixels nothing is cut or pushes the page sideways; wide tables scroll within their frames."""
    page.call("Emulation.setDeviceMetricsOverride", width=400, height=800, deviceScaleFactor=1, mobile=False)
    wide = page.run("document.documentElement.scrollWidth")
    out = page.run("""[...document.querySelectorAll('main *, header *, footer *, body > *')].filter((e) => e.getBoundingClientRect().right > 401 &&
      !e.closest('.cadre') && !e.closest('svg') && e.getClientRects().length && getComputedStyle(e).position !== 'absolute')
      .slice(0, 3).map((e) => e.tagName + ' ' + (e.id || e.className) + ': ' + e.textContent.slice(0, 40))""")
    page.call("Emulation.setDeviceMetricsOverride", width=1300, height=900, deviceScaleFactor=1, mobile=False)
    expect(wide <= 400 and not out, f"at 400 pixels the page is {wide} wide: {', '.join(out)}")


def objects_of(data):
    """The text of all objects of a PDF, including those in object streams."""
    yield data
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.S):
        try:
            yield zlib.decompress(match.group(1))
        except zlib.error:
            pass


def check_print(page, most):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "report.pdf")
        page.pdf(path)
        data = b"".join(objects_of(pathlib.Path(path).read_bytes()))
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", data))
    expect(b"/StructTreeRoot" in data and re.search(rb"/Marked\s+true", data), "the PDF is not tagged")
    expect(0 < pages <= most, f"the PDF has {pages} pages, more than {most}")
    expect(page.run("[...document.querySelectorAll('details')].every(d => !d.open)"), "sections opened for printing stay open")
    return pages


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("report")
    parser.add_argument("--picture")
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--words", type=int, help="at most so many before the annexes")
    parser.add_argument("--no-axe", action="store_true")
    options = parser.parse_args()
    if not find():
        print("skip: no Chromium")
        return 77
    axe = None if options.no_axe else subprocess.run(["bash", os.path.join(os.path.dirname(os.path.abspath(__file__)), "axe.sh")],
                                                     stdout=subprocess.PIPE, text=True)
    with Chromium() as page:
        painted, rest = page.open(options.report)
        size, nodes = os.path.getsize(options.report), page.run("document.getElementsByTagName('*').length")
        expect(page.run("document.querySelectorAll('.cadre thead button').length") > 0, "table headers are not buttons")
        expect(page.run("!document.getElementById('cherche').hidden"), "the search box is hidden")
        read = words(page)
        expect(options.words is None or read <= options.words, f"{read} words before the annexes, more than {options.words}")
        if options.picture:
            page.picture(options.picture)
        found = None
        if axe and axe.returncode == 0:
            page.run(pathlib.Path(axe.stdout.strip()).read_text() + "; 0")
            found = page.run(AXE)
            expect(not found["violations"], "axe-core: " + "\n  ".join(found["violations"]))
            expect(found["passes"] > 10, "axe-core checked almost nothing")
        check_rows_of_the_page(page, expect)
        check_keyboard(page)
        check_sort(page)
        check_narrow(page)
        check_atlas(page, expect, focus)
        check_trial(page, expect, focus)
        pages = check_print(page, options.pages)
        outside = [address for address in page.requests if not address.startswith(("file:", "data:"))]
        expect(not outside, "outside requests: " + ", ".join(outside))
        expect(not page.complaints, "console error: " + page.complaints[0] if page.complaints else "")
    print(f"{size / 1024:.0f} KiB, {nodes} elements, first paint {painted:.0f} ms, at rest {rest:.0f} ms, "
          f"{read} words before the annexes, 0 outside requests, {pages} pages of tagged PDF")
    if found:
        print(f"axe-core: 0 violations of WCAG A and AA, {found['passes']} rules pass, to review: {', '.join(found['incomplete']) or 'none'}")
    elif not options.no_axe:
        print("skip: everything else passes, but axe-core did not check accessibility")
        return 77
    print("PASS")
    return 0


if __name__ == "__main__":
    sys.exit(main())
