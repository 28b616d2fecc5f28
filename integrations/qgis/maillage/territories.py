"""The territories of France that ship with the engine: found by a part of their name, or from a point. Independent of QGIS."""
import csv
import math
import os
import unicodedata
from collections import namedtuple

from . import wsl

Territory = namedtuple("Territory", "kind code name")  # kind: the option of `maillage new`, without its dashes
KINDS = ("epci", "departement", "region", "communes")
FAR_KM = 60  # from a point farther than this from every commune, nothing is meant


def folder_of(engine):
    """The folder geodata of an engine, or None."""
    if not engine:
        return None
    asked = os.environ.get("MAILLAGE_GEODATA")
    if wsl.is_wsl(engine):
        found = [wsl.native(engine, at + "/share/maillage/geodata") for at in ("/usr", "/usr/local")]
    else:
        at, found = os.path.realpath(engine), [asked] if asked else []
        for _ in range(5):
            at = os.path.dirname(at)
            found.append(os.path.join(at, "share", "maillage", "geodata"))
    return next((p for p in found if os.path.isfile(os.path.join(p, "france", "communes.csv"))), None)


def plain(text):
    """Without accents, case, hyphens and apostrophes: what a person types."""
    apart = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE"))
    letters = "".join(c if c.isalnum() else " " for c in apart if not unicodedata.combining(c))
    return " ".join(letters.lower().split())


class Territories:
    def __init__(self, folder):
        self.points = []  # (lon, lat, code, name, code of its EPCI, name of its EPCI)
        epcis, communes = {}, []
        for row in self._rows(folder, "communes.csv"):
            if row["siren_epci"]:
                epcis.setdefault(row["siren_epci"], row["lib_epci"])
            communes.append(Territory("communes", row["insee_com"], row["libelle"]))
            if row["lon"] and row["lat"]:
                self.points.append((float(row["lon"]), float(row["lat"]), row["insee_com"], row["libelle"], row["siren_epci"],
                                    row["lib_epci"]))
        regions, departments = {}, []
        for row in self._rows(folder, "departements.csv"):
            departments.append(Territory("departement", row["insee_dep"], row["libelle"]))
            regions.setdefault(row["insee_reg"], row["lib_reg"])
        self.all = [Territory("epci", *pair) for pair in sorted(epcis.items(), key=lambda p: p[1])] + departments
        self.all += [Territory("region", *pair) for pair in sorted(regions.items())] + communes
        self._plain = [plain(t.name) for t in self.all]

    @staticmethod
    def _rows(folder, name):
        with open(os.path.join(folder, "france", name), encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)

    def search(self, text, most=20):
        """Those whose name or code has every word typed: that very name or code first, then names with words that begin so; groups of
        communes before the communes of the same rank."""
        typed = plain(text)
        words = typed.split()
        found = []
        for i, name in enumerate(self._plain):
            code = self.all[i].code.lower()
            if words and all(w in name or w == code for w in words):
                rank = 0 if typed in (name, code) else 1 if all(" " + w in " " + name for w in words) else 2
                found.append((rank, i))
        return [self.all[i] for _, i in sorted(found)[:most]]

    def at(self, lon, lat):
        """The group of communes of the commune nearest to a point, that commune where it has none, None far from France."""
        best, nearest = math.inf, None
        across = math.cos(math.radians(lat))
        for point in self.points:
            away = ((point[0] - lon) * across) ** 2 + (point[1] - lat) ** 2
            if away < best:
                best, nearest = away, point
        if nearest is None or math.sqrt(best) * 111.2 > FAR_KM:
            return None
        return Territory("epci", nearest[4], nearest[5]) if nearest[4] else Territory("communes", nearest[2], nearest[3])
