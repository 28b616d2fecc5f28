#!/usr/bin/env bash
# Measures what the tests run of the engine: tests/coverage.sh [--write] [OPTIONS OF CTEST...]      -LE long: without the long tests
# Builds in build-coverage (or $MAILLAGE_COVERAGE_DIR) with clang, without optimisation or sanitizers, and prints lines and branches by folder;
# --write puts that table into docs/testing.md. Counters stand in files that the programs map: one that is killed has counted too. Some twenty
# minutes with the build.
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
dir=${MAILLAGE_COVERAGE_DIR:-$top/build-coverage}
write=
[ "${1:-}" != --write ] || { write=--write; shift; }
command -v clang llvm-cov llvm-profdata >/dev/null || { echo "clang and llvm are not installed" >&2; exit 77; }
cmake -S "$top" -B "$dir" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_COMPILER=clang \
  -DCMAKE_C_FLAGS="-fprofile-instr-generate -fcoverage-mapping -mllvm -runtime-counter-relocation" >/dev/null
ninja -C "$dir" >"$dir/build.log" 2>&1 || { cat "$dir/build.log" >&2; exit 1; }

rm -rf "$dir/profiles"
mkdir "$dir/profiles"
export LLVM_PROFILE_FILE="$dir/profiles/%m%c.profraw" # a file a program, which the runs of it add to as they go
ctest --test-dir "$dir" --output-on-failure "$@" || echo "some tests failed: what they ran is counted"
"$dir/maillage" run "$top/tests/studies/small/study.yaml" --output "$dir/small" --overwrite -q
bash "$top/tests/postgis/run.sh" "$dir/maillage" "$dir/small/small.gpkg" || echo "without the export to PostGIS, or it failed"
llvm-profdata merge -sparse -o "$dir/profile" "$dir"/profiles/*.profraw

objects=("$dir/tests/libmaillage_tested.so" -object "$dir/maillage" -object "$dir/mod_maillage.so" -object "$dir/tests/test_serve")
llvm-cov export -summary-only -instr-profile="$dir/profile" "${objects[@]}" >"$dir/coverage.json"
python3 - "$dir/coverage.json" "$top" $write <<'PYTHON'
import json
import os
import re
import sys

folders, layers, whole = {}, {}, [0] * 4
for file in json.load(open(sys.argv[1]))["data"][0]["files"]:
    folder = os.path.relpath(os.path.dirname(file["filename"]), sys.argv[2])
    if not folder.startswith("engine/"):
        continue
    counts = [file["summary"][kind][of] for kind in ("lines", "branches") for of in ("count", "covered")]
    for sums in (folders.setdefault(folder, [0] * 4), layers.setdefault(folder.split("/")[1], [0] * 4), whole):
        sums[:] = [a + b for a, b in zip(sums, counts)]


def row(name, sums):
    return "| %s | %s | %s | %s | %s |" % (name, f"{sums[0]:,}", share(sums[1], sums[0]), f"{sums[2]:,}", share(sums[3], sums[2]))


def share(covered, count):
    return "%.1f %%" % (100 * covered / count) if count else "none"


rows = ["| folder | lines | run | branches | taken |", "|---|---|---|---|---|"]
for layer in sorted(layers):
    below = sorted(name for name in folders if name.split("/")[1] == layer)
    rows.append(row(f"**{layer}**", layers[layer]))
    rows += [row(name[len("engine/"):], folders[name]) for name in below if len(below) > 1]
rows.append(row("**all**", whole))
print("\n".join(rows))
if sys.argv[3:]:
    page = os.path.join(sys.argv[2], "docs/testing.md")
    text = open(page, encoding="utf-8").read()
    new, found = re.subn(r"^\| folder \| lines \|.*\n(\|.*\n)*", "\n".join(rows) + "\n", text, flags=re.M)
    if found != 1:
        sys.exit("docs/testing.md has no table of folders")
    open(page, "w", encoding="utf-8").write(new)
PYTHON
