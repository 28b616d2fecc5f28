#!/usr/bin/env python3
"""Changes the kernels in small ways and sees which changes no test notices.

usage: mutate.py BUILD [KERNEL...] [--source NAME] [--lines N-N,N] [--most N] [--seed N] [--sanitized BUILD]
BUILD: a Debug build folder, without the sanitizers, with its tests built; --sanitized: another with them, as tests/run.sh makes it

A mutant turns one comparison, sign, constant or logical operator of one source into another. It is compiled alone into a library that is
loaded before the tested one (a Debug build lets it take the place of its functions), and the tests of the kernel run on it, those first that are quick and have killed many:
one that fails, crashes or takes ten times the processor time kills the mutant. What survives there is tried again with the sanitizers, which see what is read or written past
the end of an array. Prints the survivors, which want a test or an explanation in tests/mutants.md, and a line
a kernel. Exit code 1: some are neither killed nor explained."""
import argparse
import glob
import json
import os
import random
import re
import resource
import shlex
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
#: kernel: (sources, tests)
KERNELS = {
    "access": (["engine/analysis/access/two_step.c", "engine/analysis/access/measure.c", "engine/analysis/access/pair_sums.c"],
               ["test_two_step", "test_pair_sums", "test_pair_definition", "test_measure"]),
    "equity": (["engine/analysis/access/equity.c"], ["test_equity", "test_equity_definition"]),
    "median": (["engine/analysis/siting/median/*.c"], ["test_median_parts", "test_median_branch", "test_median_swap", "test_siting_edges", "test_siting_budget", "test_budget_program", "test_siting"]),
    "cover": (["engine/analysis/siting/cover/*.c"], ["test_siting_edges", "test_cover_exact", "test_siting_cover", "test_cover_solver", "test_cover_parts"]),
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
            if inside or comment or re.match(r"\s*(#|/\*|//|assert|static const char)", line) or "MLG_NEW" in line or "MLG_GROW" in line or "mlg_fail" in line:
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
                return entry["directory"], words[:at] + words[at + 2:-2] + ["-w", "-g0", "-shared", "-fPIC"]
    sys.exit(f"{path}: not in the build")


def explained():
    """(source, line that the change leaves) of the survivors that tests/mutants.md explains."""
    with open(os.path.join(TOP, "tests", "mutants.md"), encoding="utf-8") as file:
        return {tuple(line.strip().split(": ", 1)) for line in file if line.startswith("    ")}


#: programs that a test starts do without the mutant: they lack what it needs of the library, and would fail for that
ALONE = "#include <stdlib.h>\n__attribute__((constructor)) static void alone(void) { unsetenv(\"LD_PRELOAD\"); }\n"


class Trial:
    """One source in one build: a copy of it that nothing changed says that each test passes, and how long it takes."""

    def __init__(self, build, path, work, sanitized=False):
        self.build, self.path, self.seconds, self.kills = build, path, {}, {}
        # the mutant defines again what the library does; a program ends with the first test that fails
        self.env = dict(os.environ, ASAN_OPTIONS="detect_odr_violation=0", CMOCKA_TEST_ABORT="1")
        self.folder, self.command = command_of(build, path)
        self.library, self.same, self.alone = (os.path.join(work, f"{name}{int(sanitized)}") for name in ("mutant", "same", "alone.o."))
        asan = subprocess.run(["cc", "-print-file-name=libasan.so"], capture_output=True, text=True, check=True).stdout.strip()
        self.before = f"{asan}:" if sanitized else ""
        subprocess.run(["cc", "-x", "c", "-", "-c", "-fPIC", "-o", self.alone], input=ALONE, text=True, check=True)
        if not self.compiles(path, self.same):
            sys.exit(f"{path} does not compile by itself")

    def compiles(self, source, library):
        return subprocess.run(self.command + [source, self.alone, "-o", library], cwd=self.folder, stderr=subprocess.DEVNULL, check=False).returncode == 0

    def passes(self, test, library, limit):
        """Whether it ends well within so many seconds of processor: a busy machine changes nothing. The time is for those that wait."""
        self.env["LD_PRELOAD"] = self.before + library
        try:
            done = subprocess.run([os.path.join(self.build, "tests", test)], env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  timeout=60 + 20 * limit, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)), check=False)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def measure(self, test):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        if not self.passes(test, self.same, 600):
            sys.exit(f"{test} fails with {self.path} unchanged")
        self.seconds[test] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

    def survives(self, source, tests):
        """None: the mutant does not compile."""
        if not self.compiles(source, self.library):
            return None
        there = [t for t in tests if os.path.exists(os.path.join(self.build, "tests", t))]
        for test in there:
            if test not in self.seconds:
                self.measure(test)
        for test in sorted(there, key=lambda t: self.seconds[t] / (1 + self.kills.get(t, 0))):
            if not self.passes(test, self.library, 3 + int(10 * self.seconds[test])):
                self.kills[test] = self.kills.get(test, 0) + 1
                return False
        return True


def try_source(build, path, chosen, tests, options, work):
    """Tries the mutants of one source. Returns how many were made, killed and explained."""
    known, name, needed = explained(), os.path.relpath(path, TOP), set()
    trials = [Trial(build, path, work)] + ([Trial(options.sanitized, path, work, True)] if options.sanitized else [])
    source, made, killed, excused = os.path.join(work, os.path.basename(path)), 0, 0, 0
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    for number, old, new in sorted(chosen):
        with open(source, "w", encoding="utf-8") as file:
            file.write("\n".join(lines[:number - 1] + [new.rstrip("\n")] + lines[number:]))
        lives = trials[0].survives(source, tests)
        if lives is None:
            continue
        made += 1
        if lives and (name, new.strip()) in known:
            excused += 1
            needed.add(new.strip())
        elif not lives or not all(trial.survives(source, tests) for trial in trials[1:]):
            killed += 1
        else:
            print(f"{name}:{number}: survives\n  - {old.strip()}\n  + {new.strip()}", flush=True)
    for new in sorted({new.strip() for _, _, new in chosen if (name, new.strip()) in known} - needed):
        print(f"{name}: tests/mutants.md explains what a test kills\n  + {new}")
    for new in sorted({new for source_name, new in known if source_name == name} - {new.strip() for _, _, new in mutants_of(path)}):
        print(f"{name}: tests/mutants.md explains a change that is none any more\n  + {new}")
    print(f"{name}: {made} mutants, {killed} killed, {excused} explained, {made - killed - excused} survive", flush=True)
    return made, killed, excused


def lines_of(text):
    """The numbers that 12,40-50 names."""
    return {n for part in text.split(",") for n in range(int(part.split("-")[0]), int(part.split("-")[-1]) + 1)}


def try_kernel(build, name, options, work):
    sources, tests = KERNELS[name]
    paths = sorted(p for s in sources for p in glob.glob(os.path.join(TOP, s)) if options.source in (None, os.path.basename(p)))
    every = [(p, *m) for p in paths for m in mutants_of(p) if options.lines is None or m[0] in options.lines]
    chosen = every if options.most is None else random.Random(options.seed).sample(every, min(options.most, len(every)))
    counts = [try_source(build, path, [m for p, *m in chosen if p == path], tests, options, work)
              for path in paths if any(p == path for p, *_ in chosen)]
    made, killed, excused = (sum(column) for column in zip(*counts)) if counts else (0, 0, 0)
    print(f"{name}: {made} mutants of {len(every)}, {killed} killed, {excused} explained, {made - killed - excused} survive", flush=True)
    return made == killed + excused


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("build")
    asked.add_argument("kernels", nargs="*", default=list(KERNELS))
    asked.add_argument("--source", help="the mutants of this file alone, equity.c say")
    asked.add_argument("--lines", type=lines_of, help="those of these lines alone: 12,40-50")
    asked.add_argument("--most", type=int)
    asked.add_argument("--seed", type=int, default=17)
    asked.add_argument("--sanitized", type=os.path.abspath, help="a build folder with the sanitizers")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as work:
        done = [try_kernel(os.path.abspath(options.build), name, options, work) for name in options.kernels]
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
