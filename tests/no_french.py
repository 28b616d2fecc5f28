#!/usr/bin/env python3
"""Finds French texts of the catalogue left in an English page. Prints one per line; nothing when there are none.

usage: no_french.py CATALOGUE.po PAGE.html
"""
import ast
import html
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


def main():
    page = open(sys.argv[2], encoding="utf-8").read()
    page = re.sub(r'<script type="application/json" id="t-conventions-lignes">.*?</script>', "", page, flags=re.S)  # as recorded
    page = re.sub(r'<tbody lang=fr>.*?</tbody>|<span lang="fr">.*?</span>|<style>.*?</style>|<script>.*?</script>', "", page, flags=re.S)
    said = html.unescape(re.sub(r"<(?:[^>\"]|\"[^\"]*\")*>", lambda tag: "\n" + " ".join(re.findall(r'(?:aria-label|value)="([^"]*)"', tag.group(0))) + "\n", page))
    pieces = {piece.strip(" \u00a0:;,.()«»") for piece in re.split(r'\n|\\t|",', said)}
    known, left = 0, []
    for ids, translations in entries(sys.argv[1]):
        known += 1
        if not all(translations):
            left.append("not translated: " + ids[0])
        english = " ".join(translations).lower()
        for fragment in {f for i in ids for f in fragments(i)}:
            if fragment.lower() not in english and (fragment in said if len(fragment) > LONG else fragment in pieces):
                left.append("in the page: " + fragment)
    if known < 100 or '<html lang="en">' not in page:
        left.append(f"this is no page in English, or no catalogue: {known} entries")
    print("\n".join(left), end="\n" if left else "")


main()
