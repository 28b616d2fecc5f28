#!/usr/bin/env python3
"""What the page writes into a scenario without computing it (hours and capacity of a site, doctors who stop at an age, roads), in Chromium: the
engine runs the file as it stands, records each change, and finds the access that the page shows for the changes it does compute.

Usage: check_later.py MAILLAGE
Exit 1 at the first failure, 77 when Chromium is not installed.
"""
import base64
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from check_report import expect
from check_whatif import write_roads
from chromium import Chromium, find

TOP = pathlib.Path(__file__).resolve().parents[2]
SMALL = TOP / "tests/studies/small"
MORE = """times:
  - { name: nuit, service: emergency, at: night, minutes: [10] }
"""
FORM = """(values => {
  const put = (id, value) => { const e = document.getElementById('essai-' + id); e.value = value; e.dispatchEvent(new Event('change')); };
  for (const [id, value] of values) put(id, value);
  document.getElementById('essai-form').requestSubmit();
  return document.getElementById('essai-dit').textContent; })(%s)"""
LIST = "[...document.querySelectorAll('#essai-liste li')].map(e => e.textContent)"


def run(maillage, *words):
    done = subprocess.run([maillage, "run", *map(str, words), "--overwrite", "-q"], capture_output=True, text=True)
    expect(done.returncode == 0, f"{' '.join(map(str, words))}: {done.stderr}")


def make(maillage, folder):
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    text = text.replace("travel: { model: crow", "travel: { model: road, osm: roads.osm, snap_metres: 3000 }\n#", 1)
    text = text.replace("minutes: [5, 10] }", "minutes: [5, 10] }\n  - { name: urgences, sites: urgences, minutes: [30], capacity: 3000 }", 1)
    text = text.replace("quantite: nb_medg }", "quantite: nb_medg, age: age }", 1)
    (folder / "study.yaml").write_text(text[:text.index("siting:")] + text[text.index("outputs:"):] + MORE, encoding="utf-8")
    (folder / "medecins.csv").write_text("codgeo;nb_medg;age\n01001;1;66\n01002;1;66\n01002;1;58\n01002;1;41\n01004;1;50\n01007;2;45\n", encoding="utf-8")
    write_roads(folder / "roads.osm", 2.58, 50.48, 2.74, 50.6)
    run(maillage, folder / "study.yaml", "--output", folder / "out")


def saved(page):
    """The file that the page would save, from its link."""
    page.run("location.hash = '', document.getElementById('essai-lien').click()")
    expect(page.until("location.hash.startsWith('#essai=')"), "the link is not made")
    text = page.run("location.hash.slice(7)").replace("-", "+").replace("_", "/")
    return base64.b64decode(text + "=" * (-len(text) % 4)).decode()


def access_in_page(page, text):
    return page.run("""(text => { const study = whatif.open(JSON.parse(document.getElementById('essai-donnees').textContent), null);
      const found = whatif.compute(study, scenario.read(study, text).changes).access.get('gp');
      return Object.fromEntries(study.communes.filter(i => study.inside[i]).map(i => [study.code[i], found[i]])); })(%s)""" % json.dumps(text))


def follow(page, text):
    page.run("document.getElementById('essai-effacer').click(), location.hash = ''")
    page.run("location.hash = '#essai=' + btoa(unescape(encodeURIComponent(%s))).replace(/[+]/g, '-').replace(/[/]/g, '_').replace(/=+$/, '')" % json.dumps(text))


def tried(page, changes):
    page.run("document.getElementById('essai-effacer').click()")
    for values in changes:
        told = page.run(FORM % json.dumps(values))
        expect(page.run(LIST + ".length") > 0, f"{values} is not taken: {told}")
    made = page.run(LIST)
    text = saved(page)
    follow(page, text)
    expect(page.until(f"{LIST}.length === {len(made)}"), f"{made} is read back as {page.run(LIST)}")
    return made, text


def long_link(page):
    """A trial of 3,000 changes, more bytes than a function takes arguments, has a link too."""
    roads = [f'  - {{ close: "across", line: "LINESTRING (2.63 50.49, 2.63 50.{5000 + i})" }}\n' for i in range(3000)]
    text = 'kind: scenario\ntitle: "Essai"\nroads:\n' + "".join(roads)
    follow(page, text)
    expect(page.until(f"{LIST}.length === 3000", 30), f"{page.run(LIST + '.length')} of 3,000 changes are read from a link")
    again = saved(page)
    expect(again == text, f"the link of a trial of {len(text)} bytes has {len(again)}")
    page.run("document.getElementById('essai-effacer').click(), location.hash = ''")


def check(page, maillage, folder):
    site = [["quoi", "hours"], ["service", "emergency"], ["ou", "Brias"], ["site", "010000001"]]
    counted = [[["quoi", "come"], ["service", "gp"], ["ou", "Camblain"], ["nombre", "2"]]]
    hours = [site + [["horaires", "Mo-Su 08:00-20:00"]], [["quoi", "capacity"]] + site[1:] + [["nombre", "1200"]]]
    rest = [[["quoi", "retire"], ["ou", ""], ["nombre", "65"]],
            [["quoi", "road"], ["route", "close"], ["trace", "LINESTRING (2.63 50.49, 2.63 50.51)"]],
            [["quoi", "road"], ["route", "open"], ["trace", "LINESTRING (2.604615 50.498462, 2.629231 50.526154)"], ["vitesse", "64"]]]
    for name, changes, wanted in (("hours", counted + hours, ["08:00-20:00", "1200"]), ("rest", rest, ["65", "64"])):
        made, text = tried(page, changes)
        expect(len(made) == len(changes), f"{len(made)} changes of {len(changes)}: {made}")
        for said in made[len(counted) if name == "hours" else 0:]:
            expect("sans effet sur les chiffres" in said, f"the page does not say that it leaves {said!r} to the engine")
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        run(maillage, folder / "study.yaml", "--output", folder / "out", "--scenario", folder / f"{name}.yaml")
        db = sqlite3.connect(folder / f"out/small-{name}.gpkg")
        rows = [" ".join(str(v) for v in row) for row in db.execute("SELECT nature, service, code, avant, apres, effet FROM changement")]
        expect(len(rows) >= len(changes) and all(row.endswith("1") for row in rows), f"{name}: the engine made {rows}")
        for words in wanted:
            expect(any(words in row for row in rows), f"{name}: {words} is in none of {rows}")
        if name == "hours":
            theirs = dict(db.execute("SELECT insee_com, apl FROM acces_commune"))
            for code, ours in access_in_page(page, text).items():
                expect(abs(ours - theirs[code]) < 1e-9, f"access of {code}: {ours} in the page, {theirs[code]} by the engine")
    for values, words in ((site + [["horaires", "late"]], "Mo-Fr 08:00-20:00"), ([["quoi", "road"], ["trace", "2.6 50.5"]], "LINESTRING")):
        expect(words in page.run(FORM % json.dumps(values)), f"{values} is not refused")


def main():
    if not find():
        print("skip: no Chromium")
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make(sys.argv[1], folder)
        with Chromium() as page:
            page.open(folder / "out/small.html")
            expect(page.until("!document.getElementById('essai').hidden", 10), "trying changes is hidden")
            check(page, sys.argv[1], folder)
            long_link(page)
            expect(not page.complaints, "console: " + "".join(page.complaints[:1]))
    print("PASS")
    return 0


if __name__ == "__main__":
    sys.exit(main())
