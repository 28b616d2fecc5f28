#!/usr/bin/env python3
"""Runs every bench, and keeps one table of them: `tests/bench/run all` calls it.

    all.py BUILD [--quick] [--only NAME,...] [--json FILE] [--resume] [--table FILE]
    all.py --check          the benches listed here are those there are, and docs/benchmarks.md has each

BUILD: folder of a release build in which the benches are built. --quick: smaller cases, some five minutes in all. --json: the figures, for a
program, written after each bench. --resume: what that file has already is not run again; a whole run takes an hour. --table: the figures, for people
(docs/benchmarks.md).

Exit code: 0 every bench ended and printed its bars, short or not; 1 one failed, or printed no bar; 2 wrong use."""
import argparse
import datetime
import json
import os
import platform
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))

# What a bench is told: in a whole run, and in a quick one. None: left out of a quick run, which says so. DATA: the folder of shared data.
DATA = object()
BENCHES = {
    "access": ("2SFCA, E2SFCA, 3SFCA and BFCA on 3 and 40 million pairs, beside the read bandwidth of the machine", [], []),
    "allocation": ("antennas where access gains most, 900 communes and 100 candidates, every goal", [], []),
    "beside": ("p-median, capacities and covering, beside CBC on the same instances", [], None),
    "box": ("France in the box: studies of 30 groups of communes, of a département, of the mainland", [DATA], [DATA, "3"]),
    "caches": ("a large network file verified", [], ["1"]),
    "cover": ("everyone covered (LSCP, p-center), 1,000 x 1,000 places", [], ["1"]),
    "coverage": ("max covering up to a country of places", [], ["thousand", "department"]),
    "extract": ("an OpenStreetMap extract made, and read to the graph", ["1000000"], ["50000"]),
    "finess": ("FINESS, 174,000 sites read", [], ["20000"]),
    "france": ("five professions on the mainland, one run", [], None),
    "roads": ("a real town: extract, graph, matrix of 1,000 x 1,000", [], []),
    "rpps": ("two million rows of RPPS read", [], ["200000"]),
    "scenario": ("a scenario of supply on a département and on France", [], None),
    "search": ("bounded searches, beside textbook heaps", [], ["100000"]),
    "siting": ("p-medians of the kind of the OR-Library, a département, antennas", [], ["small"]),
    "study": ("a study by road from files to files, engine by engine", [], ["29000"]),
    "sweep": ("prepared networks: sweeps, beside bounded searches and the floor of SIMD", [], ["40000"]),
    "timetable": ("timetables of a made département, 900 x 900", [], None),
    "tour": ("rounds of mobile units, beside a search ten times as long", [], ["1", "5", "5"]),
    "transit": ("Porto Alegre by timetable, beside a second program", [], None),
    "zoning": ("deserts and zoning of the mainland", [], []),
}
# Why a bar may be short, the first that matches its name. The table says so below a short one; a bar that none matches is said not to be explained.
REASONS = [
    (r"cover_\w+_many_\w*(proved|gap_percent)", "the linear program is several sites under the optimum, and branch and bound raises it by one or two in ten seconds"),
    (r"cover_\w+_worst_cpu_s", "the proof is given up after a bounded effort, not a time: a slower processor takes longer for the same answer"),
    (r"mclp_\w*towns\w*_gap_percent|mclp_million\w*_gap_percent", "the linear program is itself 1.0 to 2.2 % over the best sets met, and branching closes little of that in half a minute"),
    (r"pmedcap_worst_gap_percent", "what is open after half a minute: the gap of the linear program with knapsacks, which CBC branches on"),
    (r"pmedian_\d+_times_cbc", "CBC is stopped after two minutes, its bound still open, as it is after three: the ratio is over this figure"),
    (r"2sfca_3M_times_pysal", "without a weight a pair PySAL takes 0.8 s, not 5: a 500th of that is a sixth more than reading the matrix once"),
    (r"study_supply_changed_over_auto", "with 40,000 squares both runs mostly write tables, and the second first empties those of the run before"),
    (r"sweep_over_simd_floor", "the floor lowers rows of the first cache, one after another; a sweep also finds, clears and writes rows, in larger caches"),
    (r"porto_over_search_with_preparation", "three quarters of the time are the preparation, which a network that is kept does not pay"),
    (r"prepare_s", "a first preparation also gets its memory from the kernel, page by page: a second one takes three quarters of the time"),
    (r"open_whole_s", "every byte of the file is read and its checksum computed, which opening alone does not do"),
    (r"growth_prepare", "20 times the nodes outgrow the caches of the processor"),
    (r"extract_mb_a_second", "two processors decompress, which is a third of their time, decode and build; the goal needs both free"),
    (r"[\w.-]*([_-]s|_a_second|times_pysal|_over_\w+)", "seconds or ratios of this machine, which is shared: the same run is a third faster or slower from day to day"),
]
LINE = re.compile(r"^(bar|stretch) (\S+) (\S+) (\S+(?: \S+)*?) (ok|short|not yet)$")


def shared_data():
    for folder in (os.environ.get("MAILLAGE_SHARED_DATA"), os.path.join(TOP, "..", "shared", "data")):
        if folder and os.path.isdir(folder):
            return os.path.abspath(folder)
    return ""


def arguments_of(name, quick):
    told = BENCHES[name][2 if quick else 1]
    return None if told is None else [shared_data() if word is DATA else word for word in told]


def run(build, name, arguments):
    """The bench, its output shown as it comes, its time and peak memory."""
    load, start = os.getloadavg()[0], time.monotonic()
    process = subprocess.Popen([os.path.join(build, "tests", "bench_" + name), *arguments], stdout=subprocess.PIPE, text=True)
    bars = []
    for line in process.stdout:
        print(line, end="", flush=True)
        found = LINE.match(line.rstrip())
        if found:
            kind, bar, figure, goal, verdict = found.groups()
            bars.append({"kind": kind, "name": bar, "figure": figure, "goal": goal, "verdict": verdict})
    _, status, usage = os.wait4(process.pid, 0)
    process.stdout.close()
    code = os.waitstatus_to_exitcode(status)
    failure = f"exit code {code}" if code else "" if any(b["kind"] == "bar" for b in bars) else "it printed no bar"
    return {"name": name, "what": BENCHES[name][0], "load": round(load, 1), "arguments": ["DATA" if a and a == shared_data() else a for a in arguments],
            "seconds": round(time.monotonic() - start, 1), "processor_seconds": round(usage.ru_utime + usage.ru_stime, 1),
            "memory_mb": round(usage.ru_maxrss / 1024), "bars": bars, "failure": failure}


def first_match(path, pattern):
    try:
        with open(path, encoding="utf-8") as file:
            found = re.search(pattern, file.read(), re.M)
    except OSError:
        return ""
    return found.group(1).strip() if found else ""


def machine():
    memory_kb = first_match("/proc/meminfo", r"^MemTotal:\s+(\d+)")
    return {"processor": first_match("/proc/cpuinfo", r"^model name\s*:\s*(.*)$") or platform.machine(), "cores": os.cpu_count(),
            "memory_gb": round(int(memory_kb) / 1e6) if memory_kb else None, "system": first_match("/etc/os-release", r'^PRETTY_NAME="?([^"\n]*)')}


def version():
    return first_match(os.path.join(TOP, "CMakeLists.txt"), r"project\(maillage VERSION ([0-9.]+)")


def excuses(bars):
    """The bars short and the stretches not yet met, by their reason, a line each, after a blank one."""
    by_reason = {}
    for bar in bars:
        if bar["verdict"] != "ok":
            reason = next((text for name, text in REASONS if re.fullmatch(name, bar["name"])), "not explained")
            by_reason.setdefault((bar["verdict"].capitalize(), reason), []).append(bar["name"])
    lines = [f"{verdict}, {', '.join(names)}: {reason}." for (verdict, reason), names in by_reason.items()]
    return [part for line in lines for part in ("", line)]


def loads(report):
    before = [b["load"] for b in report["benches"]] or [0]
    return f"{min(before):.1f} to {max(before):.1f}"


def earlier(path, quick):
    """The benches of an earlier run that did not end, of this version and of this length."""
    try:
        with open(path, encoding="utf-8") as file:
            before = json.load(file)
    except FileNotFoundError:
        return []
    if before["version"] != version() or before["quick"] != quick:
        raise SystemExit(f"all.py: {path}: of another version, or a {'quick' if before['quick'] else 'whole'} run")
    return [b for b in before["benches"] if not b["failure"]]


def write(path, text):
    """Aside, then in place: a run that is stopped leaves what was there."""
    if path:
        with open(path + ".part", "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(path + ".part", path)


def count_up(report):
    bars = [b["verdict"] for x in report["benches"] for b in x["bars"] if b["kind"] == "bar"]
    report["ok"], report["short"] = bars.count("ok"), bars.count("short")
    return json.dumps(report, indent=1, ensure_ascii=False) + "\n"


def table(report):
    m = report["machine"]
    lines = ["# Benchmarks", "",
             "Written by `tests/bench/run all --table docs/benchmarks.md`. Each bench prints more: its cases, and the peers, floors or oracles that it "
             "measures in the same run. A bar is a goal of the project, met (ok) or short; a stretch would be better still.", "",
             f"Version {report['version']}, {report['date']}; {m['processor']}, {m['cores']} cores, {m['memory_gb']} GB, {m['system']}; "
             f"{'quick' if report['quick'] else 'whole'} run; load of the machine before a bench: {loads(report)}.", "",
             f"{report['ok']} bars ok, {report['short']} short."]
    for b in report["benches"]:
        command = " ".join(["tests/bench/run", b["name"], *b["arguments"]])
        lines += ["", f"## {b['name']}", "", f"{b['what'][0].upper()}{b['what'][1:]}. `{command}`: {b['seconds']:.0f} s, processor "
                  f"{b['processor_seconds']:.0f} s, memory {b['memory_mb']} MB.", ""]
        if b["failure"]:
            lines += [f"Failed: {b['failure']}.", ""]
        if b["bars"]:
            lines += ["| | figure | goal | |", "|---|---:|---:|---|"]
            lines += [f"| {x['name']}{' (stretch)' if x['kind'] == 'stretch' else ''} | {x['figure']} | {x['goal']} | {x['verdict']} |" for x in b["bars"]]
        lines += excuses(b["bars"])
    for name in sorted(set(BENCHES) - {b["name"] for b in report["benches"]} - set(report["left_out"])):
        lines += ["", f"## {name}", "", f"{BENCHES[name][0][0].upper()}{BENCHES[name][0][1:]}. Not in this run."]
    for name in report["left_out"]:
        lines += ["", f"## {name}", "", f"{BENCHES[name][0][0].upper()}{BENCHES[name][0][1:]}. Left out of a quick run."]
    return "\n".join(lines) + "\n"


def check():
    there = {n[6:-2] for n in os.listdir(HERE) if n.startswith("bench_") and n.endswith(".c")}
    with open(os.path.join(TOP, "docs", "benchmarks.md"), encoding="utf-8") as file:
        told = set(re.findall(r"^## (\w+)$", file.read(), re.M))
    wrong = [f"{n}: a bench that all.py does not list" for n in sorted(there - set(BENCHES))]
    wrong += [f"{n}: listed in all.py, but there is no such bench" for n in sorted(set(BENCHES) - there)]
    wrong += [f"{n}: not in docs/benchmarks.md" for n in sorted(there - told)]
    print("\n".join(wrong) or f"{len(there)} benches listed")
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", nargs="?")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--json")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--table")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.check:
        return check()
    if options.resume and not options.json:
        parser.error("--resume: of which --json FILE?")
    wanted = options.only.split(",") if options.only else sorted(BENCHES)
    unknown = [n for n in wanted if n not in BENCHES]
    if not options.build or unknown:
        print(f"all.py: {'no bench ' + ', '.join(unknown) if unknown else 'which build?'}; benches: {' '.join(sorted(BENCHES))}", file=sys.stderr)
        return 2
    report = {"version": version(), "date": datetime.date.today().isoformat(), "machine": machine(), "quick": options.quick,
              "benches": earlier(options.json, options.quick) if options.resume else [],
              "left_out": [n for n in wanted if arguments_of(n, options.quick) is None]}
    for name in wanted:
        if name in report["left_out"]:
            print(f"== {name}: left out of a quick run")
            continue
        if any(b["name"] == name for b in report["benches"]):
            print(f"== {name}: run before")
            continue
        print(f"== {name}", flush=True)
        report["benches"].append(run(options.build, name, arguments_of(name, options.quick)))
        report["benches"].sort(key=lambda b: b["name"])
        write(options.json, count_up(report))
    failed = [f"{b['name']}: {b['failure']}" for b in report["benches"] if b["failure"]]
    count_up(report)
    write(options.table, table(report))
    print(f"== {report['ok']} bars ok, {report['short']} short" + "".join(f"\nfailed: {line}" for line in failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
