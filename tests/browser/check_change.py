#!/usr/bin/env python3
"""The page of a comparison, of a small territory with its priority neighbourhoods, and that of its series of four years, in Chromium and
Firefox: colours, counts and places in the charts against what the tables of the results say, at 1400 and 400 pixels; axe-core finds nothing.

Usage: check_change.py MAILLAGE
Exit 1 at the first failure, 77 when no browser is installed.
"""
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import chromium
import firefox
from check_report import AXE, expect

TOP = pathlib.Path(__file__).resolve().parents[2]
SMALL = TOP / "tests/studies/small"
QUARTERS = """QN00103M,Le Sud,300,01003,2.721,50.501
QN00104M,Le Nord,200,01005,2.661,50.541
QN00105M,La Cité,150,01004,2.601,50.541
"""
SCENARIO = """kind: scenario
title: Des départs, des arrivées
supply:
  - { commune: "01002", doctors: -2 }
  - { commune: "01003", doctors: 2 }
sites:
  - { open: emergency, commune: "01005" }
"""
SERIES = """kind: series
title: Suivi
threshold: 2.5
years:
  - { year: 2016, study: out/small.gpkg, apl: published-65, vintage: "2016" }
  - { year: 2018, study: out/small.gpkg, apl: published-65, vintage: "2018" }
  - { year: 2024, study: out/small.gpkg }
  - { year: 2026, study: out/small-then.gpkg }
targets:
  - { indicator: under, value: 1000, year: 2036 }
  - { indicator: apl, value: 3, year: 2032 }
"""
PUBLISHED = "insee_com,apl,apl_65,population\n01001,3,2.4,5000\n01002,2,2,1000\n01003,3,3,2000\n01004,3.5,3.5,2500\n"
SHOW = "(s => { s.value = %r; s.dispatchEvent(new Event('change')); })(document.getElementById('couche'))"


def run(maillage, *words):
    done = subprocess.run([maillage, *map(str, words), "-q"], capture_output=True, text=True)
    expect(done.returncode == 0, f"{words[0]}: {done.stderr}")


def make(maillage, folder):
    study = folder / "study"
    shutil.copytree(SMALL, study)
    with open(study / "qpv.csv", "a", encoding="utf-8") as out:
        out.write(QUARTERS)
    for vintage, more in (("2016", "01005,4.5,4.5,1800\n"), ("2018", "")):
        (study / f"apl{vintage}.csv").write_text(PUBLISHED + more, encoding="utf-8")
    text = (study / "study.yaml").read_text(encoding="utf-8")
    vintages = ", ".join(f'{{ path: apl{v}.csv, vintage: "{v}" }}' for v in ("2016", "2018"))
    (study / "study.yaml").write_text(text.replace("  zoning:\n", f"  apl: [ {vintages} ]\n  zoning:\n", 1), encoding="utf-8")
    (folder / "then.yaml").write_text(SCENARIO, encoding="utf-8")
    (folder / "series.yaml").write_text(SERIES, encoding="utf-8")
    run(maillage, "run", study / "study.yaml", "--output", folder / "out", "--scenario", folder / "then.yaml")
    run(maillage, "compare", folder / "out/small.gpkg", folder / "out/small-then.gpkg", "--output", folder / "cmp")
    run(maillage, "series", folder / "series.yaml", "--output", folder / "serie")
    return [(folder / name / f"{file}.html", sqlite3.connect(folder / name / f"{file}.gpkg")) for name, file in (("cmp", "comparaison"), ("serie", "serie"))]


def class_of(gain, border):
    """From a large loss to a large gain; 5 when unknown."""
    if gain is None:
        return 5
    return 0 if gain <= -border else 1 if gain < -1e-9 else 2 if gain <= 1e-9 else 3 if gain < border else 4


def check_answer(page, db):
    """The first sentence: who passes the thresholds, and where nobody does, who gains and who loses; the map shows a difference at once."""
    said = page.run("document.getElementById('ce-qui-change').textContent").replace("\u202f", "").replace("\u00a0", "")
    expect("Petit territoire" in said, f"the sentence does not say what it compares with: {said}")
    passed = db.execute("SELECT population_avant, population, tombent, sortent, service, mesure FROM comparaison_seuil WHERE tombent > 0 OR sortent > 0 "
                        "ORDER BY id LIMIT 2").fetchall()
    expect(passed, "nobody passes a threshold: nothing is tried")
    for before, after, *_, service, measure in passed:
        was, now = db.execute("SELECT sum(sous_avant), sum(sous_apres) FROM comparaison_unite WHERE maille = 'qpv' AND service = ? AND mesure = ?",
                              (service, measure)).fetchone()
        for words in (f"{after:.0f} habitants", f"au lieu de {before:.0f}", f"(dont {now:.0f} en quartier prioritaire)", f"(dont {was:.0f})"):
            expect(words in said, f"{words!r} is not said: {said}")
    card = page.run("document.getElementById('fiche-change').textContent").replace("\u202f", "").replace("\u00a0", "")
    for _, _, falling, leaving, *_ in passed:
        expect(f"{falling:.0f} passent du mauvais côté, {leaving:.0f} en sortent" in card, f"{falling:.0f} and {leaving:.0f} are not on the card: {card}")
    expect(page.run("document.getElementById('carte-svg').dataset.couche") == "e", "the map does not begin with a difference")


def check_quarters(page, db):
    """The colours of neighbourhoods on both layers of differences, their counts in the legends, and elsewhere their own colour."""
    rows = db.execute("SELECT libelle, apl_ecart, t_urgence_ecart, apl_avant FROM comparaison_qpv ORDER BY code_qp").fetchall()
    expect(len({class_of(apl, 0.25) for _, apl, _, _ in rows}) > 1, "all neighbourhoods change alike: nothing is tried")
    for key, found in (("e", {name: class_of(apl, 0.25) for name, apl, _, _ in rows}),
                       ("l", {name: class_of(None if time is None else -time, 5) for name, _, time, _ in rows})):
        page.run(SHOW % key)
        drawn = dict(page.run("[...document.querySelectorAll('.qpv path')].map(e => [e.querySelector('title').textContent.split('\\u00a0:')[0], getComputedStyle(e).fill])"))
        colours = page.run(f"[...document.querySelectorAll('.cle[data-couche={key}] tbody tr')].map(r => [r.querySelector('i').className.slice(-1), "
                           "getComputedStyle(r.querySelector('i')).backgroundColor, r.cells[4].textContent])")
        expect(set(drawn) == set(found), f"layer {key}: neighbourhoods {sorted(drawn)}, {sorted(found)} in the table")
        for at, colour, count in colours:
            names = [name for name in found if found[name] == int(at)]
            expect(count == str(len(names)), f"layer {key}, class {at}: {count} neighbourhoods in the legend, {len(names)} in the table")
            for name in names:
                expect(drawn[name] == colour or at == "5", f"layer {key}: {name} is {drawn[name]}, its class {at} is {colour}")
    page.run(SHOW % "c")
    plain = set(page.run("[...document.querySelectorAll('.qpv path')].map(e => getComputedStyle(e).fill)"))
    expect(len(plain) == 1, f"neighbourhoods have several colours on the layer of access: {plain}")
    before = {name: apl for name, _, _, apl in rows}
    for name, told in page.run("[...document.querySelectorAll('.qpv title')].map(e => e.textContent.split('\\u00a0:'))"):
        expect(f"{before[name]:.2f}".replace(".", ",") in told, f"{name} does not say its APL of before: {told}")


def check_swipe(page):
    """Left of the line neighbourhoods have the colours of the layer that is there."""
    page.run("swipe.open('e', 'c')")
    left, right = (page.run(f"[...document.querySelectorAll('{which} path')].map(e => getComputedStyle(e).fill)") for which in (".qpv.gauche", ".qpv:not(.gauche)"))
    expect(len(left) == len(right) and len(set(right)) == 1 and set(left) != set(right), f"neighbourhoods left of the line: {left}, right of it: {right}")
    page.run("document.getElementById('volet-bouton').click()")
    expect(page.run("document.querySelectorAll('.qpv').length") == 1, "copies of the neighbourhoods stay when the line is taken away")


def check_toggle(page):
    """Neighbourhoods taken away, and back; one that is pressed says what it is."""
    shown = "[...document.querySelectorAll('.qpv path')].filter(e => e.getClientRects().length).length"
    all_of_them = page.run(shown)
    for wanted in (0, all_of_them):
        page.run("document.getElementById('qpv-bouton').click()")
        expect(page.run(shown) == wanted, f"{page.run(shown)} neighbourhoods are shown, not {wanted}")
    page.run("document.querySelector('.qpv path').dispatchEvent(new MouseEvent('click', { bubbles: true }))")
    expect(page.run("document.getElementById('etat').textContent").startswith("Les Fleurs"), "a neighbourhood that is pressed says nothing")


def check_widths(page):
    """No layer pushes the page sideways."""
    layers = page.run("[...document.getElementById('couche').options].map(o => o.value)")
    for key in layers:
        page.run(SHOW % key)
        wide, window = page.run("[document.documentElement.scrollWidth, innerWidth]")
        expect(wide <= window, f"layer {key}: {wide} pixels in a window of {window}")
    page.run(SHOW % layers[0])


def marks(page, chart, shape, x, y):
    """Middles of the marks of a chart as (year, value), by the words of its two axes."""
    axes = page.run(f"[...document.getElementById('serie-{chart}-nom').parentNode"
                    ".querySelectorAll('text')].map(t => [t.textContent.replace(/[\\s\\u00a0\\u202f]/g, ''), Number(t.getAttribute('x')), Number(t.getAttribute('y')), t.getAttribute('text-anchor')])")
    years = sorted((int(t), at) for t, at, _, anchor in axes if anchor == "middle" and len(t) == 4 and t.isdigit())
    levels = sorted((float(t.replace(",", ".")), down - 4) for t, at, down, anchor in axes if anchor == "end" and at == 46 and t.replace(",", "").isdigit())

    def along(scale, at):
        (v0, p0), (v1, p1) = scale[0], scale[-1]
        return v0 + (v1 - v0) * (at - p0) / (p1 - p0)
    found = page.run(f"[...document.getElementById('serie-{chart}-nom').parentNode.querySelectorAll('{shape}')].map(e => [Number(e.getAttribute('{x}')), Number(e.getAttribute('{y}'))])")
    half = 4 if shape.endswith("rect") else 0  # of its side
    return [(along(years, a + half), along(levels, b + half)) for a, b in found], levels[-1][0] - levels[0][0]


def check_marks(found, wanted, span, what):
    expect(len(found) == len(wanted), f"{what}: {len(found)} marks for {len(wanted)} values")
    for (year, value), (right_year, right) in zip(sorted(found), sorted(wanted)):
        expect(abs(year - right_year) < 0.1 and abs(value - right) < 0.01 * span, f"{what}: drawn at {year:.2f}, {value:.3f}, not {right_year}, {right:.3f}")


def check_years(page, html, db):
    """Marks of the territory, of its targets and of a commune stand where their values are; what is chosen is told."""
    page.open(html)
    targets = {code: (year, value) for code, year, value in db.execute("SELECT indicateur, annee_cible, cible FROM serie_cible")}
    for chart, code in (("apl", "apl"), ("sous", "under")):
        found, span = marks(page, chart, "circle", "cx", "cy")
        check_marks(found, db.execute(f"SELECT annee, {chart} FROM serie_annee").fetchall() + [targets[code]], span, "the chart " + chart)
    page.run("(e => { e.value = 'etrun'; e.dispatchEvent(new Event('change')); })(document.getElementById('serie-commune'))")
    values = db.execute("SELECT annee, apl FROM serie_valeur WHERE insee_com = '01005'").fetchall()
    expect(any(apl is None for _, apl in values), "the commune is known in every year: nothing is tried")
    found, span = marks(page, "apl", ".suivie rect", "x", "y")
    top = max(value for _, value in found)
    check_marks(found, [(year, min(apl, top)) for year, apl in values if apl is not None], span, "the commune")
    told = page.run("document.getElementById('serie-dit').textContent")
    for year, apl in values:
        expect(f"inconnue en {year}" in told if apl is None else f"{apl:.2f} en {year}".replace(".", ",") in told, f"{year} is not told: {told}")
    page.run("document.querySelector('#t-communes tbody td, #t-communes tbody th').click()")
    expect(page.run("document.getElementById('serie-dit').textContent") != told, "a commune chosen in the table is not followed")
    small = page.run("""[...document.querySelectorAll('.etroit text')].map(e => parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a).filter(s => s < 11.5)""")
    expect(not small, f"letters of {min(small or [0]):.1f} pixels in the charts")
    wide, window = page.run("[document.documentElement.scrollWidth, innerWidth]")
    expect(wide <= window and page.run("[...document.querySelectorAll('.etroit')].every(e => e.scrollWidth <= e.clientWidth)"), f"the charts are wider than a window of {window}")


def check(page, html, db):
    page.open(html)
    check_answer(page, db)
    check_quarters(page, db)
    check_swipe(page)
    check_toggle(page)
    check_widths(page)


def check_axe(page):
    done = subprocess.run(["bash", str(pathlib.Path(__file__).with_name("axe.sh"))], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        return "not tried"
    page.load(pathlib.Path(done.stdout.strip()).read_text())
    page.run("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    found = page.run(AXE)
    expect(not found["violations"], "axe-core: " + "\n  ".join(found["violations"]))
    return f"0 violations, {found['passes']} rules pass"


def main():
    browsers = [(name, at) for name, at in (("Chromium", chromium), ("Firefox", firefox)) if at.find()]
    if not browsers:
        print("skip: neither Chromium nor Firefox is installed")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        compared, years = make(sys.argv[1], pathlib.Path(folder))
        for name, at in browsers:
            for width, height in ((1400, 900), (400, 800)):
                axe = []
                with getattr(at, name)(width, height) as page:
                    for look, made in ((check, compared), (check_years, years)):
                        look(page, *made)
                        axe.append(check_axe(page) if name == "Chromium" else "not tried")
                    expect(not page.complaints, "console: " + "".join(page.complaints[:1]))
                print(f"{name} at {width}: axe-core {', '.join(axe)}")
    print("PASS")
    return 0


if __name__ == "__main__":
    sys.exit(main())
