#!/usr/bin/env python3
"""Trying changes in the page for a group of people, in Chromium: the group whose layer is chosen on the map is the one whose times are then drawn,
counted and told. Classes, legend and cards are held against the figures of the engine, which runs the file that the page writes.

Usage: check_groups.py MAILLAGE [PICTURE]
Exit 1 at the first failure, 77 when Chromium is not installed.
"""
import json
import pathlib
import re
import sqlite3
import sys
import tempfile

from check_later import FORM, run, saved
from check_report import expect
from check_whatif import studies
from chromium import Chromium, find

CHOOSE = "(value => { const list = document.getElementById('couche'); list.value = value; list.dispatchEvent(new Event('change')); return list.value; })(%s)"
TITLE = "document.querySelector('#couche [value=%s]').textContent"
FILLS = """Object.fromEntries([...document.querySelectorAll('.communes path[id]')].map(e => [e.id.slice(1), e.style.fill]))"""
LEGEND = """[...document.querySelectorAll('.cle[data-couche=%s] tbody tr')].map(r => [r.cells[0].querySelector('i').style.background,
  ...[1, 2].map(k => Number(r.cells[k].textContent.replace(/[^0-9.,-]/g, '').replace(',', '.')))])"""
CARD = "[...document.querySelectorAll('#essai-chiffres .carton')].map(c => [c.querySelector('dt').textContent, c.querySelector('b').textContent])"


def choose(page, layer):
    expect(page.run(CHOOSE % json.dumps(layer)) == layer, f"the map has no layer {layer}")


def check(page, maillage, folder):
    service = "emergency"
    told = page.run(FORM % json.dumps([["quoi", "open"], ["service", service], ["ou", "Divion, le Haut (01004)"]]))
    expect("a_pied" in told, f"nothing is said of the group: {told}")
    text = saved(page)
    (folder / "open.yaml").write_text(text, encoding="utf-8")
    run(maillage, folder / "study.yaml", "--output", folder / "out", "--scenario", folder / "open.yaml")
    db = sqlite3.connect(folder / "out/s-open.gpkg")
    look = json.loads(page.run("document.getElementById('essai-classes').textContent"))
    fills = []
    for layer, group in (("k0", "a_pied"), ("u", None), ("k1", "velo"), ("o0", "a_pied")):
        choose(page, layer)
        choose(page, "essai")
        title = page.run(TITLE % "essai")
        expect((f"groupe «\u00a0{group}\u00a0»" in title) == bool(group), f"after {layer} the layer of the trial is {title!r}")
        query = ("SELECT code, t_urgence, population FROM acces_groupe WHERE maille = 'commune' AND groupe = ?", (group,)) if group \
            else ("SELECT insee_com, t_urgence, population FROM acces_commune", ())
        wanted = {}
        painted = page.run(FILLS)
        for code, minutes, persons in db.execute(*query):
            expect(minutes is not None, f"{code} has no time")
            colour = look["times"][sum(minutes > border + 1e-6 for border in look["minutes"][service])]
            there = wanted.setdefault(page.run(f"(d => {{ d.style.color = {json.dumps(colour)}; return d.style.color; }})(document.createElement('p'))"), [0, 0, []])
            there[0] += 1
            there[1] += persons
            there[2].append(code)
        for colour, (count, persons, codes) in wanted.items():
            expect({painted[code] for code in codes} == {colour}, f"{group}: {codes} are painted {[painted[c] for c in codes]}, not {colour}")
        legend = {colour: (count, persons) for colour, count, persons in page.run(LEGEND % "essai")}
        expect(legend.keys() == wanted.keys() and all(legend[c][0] == wanted[c][0] and abs(legend[c][1] - wanted[c][1]) <= 0.5 for c in wanted),
               f"{group}: the legend counts {legend}, the engine {wanted}")
        fills.append(json.dumps(painted, sort_keys=True))
        choose(page, "ecart")
        expect((f"groupe «\u00a0{group}\u00a0»" in page.run(TITLE % "ecart")) == bool(group), f"after {layer}, what changes is {page.run(TITLE % 'ecart')!r}")
    expect(fills[0] == fills[3] and len(set(fills)) == 3, "the groups are painted alike")
    cards = dict(page.run(CARD))
    limit = float(db.execute("SELECT replace(valeur, ',', '.') FROM parametre WHERE etape = 'desert' AND nom = 'limite_urgence'").fetchone()[0])
    for group in ("a_pied", "velo"):
        far = db.execute("SELECT sum(population) FROM acces_groupe WHERE maille = 'commune' AND groupe = ? AND t_urgence > ?", (group, limit)).fetchone()[0] or 0
        mine = [value for title, value in cards.items() if group in title and "urgences" in title]
        expect(len(mine) == 1 and abs(float(mine[0].replace("\u202f", "")) - far) <= 0.5, f"{group}: {mine} of {list(cards)}, the engine has {far}")
    rows = page.run("[...document.querySelectorAll('#essai-tables tr')].map(r => r.textContent).filter(t => t.includes('a_pied') && t.includes('minutes'))")
    expect(rows, "no table tells the times of the group")
    was = dict(sqlite3.connect(folder / "out/s.gpkg").execute("SELECT groupe || code, t_urgence FROM acces_groupe WHERE maille = 'commune'"))
    for group in ("a_pied", "velo"):
        nearer = sum(persons for code, minutes, persons in db.execute("SELECT groupe || code, t_urgence, population FROM acces_groupe WHERE maille = 'commune' "
                                                                      "AND groupe = ?", (group,)) if minutes < was[code] - 1e-9)
        said = re.search(rf"groupe «\u00a0{group}\u00a0»\u00a0: ([\d\u202f]+) habitants s’en rapprochent, 0 s’en éloignent", told)
        expect(said and nearer > 0 and abs(float(said.group(1).replace("\u202f", "")) - nearer) <= 0.5, f"{group}: {nearer} are nearer in the engine; the page says {told}")


def main():
    if not find():
        print("skip: no Chromium")
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = next(at for study, at, _ in studies(name) if study == "modes")
        run(sys.argv[1], folder / "study.yaml", "--output", folder / "out")
        with Chromium() as page:
            page.open(folder / "out/s.html")
            expect(page.until("!document.getElementById('essai').hidden", 10), "trying changes is hidden: " + "".join(page.complaints[:1]))
            kinds = page.run("[...document.getElementById('essai-quoi').options].map(o => o.value)")
            expect(not {"hours", "capacity", "retire", "road"} & set(kinds), f"the page offers what the study does not have: {kinds}")
            check(page, sys.argv[1], folder)
            if len(sys.argv) > 2:
                page.picture(sys.argv[2])
            expect(not page.complaints, "console: " + "".join(page.complaints[:1]))
    print("PASS")
    return 0


if __name__ == "__main__":
    sys.exit(main())
