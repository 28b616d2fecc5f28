#!/usr/bin/env bash
# Called by conda-build with $PREFIX and $SRC_DIR; $CMAKE_ARGS names the compilers and folders of the environment.
set -euo pipefail
cmake -S "${SRC_DIR:-.}" -B build-conda -G Ninja ${CMAKE_ARGS:-} -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$PREFIX" \
  -DCMAKE_INSTALL_LIBDIR=lib -DMAILLAGE_TESTS=OFF
cmake --build build-conda -j "${CPU_COUNT:-2}"
cmake --install build-conda
