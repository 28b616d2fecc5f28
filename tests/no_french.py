#!/usr/bin/env python3
"""Finds French texts of the catalogue left in an English page, French words left in its conventions, and texts that a stage records
in French and the catalogue does not hold. Prints one per line; nothing when there are none.

usage: no_french.py CATALOGUE.po PAGE.html
"""
import ast
import html
import pathlib
import re
import sys

SHORTEST, LONG = 9, 25  # letters of a fragment: shorter ones occur inside others; up to LONG it must be a whole text, not part of a name


def texts(lines):
    return "".join(ast.literal_eval(line) for line in re.findall(r'".*"', lines))


def entries(path):
    """Pairs of ids and translations."""
    for entry in open(path, encoding="utf-8").read().split("\n\n")[1:]:
        ids = [texts(m) for m in re.findall(r'^msgid(?:_plural)? ((?:".*"\n?)+)', entry, re.M)]
        yield ids, [texts(m) for m in re.findall(r'^msgstr(?:\[\d\])? ((?:".*"\n?)+)', entry, re.M)]


def fragments(words):
    """What stays of a text whatever is put into it: between markup and places of arguments."""
    for part in re.split(r"<[^>]*>?|%[-.0-9]*[a-z%]|\{[nm]\}|\n", html.unescape(words)):
        part = part.strip(" \u00a0:;,.()«»")
        if len(part) >= SHORTEST:
            yield part


FRENCH = re.compile(r"\b(?:[ldnsc]’|de|du|des|la|le|les|et|par|sur|pour|dans|avec|sans|une?|est|qui|aux?|ou|comme|calcul|défaut|étude)\b", re.I)
PROPER = re.compile(r"Pas-de-Calais|Hauts-de-France|Dossiers de la DREES|La Médicale|[A-ZÉ][\w’-]*(?:-[\w’]+)+|bassins de vie|sans-generaliste|et al\.")


def conventions(page):
    """Cells of the conventions, without what a study names itself: files, requests, proper names."""
    rows = re.search(r'<script type="application/json" id="t-conventions-lignes">(.*?)</script>', page, re.S)
    table = re.search(r'<table id="t-conventions">.*?</table>', page, re.S)
    for cell in re.findall(r"<td[^>]*>(.*?)</td>", table.group(0), re.S) if table else []:
        yield html.unescape(re.sub(r"<[^>]*>", "", cell))
    if rows:
        for line in ast.literal_eval(re.search(r"\[.*\]", rows.group(1), re.S).group(0)):
            yield from line.split("\t")


def recorded(engine):
    """Texts that the calls of mlg_study_note() and its like give as they stand, without the mark of a default."""
    for path in sorted(pathlib.Path(engine).rglob("*.c")):
        for call in re.findall(r"mlg_study_note[a-z_]*\(((?:[^();]|\([^();]*\))*)\)", path.read_text(encoding="utf-8")):
            for literal in re.findall(r'(?:"(?:[^"\\]|\\.)*"\s*)+', call):
                words = "".join(ast.literal_eval(part) for part in re.findall(r'"(?:[^"\\]|\\.)*"', literal))
                words = re.sub(r"^(?:defaut|etude)[:,]? ?", "", words).replace("'", "’").replace("<=", "≤").replace(" x ", " × ").strip(" :")
                if FRENCH.search(words) and "%" not in words.replace("% d", ""):
                    yield path.name, words


def main():
    catalogue = list(entries(sys.argv[1]))
    whole = open(sys.argv[2], encoding="utf-8").read()
    page = re.sub(r'<span lang="fr">.*?</span>|<style>.*?</style>|<script>.*?</script>', "", whole, flags=re.S)
    said = html.unescape(re.sub(r"<(?:[^>\"]|\"[^\"]*\")*>", lambda tag: "\n" + " ".join(re.findall(r'(?:aria-label|value)="([^"]*)"', tag.group(0))) + "\n", page))
    pieces = {piece.strip(" \u00a0:;,.()«»") for piece in re.split(r'\n|\\t|",', said)}
    left = []
    for ids, translations in catalogue:
        if not all(translations):
            left.append("not translated: " + ids[0])
        english = " ".join(translations).lower()
        for fragment in {f for i in ids for f in fragments(i)}:
            if fragment.lower() not in english and (fragment in said if len(fragment) > LONG else fragment in pieces):
                left.append("in the page: " + fragment)
    ids = {i for entry, _ in catalogue for i in entry}
    shown = 0
    for cell in conventions(whole):
        shown += 1
        if FRENCH.search(PROPER.sub("", cell)):
            left.append("in the conventions: " + cell)
    if shown < 400:
        left.append(f"only {shown} cells of conventions")
    for name, words in recorded(pathlib.Path(__file__).parent.parent / "engine"):
        if words not in ids and not all(part in ids for part in re.split(" ; | : |, ", words)):
            left.append(f"recorded by {name}, not in the catalogue: {words}")
    if len(catalogue) < 100 or '<html lang="en">' not in page:
        left.append(f"this is no page in English, or no catalogue: {len(catalogue)} entries")
    print("\n".join(left), end="\n" if left else "")


main()
