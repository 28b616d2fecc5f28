# The program for Windows, and the folder it runs from. Sourced by build.sh, which sets $here, $top, $work, $prefix, $host and $jobs.

build_program() {
  echo "== maillage"
  install -m 644 -t "$prefix/include" /usr/include/ut{hash,list,array}.h # headers alone, the same on all systems
  PKG_CONFIG_LIBDIR="$prefix/lib/pkgconfig" PKG_CONFIG_PATH='' cmake -S "$top" -B "$work/program" -G Ninja \
    -DCMAKE_TOOLCHAIN_FILE="$here/toolchain.cmake" -DMAILLAGE_PREFIX="$prefix" -DPKG_CONFIG_ARGN=--static -DCMAKE_BUILD_TYPE=Release \
    -DMAILLAGE_TESTS=OFF -DMAILLAGE_SQLITE3EXT="$prefix/include" -DCMAKE_C_FLAGS="-isystem $prefix/include -ffile-prefix-map=$work=." -DCMAKE_C_FLAGS_RELEASE="-O2 -DNDEBUG" \
    -DCMAKE_EXE_LINKER_FLAGS=-static -DCMAKE_SHARED_LINKER_FLAGS=-static -DCMAKE_MODULE_LINKER_FLAGS=-static \
    -DCMAKE_C_STANDARD_LIBRARIES="-lstdc++ -lpthread -lws2_32 -lole32 -lshell32 -luuid -ladvapi32 -lcrypt32 -lbcrypt -lgdi32 -luser32 -lkernel32" > "$work/log/maillage" 2>&1 &&
    cmake --build "$work/program" -j "$jobs" --target maillage maillage_shared mod_maillage >> "$work/log/maillage" 2>&1 ||
    { grep -E 'error|undefined' "$work/log/maillage" | head -20 >&2; tail -5 "$work/log/maillage" >&2; return 1; }
}

# bin/, include/, lib/, share/maillage/, share/proj/: the program finds its data, PROJ its database and SQLite its extension from their own place.
gather() {
  local version package
  version=$(sed -n 's/^project(maillage VERSION \([0-9.]*\).*/\1/p' "$top/CMakeLists.txt")
  root=$work/dist/maillage-$version-win64
  rm -rf "$root"
  for package in program library data; do
    cmake --install "$work/program" --prefix "$root" --component $package > /dev/null
  done
  install -m 755 "$prefix/bin/mod_spatialite.dll" -t "$root/bin"
  "$host-strip" --strip-unneeded "$root"/bin/*
  install -D -m 644 "$prefix/share/proj/proj.db" -t "$root/share/proj"
  install -m 644 "$top/LICENSE" "$top/CHANGELOG.md" "$root"
  for package in "$work"/src/*/; do
    install -D -m 644 "$(ls "$package"/*/debian/copyright "$package"/*/LICENSE 2>/dev/null | head -1)" "$root/share/doc/licences/$(basename "$package").txt"
  done
  for package in gcc-mingw-w64-base mingw-w64-common; do # what the compiler puts in
    install -m 644 "/usr/share/doc/$package/copyright" "$root/share/doc/licences/$package.txt"
  done
}

pack() {
  python3 "$top/cmake/zip_folder.py" "$root" "$root.zip" deflated
  (cd "$work/dist" && sha256sum "$(basename "$root").zip" && stat -c '%s bytes' "$(basename "$root").zip")
}
