"""Stops at random, and what `maillage check` draws of them: drawn.py make STOPS | compare STOPS TEXT PREVIEW.
Letters of Braille are taken apart into dots; a stop belongs to the dot that its longitude and latitude fall on when the box of all stops is as wide
or as high as the drawing."""
import csv
import json
import math
import random
import sys


def make(path):
    chosen = random.Random(22)
    with open(path, "w", encoding="utf-8") as out:
        out.write("stop_id,stop_lat,stop_lon\nC,0,0\nnowhere,,\nA,50.3,2.4\nB,50.7,3.1\n")
        for n in range(298):
            out.write(f"s{n},{chosen.uniform(50.3, 50.7):.6f},{chosen.gauss(2.75, 0.08):.6f}\n")


def dots_of(text):
    """(across, down) of the dots in lines that begin with a space and hold letters of Braille."""
    lines = text.split("(longitude, latitude)\n")[1].split("\ntime zone")[0].split("\n")
    places = {0: (0, 0), 1: (0, 1), 2: (0, 2), 3: (1, 0), 4: (1, 1), 5: (1, 2), 6: (0, 3), 7: (1, 3)}
    found = set()
    for down, line in enumerate(lines):
        for across, letter in enumerate(line[1:]):
            bits = ord(letter) - 0x2800 if letter != " " else 0
            found |= {(2 * across + x, 4 * down + y) for bit, (x, y) in places.items() if bits >> bit & 1}
    return found


def compare(stops, text, preview):
    rows = [(float(r["stop_lon"]), float(r["stop_lat"])) for r in csv.DictReader(open(stops)) if r["stop_lat"] and float(r["stop_lat"]) != 0]
    west, east, south, north = min(x for x, _ in rows), max(x for x, _ in rows), min(y for _, y in rows), max(y for _, y in rows)
    narrow = math.cos(math.radians((south + north) / 2))
    step = max((east - west) * narrow / 119, (north - south) / 63)
    drawn = dots_of(open(text, encoding="utf-8").read())
    near = lambda x, y: min(max(abs(x - a), abs(y - b)) for a, b in drawn)
    exact = [((x - west) * narrow / step, (north - y) / step) for x, y in rows]
    every = all(near(x, y) <= 0.5 + 1e-6 for x, y in exact) and all(min(max(abs(x - a), abs(y - b)) for x, y in exact) <= 0.5 + 1e-6 for a, b in drawn)
    print(f"{len(rows)} stops, {max(len(drawn), 300)} dots at most, as drawn: {every and len(drawn) > 100}")
    layer = json.load(open(preview))["layers"][0]
    found = sorted((x, y) for x, y, _ in layer["places"])
    same = len(found) == len(rows) and all(abs(a - b) < 6e-6 for p, q in zip(found, sorted(rows)) for a, b in zip(p, q))
    print(f"{layer['rows']} stops of the preview, {layer['lost']} lost, {len(layer['places'])} placed: {same}")


if __name__ == "__main__":
    make(sys.argv[2]) if sys.argv[1] == "make" else compare(*sys.argv[2:])
