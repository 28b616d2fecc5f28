"""Writes an extract of OpenStreetMap (PBF, not compressed) with one road through the given places, whose header states the box around them.

Usage: extract.py FILE LON,LAT LON,LAT..."""
import struct
import sys


def varint(n):
    out = b""
    while True:
        out += bytes([n & 0x7F | (0x80 if n > 0x7F else 0)])
        n >>= 7
        if not n:
            return out


def zigzag(n):
    return varint(n << 1 if n >= 0 else (-n << 1) - 1)


def number(field, n):
    return varint(field << 3) + varint(n)


def signed(field, n):
    return varint(field << 3) + zigzag(n)


def data(field, content):
    return varint(field << 3 | 2) + varint(len(content)) + content


def blob(kind, content):
    raw = data(1, content)
    head = data(1, kind) + number(3, len(raw))
    return struct.pack(">I", len(head)) + head + raw


def main(path, places):
    lons, lats = [p[0] for p in places], [p[1] for p in places]
    sides = (min(lons) - 0.01, max(lons) + 0.01, max(lats) + 0.01, min(lats) - 0.01)
    box = b"".join(signed(k + 1, round(side * 1e9)) for k, side in enumerate(sides))
    nodes = b"".join(data(1, signed(1, k + 1) + signed(8, round(lat * 1e7)) + signed(9, round(lon * 1e7)))
                     for k, (lon, lat) in enumerate(places))
    way = number(1, 1) + data(2, varint(1)) + data(3, varint(2)) + data(8, zigzag(1) * len(places))
    words = b"".join(data(1, word) for word in (b"", b"highway", b"secondary"))
    with open(path, "wb") as file:
        file.write(blob(b"OSMHeader", data(1, box) + data(4, b"OsmSchema-V0.6")))
        for group in (nodes, data(3, way)):
            file.write(blob(b"OSMData", data(1, words) + data(2, group)))


if __name__ == "__main__":
    main(sys.argv[1], [tuple(map(float, place.split(","))) for place in sys.argv[2:]])
