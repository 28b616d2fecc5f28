"""Compares two GeoPackages table by table, cell by cell: what one system computes against what another does.

Usage: compare.py A.gpkg B.gpkg
Both are to be written with the same SOURCE_DATE_EPOCH. Prints each table that differs, with the number of cells and the widest gap
between two numbers, in units of the last place. Exit code: 0 every cell of every table is the same, 1 some are not.
"""
import contextlib
import sqlite3
import struct
import sys


def order(x):
    """Doubles numbered in their order: neighbours are one apart."""
    n = struct.unpack("<q", struct.pack("<d", x))[0]
    return n if n >= 0 else -(n & 0x7FFFFFFFFFFFFFFF)


def gap(a, b):
    """0: the same; n: two numbers that are n doubles apart; None: not two numbers."""
    if a == b and type(a) is type(b):
        return 0
    if isinstance(a, float) and isinstance(b, float):
        return abs(order(a) - order(b))
    return None


def rows(db, table):
    with contextlib.closing(db.cursor()) as cursor:
        cursor.execute('SELECT * FROM "%s"' % table.replace('"', '""'))
        names = [d[0] for d in cursor.description]
        return names, cursor.fetchall()


def tables(db):
    return [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")]


def compare(one, other):
    """What differs, as lines."""
    names, found = tables(one), []
    if names != tables(other):
        found.append("not the same tables: %s" % sorted(set(names) ^ set(tables(other))))
    for table in names:
        if table not in tables(other):
            continue
        (columns, left), (columns_too, right) = rows(one, table), rows(other, table)
        if columns != columns_too or len(left) != len(right):
            found.append("%s: %d rows of %d columns, %d of %d" % (table, len(left), len(columns), len(right), len(columns_too)))
            continue
        for at, column in enumerate(columns):
            gaps = [(gap(a[at], b[at]), a[at], b[at]) for a, b in zip(left, right)]
            far = [g for g in gaps if g[0] != 0]
            if far:
                widest = max(far, key=lambda g: float("inf") if g[0] is None else g[0])
                kind = "not numbers" if widest[0] is None else "%d units of the last place" % widest[0]
                found.append("%s.%s: %d of %d cells; widest: %s (%.60r, %.60r)" % (table, column, len(far), len(gaps), kind, widest[1], widest[2]))
    return found


def main(a, b):
    found = []
    with contextlib.closing(sqlite3.connect(a)) as one, contextlib.closing(sqlite3.connect(b)) as other:
        found = compare(one, other)
        number = len(tables(one))
    print("\n".join(found + ["%d tables, %d faults" % (number, len(found))]))
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
