"""Grids of the test of travel over land, and an independent shortest path on them.

Usage: land.py make FOLDER X Y        writes cover.asc (classes of land) and relief.asc around a point, in metres
       land.py matrix CSV POINTS K          recomputes every pair of a matrix among points (code,x,y), K neighbours
       land.py map ASC POINTS K back|forth  compares a map, cell by cell, in minutes
"""
import csv
import heapq
import math
import sys

ROWS, COLUMNS, CELL = 100, 110, 100
KMH = {1: 4.0, 2: 2.5, 3: 0.0, 4: 30.0}  # fields, woods, water, road: where slope does not count


def make(folder, x, y):
    west, south = round(x) - COLUMNS * CELL // 2 - 37, round(y) - ROWS * CELL // 2 + 21
    head = f"ncols {COLUMNS}\nnrows {ROWS}\nxllcorner {west}\nyllcorner {south}\ncellsize {CELL}\nNODATA_value -9999\n"
    cover, relief = [], []
    for r in range(ROWS):
        line, heights = [], []
        for c in range(COLUMNS):
            kind = 2 if (r // 9 + c // 7) % 3 == 0 else 1
            if c == 30 + r // 5 and r % 30 != 12:
                kind = 3
            if r == 40 or c == 80:
                kind = 4
            if (7 * r + 11 * c) % 211 == 0:
                kind = -9999
            line.append(str(kind))
            heights.append(f"{300 * math.exp(-((c - 55) ** 2 + (r - 30) ** 2) / 300) + 25 * math.sin(c / 5) * math.cos(r / 4):.2f}")
        cover.append(" ".join(line))
        relief.append(" ".join(heights))
    for name, rows in (("cover", cover), ("relief", relief)):
        with open(f"{folder}/{name}.asc", "w", encoding="utf-8") as file:
            file.write(head + "\n".join(rows) + "\n")


def read(name):
    with open(name, encoding="utf-8") as file:
        lines = file.read().split("\n")
    head, at = {}, 0
    while lines[at] and lines[at][0].isalpha():
        key, value = lines[at].split()
        head[key.lower()] = float(value)
        at += 1
    nothing = head.get("nodata_value")
    rows = [[None if math.isnan(float(v)) or float(v) == nothing else float(v) for v in line.split()] for line in lines[at:] if line.strip()]
    return head, rows


class Land:
    def __init__(self, neighbours):
        self.head, self.cover = read("cover.asc")
        self.relief = read("relief.asc")[1]
        self.moves = [(a, b) for a in range(-2, 3) for b in range(-2, 3) if a * a + b * b in ((1, 2) if neighbours == 8 else (1, 2, 5))]

    def cell(self, x, y):
        c = math.floor((x - self.head["xllcorner"]) / CELL)
        r = ROWS - 1 - math.floor((y - self.head["yllcorner"]) / CELL)
        return (r, c) if 0 <= r < ROWS and 0 <= c < COLUMNS else None

    def hours_per_km(self, r, c, slope):
        kind = self.cover[r][c]
        if not kind or not KMH[kind]:
            return math.inf
        return 1 / KMH[kind] / (1 if kind == 4 else math.exp(-3.5 * abs(slope + 0.05)) / math.exp(-0.175))

    def move(self, r, c, a, b):
        """Seconds from one cell to another."""
        km = CELL * math.hypot(a, b) / 1000
        slope = (self.relief[r + a][c + b] - self.relief[r][c]) / (1000 * km)
        cells = [(r, c), (r + a, c + b)]
        if abs(a) + abs(b) == 3:
            cells += [(r + a // abs(a), c + b // abs(b)), (r + a // 2, c) if abs(a) == 2 else (r, c + b // 2)]
        return 3600 * km * sum(self.hours_per_km(*cell, slope) for cell in cells) / len(cells)

    def times(self, sources, backwards):
        done, heap = {}, [(0.0, s) for s in sources if s and self.hours_per_km(*s, 0) < math.inf]
        while heap:
            at, (r, c) = heapq.heappop(heap)
            if (r, c) in done:
                continue
            done[r, c] = at
            for a, b in self.moves:
                if 0 <= r + a < ROWS and 0 <= c + b < COLUMNS and (r + a, c + b) not in done:
                    cost = self.move(r + a, c + b, -a, -b) if backwards else self.move(r, c, a, b)
                    if cost < math.inf:
                        heapq.heappush(heap, (at + cost, (r + a, c + b)))
        return done


def points_of(name):
    with open(name, encoding="utf-8") as file:
        return {row["code"]: (float(row["x"]), float(row["y"])) for row in csv.DictReader(file)}


def main():
    if sys.argv[1] == "make":
        make(sys.argv[2], float(sys.argv[3]), float(sys.argv[4]))
        return
    land, points = Land(int(sys.argv[4])), points_of(sys.argv[3])
    if sys.argv[1] == "map":
        rows = read(sys.argv[2])[1]
        want = land.times([land.cell(*p) for p in points.values()], sys.argv[5] == "back")
        worst = 0
        for r in range(ROWS):
            for c in range(COLUMNS):
                assert (rows[r][c] is None) == ((r, c) not in want), (r, c, rows[r][c])
                if (r, c) in want:
                    worst = max(worst, abs(60000 * rows[r][c] - 1000 * want[r, c]))
        print(len(want), "cells,", "under 2 ms off" if worst < 2 else f"{worst} ms off")
        return
    count = 0
    times = {code: land.times([land.cell(*p)], False) for code, p in points.items()}
    with open(sys.argv[2], encoding="utf-8") as file:
        for row in csv.DictReader(file):
            want = times[row["origin"]].get(land.cell(*points[row["destination"]]))
            if row["origin"] == row["destination"]:
                continue
            if want is None:
                assert row["minutes"] == "" and row["reason"], row
            else:
                assert abs(60 * float(row["minutes"]) - want) < 0.0801, (row, want / 60)
            count += 1
    print(count, "pairs")


main()
