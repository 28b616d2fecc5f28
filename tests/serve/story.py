#!/usr/bin/env python3
"""Three people at the desk, in Chromium: a planner with the mouse, an analyst of the ARS with the keyboard alone, an elected official who reads and tries.
Every screen passes axe-core (WCAG A and AA), no request leaves the machine, the console is silent, and the figures of the zoning desk are
those that the program prints. Exit 77 when Chromium or axe-core is not there.

usage: story.py PROGRAM [--pictures FOLDER] [--size 1400x900]"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.parse

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, os.path.join(here, "..", "browser")]
from chromium import Chromium, find  # noqa: E402
from desk import Desk  # noqa: E402

AXE = """axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], iframes: false}).then(r => ({
  violations: r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join(' | ')), passes: r.passes.length}))"""
NAME = "CA de Lens - Liévin"
parser = argparse.ArgumentParser()
parser.add_argument("program")
parser.add_argument("--pictures")
parser.add_argument("--size", default="1400x900")
options = parser.parse_args()
width, height = map(int, options.size.split("x"))
axe = subprocess.run(["bash", os.path.join(here, "..", "browser", "axe.sh")], stdout=subprocess.PIPE, text=True)
if not find() or axe.returncode != 0:
    print("skip: no Chromium, or no axe-core")
    sys.exit(77)
checker = pathlib.Path(axe.stdout.strip()).read_text()
screens = 0


def expect(truth, words):
    if not truth:
        raise SystemExit("FAIL: " + words)


def wait(page, expression, words, seconds=60):
    if not page.until(expression, seconds):
        if options.pictures:
            page.picture(os.path.join(options.pictures, "failed.png"))
        said = page.run("document.getElementById('message')?.textContent")
        expect(False, f"{words}; the desk says: {said!r}; console: {page.complaints[:3]}")


def screen(page, name):
    """A screen as it stands: its picture, and no violation."""
    global screens
    page.run("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")
    if options.pictures:
        page.picture(os.path.join(options.pictures, f"{width}-{name}.png"))
    if not page.run("'axe' in window"):
        page.run(checker + "; 0")
    found = page.run(AXE)
    expect(not found["violations"], f"{name}: axe-core: " + "\n  ".join(found["violations"]))
    expect(found["passes"] > 8, f"{name}: axe-core checked almost nothing")
    expect(page.run("document.querySelectorAll('h1').length") == 1, f"{name}: not one title")
    expect(page.run("document.documentElement.scrollWidth <= innerWidth"), f"{name}: wider than the window")
    screens += 1


def focus(page, selector):
    """Presses Tab until the element has the focus, as a keyboard user would."""
    for _ in range(300):
        if page.run(f"document.activeElement.matches({selector!r})"):
            return
        page.press("Tab")
    expect(False, f"{selector} cannot be reached with the keyboard")


def tab(page, index, ready):
    page.click(".onglets a", index)
    wait(page, ready, f"screen {index} does not come")


def calm(page):
    """The engine has answered the last change of the zoning."""
    wait(page, "document.querySelector('[aria-live]').isConnected && [...document.querySelectorAll('p[aria-live]')].some(p => p.textContent.startsWith('Enregistré dans'))",
         "the gauges do not come")


def gauges(page):
    return page.run("Object.fromEntries([...document.querySelectorAll('.jauge')].map(j => [j.querySelector('b').textContent, j.querySelector('.valeur').textContent]))")


def planner(desk, page):
    """With the mouse: a territory on the map, the first answer, the page to try, what to hand over."""
    wait(page, "document.querySelector('h1')?.textContent === 'Études'", "the home does not come")
    screen(page, "1-etudes")
    page.click("main a.principal")
    wait(page, "!!document.querySelector('canvas')", "the map of France does not come")
    # the town hall of Lens (2.83 E, 50.43 N), where the map puts it
    at = page.run("(c => { c.scrollIntoView({block: 'center'}); const r = c.getBoundingClientRect(); return [r.x + (2.83 + 5.3) / 15 * r.width, r.y + (51.3 - 50.43) / 10.1 * r.width]; })(document.querySelector('canvas'))")
    page.click_at(*at)
    wait(page, "document.querySelector('.puces')?.textContent.includes('246200364')", "a click on Lens does not choose its EPCI")
    page.click("#q-zoning")
    wait(page, "document.getElementById('q-zoning').checked", "a question cannot be ticked", 5)
    screen(page, "2-nouvelle")
    page.click("main button.principal")
    wait(page, "location.hash.includes('/calcul') && !!document.querySelector('.onglets')", "the study is not made")
    begin = time.monotonic()
    page.click("main button.principal")
    wait(page, "!!document.querySelector('progress')?.offsetParent", "no progress is shown", 10)
    screen(page, "3-calcul")
    wait(page, "!!document.querySelector('main table caption')", "the run does not end")
    seconds = time.monotonic() - begin
    screen(page, "4-calcul-fini")
    page.click("a.bouton.principal")
    wait(page, "!!document.querySelector('iframe')", "the page of results does not come")
    screen(page, "5-resultats")
    expect(page.run("document.querySelector('iframe').sandbox.value") == "allow-scripts allow-downloads", "the page of results has rights")
    links = page.run("[...document.querySelectorAll('.remise a')].map(a => a.getAttribute('href'))")
    for link in links:
        got = desk.get(link)
        expect(got.status == 200 and len(got.body) > 10000, "cannot be handed over: " + link)
    return seconds


def analyst(desk, page):
    """With the keyboard alone: a version of the zoning, classes by key, a refusal beside its line, undo, a copy, a comparison, validation."""
    page.run("document.activeElement.blur()")
    focus(page, ".onglets a:nth-child(3)")
    page.press("Enter")
    wait(page, "!!document.querySelector('main button.principal')", "the zoning desk does not come")
    seen = next(s for s in desk.get("/api/studies").json()["studies"] if s["name"] == NAME)
    expect(seen["held_by_other"] and seen["holder"], f"nobody is said to be working on the study: {seen}")
    screen(page, "6-zonage-vide")
    focus(page, "main button.principal")
    page.press("Enter")
    wait(page, "!!document.querySelector('.jauge')", "no gauge is shown")
    calm(page)
    first = gauges(page)
    focus(page, "tr.choisie")
    page.press("ArrowDown")
    code = page.run("document.activeElement.dataset.code")
    expect(code, "the arrow does not reach the next line")
    page.press("a")
    wait(page, f"document.querySelector('tr[data-code=\"{code}\"] .classe')?.textContent === 'ZAC'", "the key A does not put in ZAC")
    wait(page, f"!!document.querySelector('tr[data-code=\"{code}\"] .faute')", "the refusal of the rule is not beside its line")
    calm(page)
    focus(page, f"[data-focus='m{code}']")
    page.type("deux départs")
    page.press("Tab")
    calm(page)
    screen(page, "7-zonage")
    changed = gauges(page)
    expect(changed != first, "the gauges do not move")
    # equal to what the program prints of the file that the desk has saved
    folder = os.path.join(desk.folder, NAME)
    text = pathlib.Path(folder, "zonage-projet.yaml").read_text()
    expect(f'- {{ tvs: "{code}", class: ZAC, reason: "deux départs" }}' in text, "the version is not what was typed:\n" + text)
    printed = subprocess.run([os.path.abspath(options.program), "zoning", "study.yaml", "zonage-projet.yaml", "--force", "--json", "--output", "../hors"], cwd=folder,
                             stdout=subprocess.PIPE, check=True).stdout
    for row in json.loads(printed)["zonage_jauge"]:
        if row["cote"].startswith("B"):
            shown = changed[row["jauge"]].replace("\u202f", "").replace("\u00a0", " ").replace(",", ".")
            expect(shown == f"{row['part']:.2f} %", f"{row['jauge']}: {shown} on the desk, {row['part']} printed")
    focus(page, "tr.choisie")
    for _ in range(2):  # the reason, then the class
        page.run("0")
        page.call("Input.dispatchKeyEvent", type="keyDown", key="z", code="KeyZ", windowsVirtualKeyCode=90, modifiers=2)
        page.call("Input.dispatchKeyEvent", type="keyUp", key="z", code="KeyZ", windowsVirtualKeyCode=90, modifiers=2)
        time.sleep(0.1)
    calm(page)
    wait(page, f"!document.querySelector('tr[data-code=\"{code}\"]').classList.contains('changee')", "Ctrl+Z does not undo")
    wait(page, f"JSON.stringify(Object.fromEntries([...document.querySelectorAll('.jauge')].map(j => [j.querySelector('b').textContent, j.querySelector('.valeur').textContent]))) === {json.dumps(json.dumps(first, ensure_ascii=False, separators=(',', ':')))}",
         "undone, the gauges are not those of before", 15)
    focus(page, "main summary")
    page.press("Enter")
    focus(page, "details[open] input")
    page.type("variante")
    page.press("Tab")
    page.press("Enter")
    wait(page, "document.querySelector('main select').value === 'zonage-variante.yaml'", "no copy is made")
    calm(page)
    page.run("document.querySelector('main details').open = true")
    page.run("[...document.querySelectorAll('details button')].find(b => b.textContent === 'Valider cette version').focus()")
    page.press("Enter")
    wait(page, "document.getElementById('message').textContent.includes('Validée')", "the version cannot be validated")
    expect(os.path.exists(os.path.join(folder, "zonage-variante.yaml.valide")), "nobody is said to have validated")
    focus(page, "tr.choisie")
    page.press("i")
    wait(page, "document.getElementById('message').textContent.includes('ne change plus')", "a validated version changes")
    page.run("document.querySelector('main details').open = true")
    page.run("[...document.querySelectorAll('details button')].find(b => b.textContent.startsWith('Écrire les pièces')).focus()")
    page.press("Enter")
    wait(page, "[...document.querySelectorAll('details a')].some(a => a.textContent === 'annexe.fodt')", "the files to submit are not written")
    screen(page, "8-zonage-depot")


def official(page):
    """Reads and tries: the other screens, and a file that is not known."""
    tab(page, 3, "document.querySelectorAll('main input[type=number]').length >= 3")
    page.click("main .outils button.principal")
    wait(page, "document.querySelectorAll('.trois .carton').length === 3", "one to three antennas are not proposed")
    expect(page.run("[...document.querySelectorAll('.trois .carton')].every(c => c.textContent.includes('rouvé'))"), "an answer without its proof")
    minutes = page.run("[...document.querySelectorAll('.trois .carton > p > b')].map(b => parseFloat(b.textContent.replace(',', '.')))")
    expect(len(minutes) == 3 and minutes[0] > minutes[1] > minutes[2] > 0, f"more antennas do not shorten trips: {minutes}")
    screen(page, "12-antennes")
    tab(page, 4, "!!document.querySelector('.depot')")
    wait(page, "document.querySelectorAll('main tbody tr').length > 5", "official files are not listed")
    page.run("""(input => { const list = new DataTransfer(); list.items.add(new File(['commune;medecins\\n62498;40\\n62427;3\\n'], 'releve.csv'));
                input.files = list.files; input.dispatchEvent(new Event('change')); })(document.getElementById('fichiers'))""")
    wait(page, "document.querySelectorAll('.carton select').length >= 3", "the columns of an unknown file cannot be mapped")
    screen(page, "9-donnees")
    page.run("window.confirm = () => true")  # the same file again, in place of the first
    page.run("""(input => { const list = new DataTransfer(); list.items.add(new File(['commune;medecins\\n62498;41\\n'], 'releve.csv'));
                input.files = list.files; input.dispatchEvent(new Event('change')); })(document.getElementById('fichiers'))""")
    saved = os.path.join(desk.folder, NAME, "releve.csv")
    wait(page, "document.querySelectorAll('.carton').length >= 2", "a file cannot be replaced")
    expect(pathlib.Path(saved).read_text() == "commune;medecins\n62498;41\n", "the second file is not the one saved")
    tab(page, 5, "!!document.querySelector('.etroit')")
    offered = page.run("[...document.querySelector('main select').options].map(o => o.value)")
    expect("zoning" in offered and not {"serve", "shard"} & set(offered), f"what is for consoles is offered: {offered}")
    page.run("(s => { s.value = 'info'; s.dispatchEvent(new Event('change')); })(document.querySelector('main select'))")
    page.click(".etroit button.principal")
    wait(page, "document.querySelector('.etroit pre')?.textContent.includes('Lens')", "a command of the catalogue does not answer")
    screen(page, "10-commandes")
    tab(page, 6, "!!document.querySelector('textarea')")
    screen(page, "11-fichiers")
    page.run("[...document.querySelectorAll('main tbody tr')].find(r => r.textContent.includes('releve.csv')).querySelector('button').click()")
    wait(page, "![...document.querySelectorAll('main tbody tr')].some(r => r.textContent.includes('releve.csv'))", "a file cannot be removed")
    expect(not os.path.exists(saved), "a removed file is still there")
    page.run("document.querySelector('textarea').value += '\\n# relu\\n'")
    page.click("main .principal")
    wait(page, "document.getElementById('message').textContent.includes('Enregistré')", "the study file is not saved")
    tab(page, 1, "!!document.querySelector('iframe')")
    wait(page, "fetch('/api/studies').then(r => r.json()).then(a => a.studies.every(s => !s.holder))", "a study that is only read stays held", 10)


def texts_of_versions(page):
    """What the desk writes it reads again; what it cannot show it does not open; zonings from CSV files, row by row."""
    def module(expression):
        return page.run(f"import('/assets/version.js').then(m => {expression})")
    version = {"title": 'Projet "2026" : été', "derive": True, "date": "2026-03-01",
               "changes": {"tvs 62498": {"class": "ZIP", "reason": 'a "b" # c, d }'}, "tvs 2A004": {"class": "HZ", "reason": ""}, "qpv QN06218M": {"class": "ZAC", "reason": "é"}}}
    expect(module(f"m.read(m.write({json.dumps(version)}))") == version, "a version is not read as it was written")
    by_hand = "# essai\nkind: scenario\ntitle: Projet 2026\nzoning:\n  - { tvs: \"62178\", class: ZIP, reason: deux départs }\n"
    expect(module(f"m.read({json.dumps(by_hand)})")["changes"] == {"tvs 62178": {"class": "ZIP", "reason": "deux départs"}}, "a version written by hand is not read")
    for more in ("supply:\n", "rules: arrete-2021\n", "  - { tvs: T, class: X }\n", "ceilings: { zip_pct: 15 }\n"):
        expect(module(f"m.read({json.dumps(by_hand + more)})") is None, "a version that says more is opened as if it did not: " + more)
    drees = ("depcom,libcom,TVS,zonage_regional\r\n1,\"a, b\",T1,1 -Zone d'intervention prioritaire\r\n2,c,T2,2- Zone d'action complémentaire\r\n3,d,T1,4 - Hors-vivier\r\n"
             "4,e,T9,3 - Zone de vigilance\r\n5,f,T3,quoi\r\n")
    got = module(f"(z => [[...z.classes], z.faults])(m.zoningOf({json.dumps(drees)}, new Set(['T1', 'T2', 'T3'])))")
    expect(got == [[["T1", "ZIP"], ["T2", "ZAC"]], [[4, "T1", "differs"], [5, "T9", "unknown"], [6, "quoi", "class"]]], f"a zoning is read as {got}")
    expect(module("m.zoningOf('a;b\\n1;2\\n', new Set())") is None, "a file without codes is read")
    walk = module("(h => { h.keep({a: 2}); h.keep({a: 2}); h.keep({a: 3}); h.move(-1); h.move(-1); const first = h.now, low = h.move(-1); h.move(1); h.keep({a: 4}); return [first, low, h.now, h.move(1), h.states.length]; })(new m.History({a: 1}))")
    expect(walk == [{"a": 1}, False, {"a": 4}, False, 3], f"undo: {walk}")


with Desk(options.program, lang="fr") as desk:
    with Chromium(width, height, local=True) as page:
        page.open(desk.link)
        expect(desk.token not in page.run("location.href"), "the secret stays in the address")
        texts_of_versions(page)
        seconds = planner(desk, page)
        analyst(desk, page)
        official(page)
        outside = [address for address in page.requests if not address.startswith((desk.origin, "data:", "blob:"))]
        expect(not outside, "outside requests: " + ", ".join(outside))
        refused = [words for words in page.complaints if "412" not in words]
        expect(not refused, "console: " + "; ".join(refused[:3]))
        home = page.run("[...document.querySelectorAll('script,link')].length")
        expect(home >= 2, "not the desk")
        assert urllib.parse.unquote(page.run("location.hash")).startswith("#/etude/" + NAME)
print(f"{screens} screens at {options.size}: axe-core 0 violations of WCAG A and AA; territory to first answer in {seconds:.1f} s; figures as printed; no outside request")
