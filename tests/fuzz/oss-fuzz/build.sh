#!/bin/bash -eu
# Builds the fuzz targets as OSS-Fuzz asks: its compiler, flags and engine come from the environment ($CC, $CFLAGS,
# $LIB_FUZZING_ENGINE), the targets and their first inputs go to $OUT. Run in the folder of the sources.
. cmake/setup.sh
need build
need test
build=${WORK:-/tmp}/maillage
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DMAILLAGE_FUZZ=ON "-DMAILLAGE_FUZZ_ENGINE=$LIB_FUZZING_ENGINE" \
  -DCMAKE_BUILD_RPATH='$ORIGIN/lib' -DCMAKE_BUILD_RPATH_USE_ORIGIN=ON
mkdir -p "$OUT/lib"
for source in tests/fuzz/fuzz_*.c; do
  target=$(basename "$source" .c)
  name=${target#fuzz_}
  case $name in rules | result) continue ;; esac # they run a study of the sources, which are not there
  ninja -C "$build" "$target" "replay_$name"
  cp "$build/tests/fuzz/$target" "$OUT/"
  "$build/tests/fuzz/replay_$name" --write "$build/seeds-$name"
  cp "tests/fuzz/found/$name"/* "$build/seeds-$name/" 2>/dev/null || true
  (cd "$build/seeds-$name" && python3 -m zipfile -c "$OUT/${target}_seed_corpus.zip" ./*)
  cp "tests/fuzz/$target.options" "$OUT/" 2>/dev/null || true
  # the machines that fuzz have none of our libraries
  ldd "$OUT/$target" | sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p' | grep -vE '/(libc|libm|libpthread|libdl|librt|ld-linux[^/]*)\.so' |
    xargs -r cp -Lun -t "$OUT/lib"
done
# what the programs read beside themselves
mkdir -p "$OUT/share/maillage"
cp -r geodata "$OUT/share/maillage/"
