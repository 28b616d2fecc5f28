#!/usr/bin/env python3
"""Checks a report in Firefox, offline, by the keyboard alone: towns named, layers, cards, search, the swipe, a trial undone and done again,
the map as a picture; no outside request, no error. Prints PASS. Exit 1 at the first failure, 77 when Firefox is not installed.

usage: check_firefox.py report.html [--picture FILE]
"""
import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from atlas import check_cards, check_names, check_swipe  # noqa: E402
from firefox import Firefox, find  # noqa: E402


def expect(truth, words):
    if not truth:
        print("FAIL: " + words)
        sys.exit(1)


def focus(page, selector):
    """Presses Tab from the element before the one wanted, so that the browser itself gives it the focus."""
    page.run("""(s => { const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
      .filter(e => !e.disabled && e.checkVisibility()), at = all.indexOf(document.querySelector(s)); if (at > 0) all[at - 1].focus(); })(%s)""" % json.dumps(selector))
    for _ in range(4):  # a frame that scrolls takes the focus too
        page.press("Tab")
        if page.run(f"document.activeElement.matches({json.dumps(selector)})"):
            return
    expect(False, f"{selector} cannot be reached with the keyboard")


def check_trial(page):
    said, made = "document.getElementById('essai-dit').textContent", "document.querySelectorAll('#essai-liste li').length"
    name = page.run("document.querySelector('#t-communes tbody').rows[0].cells[1].textContent")
    none = page.run(said)
    focus(page, "#essai-ou")
    page.type(name)
    focus(page, "#essai-form .fort")
    page.press("Enter")
    expect(page.until(made + " === 1"), "Enter does not try a doctor more")
    told = page.run(said)
    expect(told != none and name in told, f"nothing is announced: {told!r}")
    expect(page.run("document.getElementById('couche').value") == "ecart", "the map does not show what changes")
    expect(page.run("[...document.querySelectorAll('.communes path')].some(e => e.style.fill)"), "no commune changes its colour")
    focus(page, "#essai-volet")
    page.press("Enter")
    expect(page.until("document.activeElement.id === 'volet'"), "before and after are not shown side by side")
    before = page.run("document.querySelector('#volet-coupe rect').getAttribute('x')")
    page.press("ArrowRight", 5)
    expect(page.until(f"document.querySelector('#volet-coupe rect').getAttribute('x') !== {before!r}"), "the line of the swipe does not move")
    focus(page, "#volet-bouton")
    page.press("Enter")
    for key, count in (("annuler", 0), ("retablir", 1), ("effacer", 0)):
        focus(page, "#essai-" + key)
        page.press("Enter")
        expect(page.until(f"{made} === {count}"), f"{key} leaves {page.run(made)} changes")
    expect(page.run(said) == none, "reset leaves something of the trial")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("report")
    parser.add_argument("--picture")
    options = parser.parse_args()
    if not find():
        print("skip: no Firefox")
        return 77
    with Firefox(1400, 900) as page:
        page.open(options.report)
        expect(page.until("document.querySelectorAll('#noms text').length > 0", 20), "the map names no town")
        if options.picture:
            page.picture(options.picture)
        check_names(page, expect, 4, 8)
        check_cards(page, expect, focus)
        check_swipe(page, expect, focus)
        size = page.run("atlas.picture(atlas.draw()).then(b => b.size)")
        expect(size > 5000, f"the picture of the map has {size} bytes")
        tried = page.run("!!document.getElementById('essai-donnees')")
        if tried:
            expect(page.until("!document.getElementById('essai').hidden", 20), "trying changes is hidden")
            check_trial(page)
        outside = [address for address in page.requests if not address.startswith(("file:", "data:", "blob:", "about:"))]
        expect(not outside, "outside requests: " + ", ".join(outside))
        expect(not page.complaints, "console: " + (page.complaints[0] if page.complaints else ""))
    print("PASS" if tried else "PASS (nothing to try)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
