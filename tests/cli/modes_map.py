"""The layers of groups of people on the map of a page, held against the study: `modes_map.py STUDY PAGE`. The borders of each layer are read in the
words of its legend; each commune must be in the class of its figure, and the legend must count the communes of each class, and the people of the group in them (of a share: all people). Prints the
layers by group, then how many classes were compared."""
import html
import re
import sqlite3
import sys

db = sqlite3.connect(sys.argv[1])
page = open(sys.argv[2], encoding="utf-8").read()
groups = [g for g, in db.execute("SELECT groupe FROM groupe_part GROUP BY groupe ORDER BY min(id)")]
figures = {"r": ("part", None), "o": ("apl", None), "i": ("t_gp", "t_gp_min"), "j": ("t_pharma", "t_pharma_min"), "k": ("t_urgence", "t_urgence_min")}
shapes = {code: dict(re.findall(r"\b([rojik]\d+)-(\d)", classes)) for code, classes in re.findall(r'<path id="c(\w+)" class="([^"]*)"', page)}
number = lambda text: float(text.replace("\u202f", "").replace(",", "."))
UNKNOWN, compared, named = 5, 0, {}
for key, name in dict(re.findall(r'<option value="([rojik]\d+)">([^<]*)', page)).items():
    group, (column, least) = groups[int(key[1:])], figures[key[0]]
    if group not in html.unescape(name):
        print(key, name, "is of", group)
    named.setdefault(group, []).append(key[0])
    legend = re.search(rf'<div class="cle" data-couche="{key}".*?</table>', page, re.S).group(0)
    rows = re.findall(r"<th scope=\"row\"[^>]*>(.*?)</th>\s*<td[^>]*>([^<]*)</td>\s*<td[^>]*>([^<]*)", legend, re.S)
    words = [re.sub("<[^>]*>", "", html.unescape(row)) for row, *_ in rows]
    borders = [number(re.findall(r"\d+(?:,\d+)?", row)[-1]) for row in words[:4]]
    above = "jusqu" in words[0]  # a time equal to a border is in the class below
    class_of = lambda value: sum(value > b if above else value >= b for b in borders)
    counts, persons = [0] * 6, [0.0] * 6
    for code, value, bound, people in db.execute(f"SELECT a.code, a.{column}, {least or 'NULL'}, {'c' if key[0] == 'r' else 'a'}.population FROM acces_groupe a "
                                                 "JOIN commune c ON c.insee_com = a.code WHERE a.maille = 'commune' AND a.groupe = ?", (group,)):
        wanted = class_of(value) if value is not None else 4 if bound is not None and class_of(bound) == 4 else UNKNOWN
        counts[wanted] += 1
        persons[wanted] += people or 0
        compared += 1
        if int(shapes[code][key]) != wanted:
            print(key, code, value, bound, "is in", shapes[code][key], "and not in", wanted)
    told = [(int(n), number(p)) for _, n, p in rows]
    if any(n != counts[k] or abs(p - persons[k]) > 0.5 for k, (n, p) in enumerate(told)) or sum(counts[len(rows):]):
        print(key, told, counts, persons)
print({group: "".join(keys) for group, keys in named.items()}, compared)
