"""Timetables of the test of journeys, and a passenger who rides what `maillage journey` and `maillage matrix` print.

Usage: ride.py make FOLDER       writes bus.zip and train.zip, feeds of a small country
       ride.py ride JOURNEYS [HH:MM]  rides each journey of a JSON answer on the feeds, and looks for a better one by brute force: that
                                 is there earlier, or with an hour, that leaves a minute later and is there by then
       ride.py matrix CSV        recomputes every pair of a matrix with details, minute by minute
"""
import csv
import io
import json
import math
import os
import sys
import zipfile

KMH, DETOUR, BOARD, WALK, CHANGE, FOOT, LONGEST, RIDES = 4.5, 1.25, 60, 20, 10, 60, 120, 4
SLACK = 3  # seconds: distances here are on a sphere
PLACES = {}


def hms(seconds):
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def sec(text):
    h, m, s = (int(part) for part in (text + ":00").split(":")[:3])
    return 3600 * h + 60 * m + s


def write(path, tables):
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in tables.items():
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(rows)
            archive.writestr(name + ".txt", text.getvalue())


def make(folder):
    agency = [("agency_name", "agency_timezone"), ("Réseau", "Europe/Paris")]
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    calendar = [("service_id", *days, "start_date", "end_date"), ("W", 1, 1, 1, 1, 1, 0, 0, 20250106, 20251219),
                ("S", 0, 0, 0, 0, 0, 1, 1, 20250106, 20251219)]
    trips = [("route_id", "service_id", "trip_id", "trip_headsign", "block_id")]
    times = [("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence", "pickup_type", "drop_off_type")]

    def run(route, service, trip, start, stops, headsign, block="", closed=()):
        trips.append((route, service, trip, headsign, block))
        for k, (stop, after) in enumerate(stops):
            times.append((trip, hms(start + 60 * after), hms(start + 60 * after + (30 if k else 0)), stop, k,
                          int(stop in closed), 0))

    for k in range(16):
        run("1", "W", f"e{k}", 7 * 3600 + 900 * k, [("A", 0), ("B", 7), ("C", 15)], "Camblain")
        run("1", "W", f"w{k}", 7 * 3600 + 420 + 900 * k, [("C", 0), ("B", 8), ("A", 15)], "Aubry", closed=("B",))
    for k in range(9):  # a vehicle that goes on as another line: nobody has to alight
        run("2", "W", f"n{k}", 7 * 3600 + 600 + 1500 * k, [("B", 0), ("E", 9)], "Étrun", block=f"K{k}")
        run("3", "W", f"m{k}", 7 * 3600 + 600 + 1500 * k + 780, [("E", 0), ("H", 8)], "Houdain", block=f"K{k}")
    run("1", "S", "never", 8 * 3600, [("A", 0), ("C", 2)], "le samedi")
    write(os.path.join(folder, "bus.zip"), {
        "agency": agency, "calendar": calendar, "trips": trips, "stop_times": times,
        "routes": [("route_id", "route_short_name", "route_type"), ("1", "1", 3), ("2", "2", 3), ("3", "3", 3)],
        "stops": [("stop_id", "stop_name", "stop_lat", "stop_lon"), ("A", "Aubry, mairie", 50.501, 2.601),
                  ("B", "Brias", 50.499, 2.659), ("C", "Camblain", 50.502, 2.719), ("E", "Étrun", 50.541, 2.662),
                  ("H", "Houdain", 50.579, 2.661)]})
    trips, times = [trips[0]], [times[0]]
    for k in range(6):
        run("T", "W", f"t{k}", 7 * 3600 + 300 + 2400 * k, [("gB", 0), ("gI", 11)], "Isbergues")
    write(os.path.join(folder, "train.zip"), {
        "agency": agency, "calendar": calendar, "trips": trips, "stop_times": times,
        "routes": [("route_id", "route_long_name", "route_type"), ("T", "Train", 2)],
        "stops": [("stop_id", "stop_name", "stop_lat", "stop_lon"), ("gB", "Gare de Brias", 50.503, 2.664),
                  ("gI", "Gare d'Isbergues", 50.581, 2.718)]})


def read(name):
    with zipfile.ZipFile(name) as archive:
        return {file[:-4]: list(csv.DictReader(io.TextIOWrapper(archive.open(file), "utf-8"))) for file in archive.namelist()}


class Country:
    """Stops by (feed, id), runs on a Tuesday as lists of calls; two trips of one block are one run."""

    def __init__(self):
        self.stops, self.calls, runs = {}, {}, {}
        for feed, name in enumerate(("bus.zip", "train.zip")):
            tables = read(name)
            for s in tables["stops"]:
                self.stops[feed, s["stop_id"]] = (float(s["stop_lon"]), float(s["stop_lat"]))
            for t in tables["trips"]:
                calls = sorted((c for c in tables["stop_times"] if c["trip_id"] == t["trip_id"]),
                               key=lambda c: int(c["stop_sequence"]))
                row = [((feed, c["stop_id"]), sec(c["arrival_time"]), sec(c["departure_time"]), c["pickup_type"] == "0")
                       for c in calls]
                if t["service_id"] == "W":
                    self.calls[feed, t["trip_id"]] = row
                    runs.setdefault((feed, t["block_id"] or t["trip_id"]), []).append(row)
        self.runs = [[c for row in sorted(rows, key=lambda r: r[0][1]) for c in row] for rows in runs.values()]

    def walk(self, a, b):
        (lon, lat), (lon2, lat2) = a, b
        x = math.radians(lon2 - lon) * math.cos(math.radians((lat + lat2) / 2))
        return 6371000 * math.hypot(x, math.radians(lat2 - lat)) * DETOUR / (KMH / 3.6)

    def earliest(self, origin, destination, departs):
        """Earliest arrival by rounds over all runs, with at most RIDES rides."""
        direct = self.walk(origin, destination)
        best = departs + direct if direct <= 60 * FOOT else math.inf
        ready = {s: departs + self.walk(origin, at) + BOARD for s, at in self.stops.items()
                 if self.walk(origin, at) <= 60 * WALK}
        reached = {}
        for _ in range(RIDES):
            news = {}
            for run in self.runs:
                on = False
                for stop, arrival, departure, boards in run:
                    if on and arrival < min(reached.get(stop, math.inf), news.get(stop, math.inf)):
                        news[stop] = arrival
                    on = on or (boards and ready.get(stop, math.inf) <= departure)
            reached.update(news)
            for stop, at in news.items():
                best = min(best, at + self.walk(self.stops[stop], destination)
                           if self.walk(self.stops[stop], destination) <= 60 * WALK else math.inf)
                for other, place in self.stops.items():
                    walk = 0 if other == stop else self.walk(self.stops[stop], place)
                    if walk <= 60 * CHANGE:
                        ready[other] = min(ready.get(other, math.inf), at + walk + BOARD)
        return best if best - departs <= 60 * LONGEST else math.inf


def ride_leg(country, leg):
    stop = lambda end: (leg[end]["feed"], leg[end]["stop_id"])
    calls = [c for t in leg["trips"] for c in country.calls[t["feed"], t["trip_id"]]]
    on = [k for k, c in enumerate(calls) if c[0] == stop("from") and c[2] == sec(leg["leaves"]) and c[3]]
    off = [k for k, c in enumerate(calls) if c[0] == stop("to") and c[1] == sec(leg["arrives"])]
    assert any(a < b for a in on for b in off), leg


def ride(answer, ends, deadline=None):
    country, shown = Country(), 0
    for j in answer["journeys"]:
        at, where = sec(j["leaves"]), ends[0]
        total = 0
        for k, leg in enumerate(j["legs"]):
            place = lambda end: country.stops[leg[end]["feed"], leg[end]["stop_id"]] if end in leg else ends[end == "to"]
            assert place("from") == where and sec(leg["leaves"]) >= at, leg
            if leg["by"] == "line":
                ride_leg(country, leg)
                total += sec(leg["arrives"]) - sec(leg["leaves"])
            else:
                same = "from" in leg and "to" in leg and leg["from"] == leg["to"]
                walk = 0 if same else country.walk(where, place("to"))
                assert abs(60 * leg["walking_minutes"] - walk) <= SLACK, (leg, walk)
                lasts = sec(leg["arrives"]) - sec(leg["leaves"])
                assert abs(lasts - walk - (BOARD if "to" in leg else 0)) <= SLACK, leg
            at, where = sec(leg["arrives"]), place("to")
        assert where == ends[1] and at == sec(j["arrives"]), j
        assert abs(60 * j["riding"] - total) < 1 and j["waiting"] >= 0, j
        assert abs(j["walking"] + j["riding"] + j["waiting"] - j["minutes"]) < 0.01, j
        if deadline:
            assert at <= sec(deadline) < country.earliest(*ends, sec(j["leaves"]) + 60), j
        else:
            best = country.earliest(*ends, sec(j["leaves"]) - 1)
            assert abs(best - at) <= SLACK, (best, at, j)
        shown += 1
    return shown


def matrix(name):
    """Every pair: median, share, percentiles over the minutes from 8:00 to 9:00, and the sums of its journey."""
    country = Country()
    pairs = 0
    with open(name, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["origin"] == row["destination"]:
                continue
            times = sorted(country.earliest(PLACES[row["origin"]], PLACES[row["destination"]], 28800 + 60 * m) - 28800 - 60 * m
                           for m in range(60))
            for column, percent in (("minutes", 50), ("p10", 10), ("p90", 90)):
                want = times[math.ceil(percent / 100 * 60) - 1]
                if math.isinf(want):
                    assert row[column] == "", (row, column)
                else:
                    assert abs(60 * float(row[column]) - want) <= SLACK, (row, column, want)
            within = sum(not math.isinf(t) for t in times)
            assert abs(float(row["share"]) * 60 - within) < 0.01, (row, within)
            if row["minutes"]:
                parts = [float(row[c]) for c in ("walking", "riding", "waiting")]
                assert abs(sum(parts) - float(row["minutes"])) < 0.01 and min(parts) >= 0, row
                again = country.earliest(PLACES[row["origin"]], PLACES[row["destination"]], sec(row["leaves"]))
                assert abs(again - sec(row["leaves"]) - 60 * float(row["minutes"])) <= SLACK, row
            pairs += 1
    return pairs


def main():
    with open("communes.csv", encoding="utf-8") as file:
        PLACES.update((row["insee_com"], (float(row["lon"]), float(row["lat"]))) for row in csv.DictReader(file))
    if sys.argv[1] == "make":
        make(sys.argv[2])
    elif sys.argv[1] == "matrix":
        print(matrix(sys.argv[2]), "pairs")
    else:
        with open(sys.argv[2], encoding="utf-8") as file:
            answer = json.load(file)
        print(ride(answer, (PLACES[answer["from"]["asked"]], PLACES[answer["to"]["asked"]]), *sys.argv[3:]), "journeys")


main()
