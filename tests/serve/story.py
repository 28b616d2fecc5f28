#!/usr/bin/env python3
"""Three people at the desk: a planner, an analyst of the ARS, an elected official (stories.py), in Chromium or Firefox, with the mouse or with the keyboard
alone. Every screen passes axe-core (WCAG A and AA), no request leaves the machine, the console is silent, and the figures of the zoning desk
are those that the program prints. Exit 77 when the browser or axe-core is not there.

usage: story.py PROGRAM [--browser chromium|firefox] [--hand mouse|keyboard|both] [--in-full-runs] [--pictures FOLDER] [--size 1400x900]
       --hand both (the default): the planner and the official with the mouse, the analyst with the keyboard"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import urllib.parse

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, os.path.join(here, "..", "browser")]
import chromium  # noqa: E402
import firefox  # noqa: E402
import stories  # noqa: E402
from desk import Desk  # noqa: E402
from screens import Screens, expect, workbook  # noqa: E402

NAME = "CA de Lens - Liévin"
parser = argparse.ArgumentParser()
parser.add_argument("program")
parser.add_argument("--browser", choices=("chromium", "firefox"), default="chromium")
parser.add_argument("--hand", choices=("mouse", "keyboard", "both"), default="both")
parser.add_argument("--in-full-runs", action="store_true")
parser.add_argument("--pictures")
parser.add_argument("--size", default="1400x900")
options = parser.parse_args()
if options.in_full_runs and not os.environ.get("MAILLAGE_FULL"):
    print("skip: in a full run")
    sys.exit(77)
width, height = map(int, options.size.split("x"))
axe = subprocess.run(["bash", os.path.join(here, "..", "browser", "axe.sh")], stdout=subprocess.PIPE, text=True)
browser, Browser = (chromium, chromium.Chromium) if options.browser == "chromium" else (firefox, firefox.Firefox)
if not browser.find() or axe.returncode != 0:
    print(f"skip: no {options.browser}, or no axe-core")
    sys.exit(77)


def texts_of_versions(page):
    """What the desk writes it reads again; what it cannot show it does not open; zonings in tables of any layout, row by row."""
    def module(expression, name="version"):
        return page.run(f"import('/assets/{name}.js').then(m => {expression})")

    def imported(rows, **more):
        classes = more.get("classes", ["ZIP", "ZAC", "ZAR", "ZV", "HZ"])
        known = "{tvs: new Set(['T1', 'T2', 'T3', '01004']), qpv: new Set(['QN00101M']), communes: new Map([['01001', 'T1'], ['01002', 'T1'], ['01003', 'T2']]), classes: " + json.dumps(classes) + "}"
        got = module(f"(z => z && [[...z.classes], z.faults, z.columns])(m.zoningOf({json.dumps(rows)}, {known}, {json.dumps(more.get('column'))}))", "zoning_import")
        return got and (dict(got[0]), got[1], got[2])
    version = {"title": 'Projet "2026" : été', "derive": True, "date": "2026-03-01",
               "changes": {"tvs 62498": {"class": "ZIP", "reason": 'a "b" # c, d }'}, "tvs 2A004": {"class": "HZ", "reason": ""}, "qpv QN06218M": {"class": "ZAC", "reason": "é"}}}
    expect(module(f"m.read(m.write({json.dumps(version)}))") == version, "a version is not read as it was written")
    nurses = {"title": "Infirmiers", "derive": False, "date": "", "changes": {"tvs T1": {"class": "très sous-doté", "reason": ""}, "tvs T2": {"class": "sur-doté", "reason": "a, b"}}}
    expect(module(f"m.read(m.write({json.dumps(nurses)}))") == nurses, "levels are not read as they were written")
    by_hand = "# essai\nkind: scenario\ntitle: Projet 2026\nzoning:\n  - { tvs: \"62178\", class: ZIP, reason: deux départs }\n"
    expect(module(f"m.read({json.dumps(by_hand)})")["changes"] == {"tvs 62178": {"class": "ZIP", "reason": "deux départs"}}, "a version written by hand is not read")
    for more in ("supply:\n", "rules: arrete-2021\n", "  - { tvs: T, class: X }\n", "ceilings: { zip_pct: 15 }\n"):
        expect(module(f"m.read({json.dumps(by_hand + more)})") is None, "a version that says more is opened as if it did not: " + more)
    walk = module("(h => { h.keep({a: 2}); h.keep({a: 2}); h.keep({a: 3}); h.move(-1); h.move(-1); const first = h.now, low = h.move(-1); h.move(1); h.keep({a: 4}); return [first, low, h.now, h.move(1), h.states.length]; })(new m.History({a: 1}))")
    expect(walk == [{"a": 1}, False, {"a": 4}, False, 3], f"undo: {walk}")
    drees = [["depcom", "libcom", "TVS", "zonage_regional"], ["01001", "a, b", "T1", "1 -Zone d'intervention prioritaire"], ["01003", "c", "T2", "2- Zone d'action complémentaire"], ["9", "d", "T1", "4 - Hors-vivier"],
             ["9", "e", "T9", "3 - Zone de vigilance"], ["9", "f", "T3", "quoi"]]
    got = imported(drees)  # T1 is said to be two things: it is neither
    expect(got == ({"tvs T2": "ZAC"}, [[4, "T1", "differs"], [5, "T9", "unknown"], [6, "quoi", "class"]], ["zonage_regional"]), f"the layout of the DREES is read as {got}")
    got = imported([["commune", "Zonage_MG"], ["01001", "1_ZIP"], ["1002", "7_GQ_ZIP"], ["01003", "6_HZ"], ["QN00101M", "4_QPV_ZAC"], ["1004", "5_ZV"]])
    expect(got[0] == {"tvs T1": "ZIP", "tvs T2": "HZ", "qpv QN00101M": "ZAC", "tvs 01004": "ZV"} and not got[1], f"rows of communes are read as {got}")
    got = imported([["Territoire", "ZIP", "ZAC", "Hors zonage"], ["T1", "x", "", ""], ["T2", "", "oui", ""], ["T3", "", "", "1"]])
    expect(got[0] == {"tvs T1": "ZIP", "tvs T2": "ZAC", "tvs T3": "HZ"}, f"a column for each class, marked, is read as {got}")
    got = imported([["ZIP", "ZAC"], ["T1", "T2"], ["", "T3"]])
    expect(got[0] == {"tvs T1": "ZIP", "tvs T2": "ZAC", "tvs T3": "ZAC"}, f"codes below each class are read as {got}")
    years = [["code", "zonage 2022", "zonage 2026"], ["T1", "ZIP", "ZAC"], ["T2", "ZAC", "Zone de vigilance"]]
    expect(imported(years)[2] == ["zonage 2022", "zonage 2026"] and imported(years, column="zonage 2026")[0] == {"tvs T1": "ZAC", "tvs T2": "ZV"}, "one of two columns of classes cannot be chosen")
    levels = ["très sous-doté", "sous-doté", "intermédiaire", "très doté", "sur-doté"]
    got = imported([["com_code", "zide_niveau"], ["01001", "1_Tres_sous_dotee"], ["01003", "Zone intermédiaire"], ["T3", "Surdoté"], ["01004", "ZIP"]], classes=levels)
    expect(got[0] == {"tvs T1": levels[0], "tvs T2": levels[2], "tvs T3": levels[4]} and got[1] == [[5, "ZIP", "class"]], f"levels of another profession are read as {got}")
    expect(imported([["a", "b"], ["1", "2"]]) is None, "a table without codes is read")
    book = list(workbook({"Un": [["é", "b"], [1, "x & y"[:1]]], "Deux": [["c"], ["d"]]}))
    sheets = module(f"m.sheetsOf(new File([new Uint8Array({book})], 'a.xlsx'))", "sheet")
    expect(sheets == [{"name": "Un", "rows": [["é", "b"], ["1", "x"]]}, {"name": "Deux", "rows": [["c"], ["d"]]}], f"a workbook is read as {sheets}")
    latin = list("code;classe\nT1;é\n".encode("windows-1252"))
    expect(module(f"m.sheetsOf(new File([new Uint8Array({latin})], 'a.csv'))", "sheet")[0]["rows"] == [["code", "classe"], ["T1", "é"]], "a CSV file of the office is not read")
    for bad in (b"PK\x03\x04nothing", b"PK\x05\x06" + b"\xff" * 18):
        said = module(f"m.sheetsOf(new File([new Uint8Array({list(bad)})], 'a.xlsx')).then(() => '', e => e.message)", "sheet")
        expect(said.startswith("a.xlsx n’est ni"), f"a broken workbook: {said}")


def tries(desk, page):
    """A change is tried in the page of results, as the desk serves it: without any right but that to answer its own form."""
    folder = "/api/studies/" + urllib.parse.quote(NAME)
    file = next(each["name"] for each in desk.get(folder).json()["files"] if each["name"].endswith(".html"))
    page.open(f"{desk.origin}{folder}/files/{urllib.parse.quote(file)}")
    expect(page.until("document.getElementById('essai') && !document.getElementById('essai').hidden", 60), "nothing can be tried in the page of results")
    page.run("document.getElementById('essai-service').value = 'gp', document.getElementById('essai-ou').value = document.querySelector('#t-communes tbody').rows[0].cells[1].textContent,"
             "document.getElementById('essai-form').requestSubmit()")
    expect(page.until("!!document.querySelector('#essai-liste li')", 10), "a change is not tried in the page that the desk serves")


def visit(desk, page, mouse_of, name, prefix):
    """The three stories on a study of that name; screens seen, seconds to the first answer."""
    checker = pathlib.Path(axe.stdout.strip()).read_text()
    hands = {who: Screens(page, mouse_of[who], checker, options.pictures, prefix) for who in mouse_of}
    seconds = stories.planner(hands["planner"], desk, name)
    page.run("document.activeElement.blur()")
    stories.analyst(hands["analyst"], desk, name, options.program)
    stories.nurses(hands["analyst"], desk, options.program)
    stories.official(hands["official"], desk, name, options.program)
    return sum(s.count for s in hands.values()), seconds


hands = {"mouse": [True] * 3, "keyboard": [False] * 3, "both": [True, False, True]}[options.hand]
with Desk(options.program, lang="fr") as desk:
    with Browser(width, height, local=True) as page:
        page.open(desk.link)
        expect(page.until("!!document.querySelector('main h1')", 20), "the desk does not come")
        expect(desk.token not in page.run("location.href"), "the secret stays in the address")
        texts_of_versions(page)
        screens, seconds = visit(desk, page, dict(zip(("planner", "analyst", "official"), hands)), NAME, f"{options.browser}-{options.hand}-{width}-")
        outside = [address for address in page.requests if not address.startswith((desk.origin, "data:", "blob:", "about:"))]
        expect(not outside, "outside requests: " + ", ".join(outside))
        refused = [words for words in page.complaints if "412" not in words]
        expect(not refused, "console: " + "; ".join(refused[:3]))
        assert urllib.parse.unquote(page.run("location.hash")).startswith("#/etude/" + NAME)
        tries(desk, page)
print(f"{options.browser}, {options.hand}: {screens} screens at {options.size}: axe-core 0 violations of WCAG A and AA; territory to first answer in {seconds:.1f} s; figures as printed; no outside request")
