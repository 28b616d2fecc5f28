#!/usr/bin/env python3
"""Changes the kernels in small ways and sees which changes no test notices.

usage: mutate.py BUILD [KERNEL...] [--source NAME] [--most N] [--seed N]      BUILD: a Debug build folder, without the sanitizers, with its tests built

A mutant turns one comparison, sign, constant or logical operator of one source into another. It is compiled alone into a library that is
loaded before the tested one (a Debug build lets it take the place of its functions), and the tests of the kernel run on it: one that fails,
crashes or takes ten times as long kills the mutant. Prints the survivors, which want a test or an explanation in tests/mutants.md, and a line
a kernel. Exit code 1: some are neither killed nor explained."""
import argparse
import glob
import json
import os
import random
import re
import shlex
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
#: kernel: (sources, tests)
KERNELS = {
    "access": (["engine/analysis/access/two_step.c", "engine/analysis/access/measure.c", "engine/analysis/access/pair_sums.c",
                "engine/analysis/access/equity.c"],
               ["test_two_step", "test_apl", "test_measure", "test_pair_sums", "test_equity"]),
    "median": (["engine/analysis/siting/median/*.c"], ["test_siting", "test_siting_models", "test_siting_edges", "test_siting_budget"]),
    "cover": (["engine/analysis/siting/cover/*.c"], ["test_cover_parts", "test_siting_cover", "test_siting_edges"]),
    "zoning": (["engine/analysis/zoning/apply_rule.c", "engine/analysis/zoning/classes.c", "engine/analysis/zoning/assignment.c"],
               ["test_assignment", "test_zoning", "test_zoning_stage", "test_zoning_scenario"]),
}
CHANGES = [(r" <= ", " < "), (r" >= ", " > "), (r" < ", " <= "), (r" > ", " >= "), (r" == ", " != "), (r" != ", " == "),
           (r" \+ ", " - "), (r" - ", " + "), (r" \* ", " / "), (r" && ", " || "), (r" \|\| ", " && "), (r" \+= ", " -= "), (r" -= ", " += "),
           (r"\b0\b(?![.x])", "1"), (r"\b1\b(?![.x])", "2")]


def mutants_of(path):
    """(line number, old line, new line) of every change; what is no code, or only checks, is left alone."""
    found, comment = [], False
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            inside, comment = comment, ("/*" in line or comment) and "*/" not in line
            if inside or comment or re.match(r"\s*(#|/\*|\*|//|assert|static const char)", line) or "MLG_NEW" in line or "MLG_GROW" in line or "mlg_fail" in line:
                continue
            code = re.sub(r'"[^"]*"|/\*.*?\*/', lambda m: "\0" * len(m.group()), line)
            for old, new in CHANGES:
                for match in re.finditer(old, code):
                    if "for (" in code and old.startswith(r" \*"):
                        continue
                    found.append((number, line, line[:match.start()] + new + line[match.end():]))
    return found


def command_of(build, path):
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        for entry in json.load(file):
            if os.path.realpath(os.path.join(entry["directory"], entry["file"])) == os.path.realpath(path) and "maillage_objects" in entry["command"]:
                words = [w for w in shlex.split(entry["command"]) if w != "-Werror"]
                at = words.index("-o")
                return entry["directory"], words[:at] + words[at + 2:-2] + ["-w", "-shared", "-fPIC"]
    sys.exit(f"{path}: not in the build")


def explained():
    """(source, line that the change leaves) of the survivors that tests/mutants.md explains."""
    with open(os.path.join(TOP, "tests", "mutants.md"), encoding="utf-8") as file:
        return {tuple(line.strip().split(": ", 1)) for line in file if line.startswith("    ")}


def survives(build, tests, seconds, library):
    env = dict(os.environ, LD_PRELOAD=library) if library else dict(os.environ)
    for test in tests:
        try:
            done = subprocess.run([os.path.join(build, "tests", test)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  timeout=max(20, 10 * seconds.get(test, 60)), check=False)
        except subprocess.TimeoutExpired:
            return False
        if done.returncode != 0:
            return False
    return True


def try_kernel(build, name, source_name, most, rng, work):
    sources, tests = KERNELS[name]
    known = explained()
    tests = [t for t in tests if os.path.exists(os.path.join(build, "tests", t))]
    seconds = {}
    for test in tests:
        begin = time.monotonic()
        if not survives(build, [test], {}, None):
            sys.exit(f"{test} fails without a mutant")
        seconds[test] = time.monotonic() - begin
    paths = sorted(p for s in sources for p in glob.glob(os.path.join(TOP, s)) if source_name is None or os.path.basename(p) == source_name)
    every = [(p, *m) for p in paths for m in mutants_of(p)]
    chosen = every if most is None else rng.sample(every, min(most, len(every)))
    made = killed = excused = 0
    for path, number, old, new in sorted(chosen):
        with open(path, encoding="utf-8") as file:
            lines = file.read().split("\n")
        lines[number - 1] = new.rstrip("\n")
        source, library = os.path.join(work, os.path.basename(path)), os.path.join(work, "mutant.so")
        with open(source, "w", encoding="utf-8") as file:
            file.write("\n".join(lines))
        folder, command = command_of(build, path)
        if subprocess.run(command + [source, "-o", library], cwd=folder, stderr=subprocess.DEVNULL, check=False).returncode != 0:
            continue
        made += 1
        own = "test_" + os.path.basename(path)[:-len(".c")]
        if not survives(build, sorted(tests, key=lambda test: (test != own, seconds[test])), seconds, library):
            killed += 1
        elif (os.path.relpath(path, TOP), new.strip()) in known:
            excused += 1
        else:
            print(f"{os.path.relpath(path, TOP)}:{number}: survives\n  - {old.strip()}\n  + {new.strip()}", flush=True)
    print(f"{name}: {made} mutants of {len(every)}, {killed} killed, {excused} explained, {made - killed - excused} survive", flush=True)
    return made == killed + excused


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("build")
    asked.add_argument("kernels", nargs="*", default=list(KERNELS))
    asked.add_argument("--source", help="the mutants of this file alone, equity.c say")
    asked.add_argument("--most", type=int)
    asked.add_argument("--seed", type=int, default=17)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as work:
        done = [try_kernel(os.path.abspath(options.build), name, options.source, options.most, random.Random(options.seed), work)
                for name in options.kernels]
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
