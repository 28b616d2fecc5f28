#!/usr/bin/env python3
"""Measures a page in Chromium, offline: first paint, first screen complete, frames a second while the map is panned and zoomed, time of a
change that is tried: on the clock, and of the processor in the thread of the page (script, style, layout, paint), which is that of an idle machine
whatever else runs on this one. Prints a table; no test runs it.

usage: measure_page.py REPORT.html... [--runs N]
"""
import argparse
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from chromium import Chromium, find  # noqa: E402

COMPLETE = "performance.getEntriesByName(document.getElementById('toile') ? 'toile' : 'carte')"

# The view moves at each frame, as the keys or a finger move it, for two seconds; frames are those the browser has painted.
FRAMES = """(async (zoomed) => {
  const frame = document.getElementById('vue'), press = (key) => frame.dispatchEvent(new KeyboardEvent('keydown', { key }));
  press('0');
  if (zoomed) for (let k = 0; k < 4; k++) press('+');
  await new Promise(r => setTimeout(r, 400));
  const times = [];
  let last = performance.now();
  const end = last + 2000;
  for (let k = 0; last < end; k++) {
    press(zoomed ? (k % 20 < 10 ? 'ArrowRight' : 'ArrowLeft') : (k % 20 < 10 ? '+' : '-'));
    await new Promise(r => requestAnimationFrame(r));
    times.push(performance.now() - last);
    last = performance.now();
  }
  times.sort((a, b) => a - b);
  return [1000 * times.length / times.reduce((a, b) => a + b), times[Math.floor(times.length * 0.95)]];
})"""

# A doctor more in one commune after another: milliseconds until what is shown is laid out; then until it is painted.
CLICK = """(async (k) => {
  const $ = (id) => document.getElementById(id), names = [...document.querySelectorAll('#essai-noms option')].map(o => o.value);
  $('essai-quoi').value = 'come';
  $('essai-quoi').dispatchEvent(new Event('change'));
  $('essai-ou').value = names[k * 7919 % names.length];
  const start = performance.now();
  $('essai-form').requestSubmit();
  document.body.offsetHeight;
  const taken = performance.now() - start;
  await new Promise(r => requestAnimationFrame(() => setTimeout(r)));
  return taken;
})"""


def clicks(page):
    """Of 30 clicks: median and worst on the clock, median and worst of the processor, in milliseconds."""
    def busy():
        return next(m["value"] for m in page.call("Performance.getMetrics")["metrics"] if m["name"] == "TaskDuration")

    page.call("Performance.enable", timeDomain="threadTicks")
    clock, processor = [], []
    for k in range(30):
        before = busy()
        clock.append(page.run(f"{CLICK}({k})"))
        processor.append(1000 * (busy() - before))
    return [values[at] for values in (sorted(clock), sorted(processor)) for at in (15, 29)]


def measure(path, runs):
    paints = []
    for _ in range(runs):
        with Chromium(1400, 900) as page:
            first, _ = page.open(path)
            page.until(COMPLETE + ".length", 60)
            paints.append((page.run(COMPLETE + "[0].startTime"), first))
    paints.sort()
    done, first = paints[len(paints) // 2]
    with Chromium(1400, 900) as page:
        page.open(path)
        page.until(COMPLETE + ".length", 60)
        tried = page.run("!!document.getElementById('essai-donnees')") and page.until("!document.getElementById('essai').hidden", 60)
        zoom, pan = page.run(FRAMES + "(false)"), page.run(FRAMES + "(true)")
        taken = clicks(page) if tried else None
        if page.complaints:
            sys.exit(path + ": " + page.complaints[0])
    change = " ".join(f"{value:6.1f}" for value in taken) if taken else "     –      –      –      –"
    print(f"{os.path.basename(path):24} {os.path.getsize(path) / 1024:7.0f} {first:7.0f} {done:9.0f} {zoom[0]:7.0f} {pan[0]:7.0f} {pan[1]:7.0f} {change}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("reports", nargs="+")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    if not find():
        print("skip: no Chromium")
        return 77
    print(f"{'page':24} {'KiB':>7} {'paint':>7} {'complete':>9} {'zoom':>7} {'pan':>7} {'95 %':>7} {'change':>6} {'worst':>6} {'change':>6} {'worst':>6}")
    print(f"{'':24} {'':>7} {'ms':>7} {'ms':>9} {'fps':>7} {'fps':>7} {'ms':>7} {'ms':>6} {'ms':>6} {'cpu ms':>6} {'cpu ms':>6}")
    for path in options.reports:
        measure(path, options.runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
