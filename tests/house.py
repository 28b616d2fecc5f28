"""What a reader relies on to find their way: the map of folders, the size of a folder, names in comments, the catalogue of data.

Usage: python3 tests/house.py            fails with a line per fault
"""
import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MOST_SOURCES = 45  # .c files in one folder
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
FUNCTION = re.compile(r"^(?!static)[A-Za-z][^\n;={}#]*?\b((?:mlg|build|iso)_\w+)\((?:[^;{}()]|\([^()]*\))*\)\s*\{", re.M)
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def tracked(*folders):
    """Files git knows, or would add; without git, all files."""
    command = ["git", "-C", TOP, "ls-files", "-co", "--exclude-standard", "--", *folders]
    try:
        names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        names = [os.path.relpath(os.path.join(at, name), TOP) for folder in folders
                 for at, _, files in os.walk(os.path.join(TOP, folder)) for name in files]
    return sorted(name for name in names if os.path.isfile(os.path.join(TOP, name)))


def read(name):
    with open(os.path.join(TOP, name), encoding="utf-8") as file:
        return file.read()


def check_map():
    """Every folder of the engine has its row in ARCHITECTURE.md, and every row its folder."""
    rows = set(re.findall(r"^\| `(engine/[a-z_/]+)` \|", read("ARCHITECTURE.md"), re.M))
    folders = {os.path.dirname(name) for name in tracked("engine")}
    for folder in sorted(folders - rows):
        yield f"ARCHITECTURE.md: {folder} has no row in the map of folders"
    for folder in sorted(rows - folders):
        yield f"ARCHITECTURE.md: {folder} is no folder of the engine"


def check_sizes():
    count = {}
    for name in tracked("engine", "tests"):
        if name.endswith(".c"):
            count[os.path.dirname(name)] = count.get(os.path.dirname(name), 0) + 1
    for folder, sources in sorted(count.items()):
        if sources > MOST_SOURCES:
            yield f"{folder}: {sources} sources in one folder, {MOST_SOURCES} at most"


def check_names():
    """Files and functions that comments name exist: a file by the end of its path, a function by its name in code."""
    sources = [name for name in tracked("engine", "include", "tests", "examples") if name.endswith((".c", ".h"))]
    texts = {name: read(name) for name in sources}
    ends = set()
    for name in tracked("engine", "include", "tests", "examples", "queries", "geodata", "cmake"):
        parts = name.split("/")
        ends.update("/".join(parts[i:]) for i in range(len(parts)))
    code = set()
    for text in texts.values():
        code.update(re.findall(r"\bmlg_[a-z0-9_]+", STRING.sub('""', COMMENT.sub(" ", text))))
    for name, text in texts.items():
        for comment in COMMENT.finditer(text):
            line = text.count("\n", 0, comment.start()) + 1
            for file in re.findall(r"(?<![\w<./*-])[a-z_][a-z0-9_/]*\.[ch]\b", comment.group()):
                if file not in ends and not os.path.exists(f"/usr/include/{file}"):
                    yield f"{name}:{line}: the comment names {file}, which is not there"
            for function in re.findall(r"\b(mlg_[a-z0-9_]+)\(", comment.group()):
                if function not in code:
                    yield f"{name}:{line}: the comment names {function}(), which is not there"


def check_types():
    """One type a name, over all headers: two that never meet in a file today would mislead whoever reads both."""
    found = {}
    for name in tracked("engine", "include"):
        if name.endswith(".h"):
            text = COMMENT.sub(" ", read(name))
            named = set(re.findall(r"^\} (mlg_\w+);|^typedef [^;]*?[ }] ?(mlg_\w+);", text, re.M))
            for one in {word for pair in named for word in pair if word}:
                found.setdefault(one, []).append(name)
    for type_, places in sorted(found.items()):
        if len(places) > 1:
            yield f"{places[0]}: {type_} is the name of another type in {', '.join(places[1:])}"


#: Called by tests alone: where they make an allocation fail, hand bytes over, or look into what is opaque.
SEAMS = {"mlg_memory_fail_at", "mlg_osm_open_bytes", "mlg_geom_from_wkt", "mlg_hierarchy_equal"}


def check_callers():
    """Every function that a file of the engine offers to others is called by the engine or is public."""
    texts = {name: COMMENT.sub(" ", read(name)) for name in tracked("engine", "cmake", "include") if name.endswith((".c", ".h", ".def"))}
    offered = {}
    for name, text in texts.items():
        if name.startswith("engine/") and not name.startswith("engine/base/os/") and name.endswith(".c"):
            for one in FUNCTION.findall(text):
                offered.setdefault(one, []).append(name)
    public = set(re.findall(r"\bmlg_\w+", texts["include/maillage.h"]))
    calls = {}
    for name, text in texts.items():
        if name != "include/maillage.h":
            for one in re.findall(r"\b(?:mlg|build|iso)_\w+", text): # a table may make both the declaration and the call
                calls[one] = calls.get(one, 0) + (2 if name.endswith(".def") else 1)
    if len(offered) < 1000:
        yield f"tests/house.py: only {len(offered)} functions were found"
    for one, places in sorted(offered.items()):
        if one not in public and one not in SEAMS and calls[one] <= len(places) + 1:
            yield f"{places[0]}: nothing in the engine calls {one}()"
    for one in sorted(SEAMS - set(offered)):
        yield f"tests/house.py: {one}() is no function of the engine"


def circles_of(uses):
    """Sets of files each of which reaches the others (Tarjan), of {file: files that it calls}."""
    number, low, stack, found = {}, {}, [], []

    def visit(file):
        number[file] = low[file] = len(number)
        stack.append(file)
        for other in sorted(uses[file]):
            if other not in number:
                visit(other)
                low[file] = min(low[file], low[other])
            elif other in stack:
                low[file] = min(low[file], number[other])
        if low[file] == number[file]:
            at = stack.index(file)
            if len(stack) - at > 1:
                found.append(sorted(stack[at:]))
            del stack[at:]

    for file in sorted(uses):
        if file not in number:
            visit(file)
    return found


#: The files in each circle that is left, by the folder that holds it. A circle may shrink, and none may come.
CIRCLES = {
    "engine/analysis/access": [2, 3],
    "engine/analysis/compare": [7],
    "engine/analysis/scenario": [2, 2, 2],
    "engine/analysis/travel": [9],
    "engine/analysis/zoning": [6],
    "engine/network/transit": [10],
    "engine/pipeline/router": [2],
    "engine/serve": [2],
    "engine/study": [7],
    "engine/study/config": [2],
    "engine/study/sources": [2],
}


def check_circles():
    """Files do not call each other in a circle: a concept is cut so that one part stands on the other."""
    texts = {name: COMMENT.sub(" ", read(name)) for name in tracked("engine")
             if name.endswith(".c") and not name.startswith("engine/base/os/") and not name.endswith("_none.c")}
    home = {one: name for name, text in texts.items() for one in FUNCTION.findall(text)}
    uses = {name: {home[one] for one in re.findall(r"\b(?:mlg|build|iso)_\w+", text) if one in home} - {name} for name, text in texts.items()}
    found = {}
    for circle in circles_of(uses):
        found.setdefault(os.path.commonpath(circle), []).append([os.path.basename(name) for name in circle])
    for folder, circles in sorted(found.items()):
        if sorted(map(len, circles)) != CIRCLES.get(folder):
            yield f"{folder}: files call each other in a circle: {circles}; cut it, or correct CIRCLES in tests/house.py"
    for folder in sorted(set(CIRCLES) - set(found)):
        yield f"tests/house.py: CIRCLES names {folder}, where none is left"


def check_renamed():
    """Every new name in docs/renamed.md is there."""
    for new in re.findall(r"^\| `[^`]+` \| `([a-z_/0-9.{},]+/[a-z_/0-9.{},]+)` \|", read("docs/renamed.md"), re.M):
        head, brace, rest = new.partition("{")
        ends, _, tail = rest.partition("}")
        for one in [head + end + tail for end in ends.split(",")] if brace else [new]:
            path = os.path.join(TOP, one if one.startswith("tests/") else f"engine/{one}")
            if not any(os.path.exists(path + end) for end in ("", ".c", ".h")):
                yield f"docs/renamed.md: {one} is not there"


def check_buffers():
    """No text buffer that calls share: the next call, or the same printf, would overwrite what was returned. `copy` is a table read
    once."""
    shared = re.compile(r"^\s+static (?:_Thread_local )?char (\w+)\[", re.M)
    for name in tracked("engine"):
        if not name.endswith((".c", ".h")):
            continue
        text = read(name)
        for buffer in shared.finditer(text):
            if buffer.group(1) != "copy":
                line = text.count("\n", 0, buffer.start(1)) + 1
                yield f"{name}:{line}: the calls of a function share the buffer {buffer.group(1)}; let the caller own it"


def check_numbers():
    """Numbers are read with a decimal point, whatever the locale of the program that the library runs in; and lengths are the same on
    every system."""
    for name in tracked("engine"):
        if not name.endswith((".c", ".h")) or name.startswith("engine/base/os/"):
            continue
        text = COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment.group()), read(name))
        for call in re.finditer(r"\b(strtod|strtof|strtold|atof)\(", text):
            line = text.count("\n", 0, call.start()) + 1
            yield f"{name}:{line}: {call.group(1)}() depends on the locale; use mlg_strtod() or mlg_read_decimal()"
        for call in re.finditer(r"\b(hypotf?|hypotl|cbrtf?)\(", text):
            line = text.count("\n", 0, call.start()) + 1
            yield f"{name}:{line}: the last bit of {call.group(1)}() depends on the C library; use mlg_length() or sqrt()"


def check_words():
    """What solvers, models and regions are called in workbooks: every name that the engine may store has its words."""
    names = read("engine/output/tables/code_names.c")
    lists = {which: set(re.findall(r'\{ "([^"]+)",', text))
             for which, text in re.findall(r"mlg_(\w+)_words\[\] = \{(.*?)\{ NULL", names, re.S)}
    said = set()
    for name in tracked("engine/analysis/siting", "engine/analysis/tour"):
        if name.endswith(".c"):
            text = read(name)
            calls = re.findall(r"\bmethod\b\s*=((?:[^;\"]|\"[^\"]*\")*);", text) + re.findall(r"frame_report\(\s*out,(.*?), err\)", text, re.S)
            calls += re.findall(r"\breport\(out, ((?:[^;\"]|\"[^\"]*\")*)\);", text)
            calls += re.findall(r"name_method\([^)]*\)\n\{(.*?)\n\}", text, re.S)
            said.update(one for call in calls for one in re.findall(r'"([^"]+)"', call))
    if len(said) < 20:
        yield f"tests/house.py: only {len(said)} methods of solvers were found"
    for one in sorted(said ^ lists["method"]):
        yield f"engine/output/tables/code_names.c: the method '{one}' is in one place only, here or in a solver"
    models = set(re.findall(r'^MLG_SITING_MODEL\("([^"]+)"', read("engine/study/siting_models.def"), re.M))
    for one in sorted(models ^ lists["model"]):
        yield f"engine/output/tables/code_names.c: the model '{one}' is in one place only"
    regions = dict(re.findall(r'\{ "(\d\d)", "([^"]+)" \}', names))
    told = {row[2]: row[3] for row in (line.split(",") for line in read("geodata/france/departements.csv").splitlines()[1:]) if len(row[2]) == 2}
    for code in sorted(set(told) | set(regions)):
        if regions.get(code, "").replace("’", "'") != told.get(code, "").strip('"'):
            yield f"engine/output/tables/code_names.c: region {code} is {regions.get(code)}, in geodata/france {told.get(code)}"


def check_catalogue():
    """Every style, rule and table that ships is in the catalogue of embedded data."""
    catalogue = read("geodata/README.md")
    for name in tracked("geodata/styles", "geodata/rules", "geodata/france", "geodata/pas-de-calais"):
        base = os.path.basename(name)
        word = base[:-len(".qml")] if base.endswith(".qml") else base
        if not base.endswith(".csvt") and not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", catalogue):
            yield f"geodata/README.md: does not tell what {name} is"


def check_policies():
    """Red zones bring the days of solidarity: what both policies state of them is the same line."""
    stated = {name: re.findall(r"^      - (.*)$", values, re.M) for name, values in
              re.findall(r"^  - name: (\S+)\n(?:    (?!values:).*\n)*    values:\n((?:      - .*\n)+)", read("geodata/rules/politiques.yaml"), re.M)}
    if len(stated.get("solidarity", [])) < 6:
        yield "tests/house.py: the values of the policy solidarity were not found"
    for line in stated.get("solidarity", []):
        if line not in stated.get("red-zones", []):
            yield f"geodata/rules/politiques.yaml: red-zones lacks what solidarity states: {line}"


def main():
    checks = (check_map, check_sizes, check_names, check_types, check_callers, check_circles, check_renamed, check_buffers, check_numbers, check_words,
              check_catalogue, check_policies)
    faults = [fault for check in checks for fault in check()]
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
