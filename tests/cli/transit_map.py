"""Lines and stops on the map of the page: `transit_map.py PAGE` counts the segments and stops that are drawn, and says how finely;
`transit_map.py --crowd STUDY` puts 40,000 more stops around the first, 50 m apart."""
import re
import sqlite3
import struct
import sys

if sys.argv[1] == "--crowd":
    db = sqlite3.connect(sys.argv[2])
    for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'arret_tc'").fetchall():
        db.execute(f'DROP TRIGGER "{name}"')
    geom, = db.execute("SELECT min(geom) FROM arret_tc").fetchone()
    x, y = struct.unpack("<dd", geom[-16:])
    db.executemany("INSERT INTO arret_tc (geom, reseau, code, jour, passages, premier, dernier) VALUES (?, 'x', ?, 'x', 1, 'x', 'x')",
                   [(geom[:-16] + struct.pack("<dd", x - 2000 + 50 * (i % 200), y - 2000 + 50 * (i // 200)), str(i)) for i in range(40000)])
    db.commit()
else:
    page = open(sys.argv[1], encoding="utf-8").read()
    drawn = re.search(r'<g class="tc" transform="scale\((\d+)\)" hidden><path d="([^"]*)"/><path class="arrets" d="([^"]*)"/></g>', page)
    print(*(drawn[1], drawn[2].count("M"), drawn[3].count("M"), re.search(r"Ligne et arr[^<]*", page)[0]) if drawn else ["none"])
