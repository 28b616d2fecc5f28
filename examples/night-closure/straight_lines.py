"""Travel times in straight lines as docs/methods/travel.md has them, without Maillage: the projection, the way round the estuaries and
the rounding, in plain Python."""
import csv
import math


def lambert_93(lon, lat):
    """Metres of EPSG:2154: the conic of two standard parallels on the ellipsoid of GRS 80."""
    a, f = 6378137, 1 / 298.257222101
    e = math.sqrt(2 * f - f * f)
    radians = math.radians

    def m(angle):
        return math.cos(angle) / math.sqrt(1 - (e * math.sin(angle)) ** 2)

    def t(angle):
        s = e * math.sin(angle)
        return math.tan(math.pi / 4 - angle / 2) / ((1 - s) / (1 + s)) ** (e / 2)

    one, two, origin = radians(44), radians(49), radians(46.5)
    n = (math.log(m(one)) - math.log(m(two))) / (math.log(t(one)) - math.log(t(two)))
    big_f = m(one) / (n * t(one) ** n)
    rho, theta = a * big_f * t(radians(lat)) ** n, n * radians(lon - 3)
    return 700000 + rho * math.sin(theta), 6600000 + a * big_f * t(origin) ** n - rho * math.cos(theta)


def read_waters(path, spots):
    """Estuaries of geodata/rules/estuaries.csv that the box of the spots meets: the box of their water, its line, its crossings."""
    found = {}
    with open(path, encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            parts = found.setdefault(row["estuary"], {})
            parts.setdefault(row["part"], []).append(lambert_93(float(row["lon"]), float(row["lat"])))
    around = box(spots)
    waters = [(box(parts["eau"]), parts.pop("eau"), list(parts.values())) for parts in found.values()]
    return [water for water in waters if meet(water[0], around)]


def box(points):
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def meet(a, b):
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def crossings(a, b, line):
    """How often the straight line from a to b crosses the water; one that ends on it does not cross it there."""
    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return sum(side(p, q, a) * side(p, q, b) < 0 and (side(a, b, p) < 0) != (side(a, b, q) < 0) for p, q in zip(line, line[1:]))


def metres(a, b, waters):
    """From a to b; from one bank of an estuary to the other, by the crossing that makes it shortest, of those that are not past a bend."""
    straight = math.hypot(a[0] - b[0], a[1] - b[1])
    far = straight
    for around, line, bridges in waters:
        if not meet(around, box((a, b))) or crossings(a, b, line) % 2 == 0:
            continue
        ways = []
        for bridge in bridges:
            for way in (bridge, bridge[::-1]):
                stops = [a, *way, b]
                past_a_bend = crossings(a, way[0], line) + crossings(way[-1], b, line) > 0
                ways.append((past_a_bend, sum(math.hypot(p[0] - q[0], p[1] - q[1]) for p, q in zip(stops, stops[1:]))))
        far += min(ways)[1] - straight
    return far


def minutes(far, detour, terminal_min, speed_a, speed_b):
    """Travel time over so many metres between places of these speeds, km/h, to the tenth of a second as the engine rounds it."""
    hours = far / 1000 * detour * (1 / speed_a + 1 / speed_b) / 2
    return math.floor((60 * hours + terminal_min) * 600 + 0.5) / 600
