# Builds the libraries that Maillage needs on Windows, from Debian's source packages. Sourced by build.sh, which sets
# $here, $work, $prefix, $host and $jobs. Each library is built once; its stamp names the version.

fetch_lists() { # the lists of source packages of the suites that sources.txt names, apart from those of this system
  mkdir -p "$work/apt/lists/partial"
  local site keys=/usr/share/keyrings/debian-archive-keyring.gpg
  site=$(apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' | awk '$1 == "Debian" && $2 == "Debian" { site = $3 } END { print site }')
  [ -n "$site" ] || { echo "no source of Debian's packages is known to apt" >&2; return 1; }
  grep -v '^#' "$here/sources.txt" | cut -d' ' -f1 | sort -u | sed "s|.*|deb-src [signed-by=$keys] $site & main|" > "$work/apt/sources.list"
  apt_sources=(-o "Dir::Etc::sourcelist=$work/apt/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$work/apt/lists"
               -o APT::Sandbox::User=root)
  apt-get -qq "${apt_sources[@]}" update
}

version_of() {
  awk -v name="$1" '$2 == name { print $3 }' "$here/sources.txt"
}

unpack() { # package -> the folder of its source, patched by Debian
  local package=$1 folder="$work/src/$1"
  if [ ! -f "$folder/.unpacked" ]; then
    rm -rf "$folder"
    mkdir -p "$folder"
    (cd "$folder" && if ! apt-get -qq "${apt_sources[@]}" source "$package=$(version_of "$package")" >> "$work/log/$package" 2>&1; then
       # Debian's own changes are for Debian's systems: upstream's archive does where they are not to be had
       apt-get -qq "${apt_sources[@]}" --tar-only source "$package=$(version_of "$package")" >> "$work/log/$package" 2>&1 &&
         tar xf ./*.orig.tar.*
     fi) || return 1
    touch "$folder/.unpacked"
  fi
  local found=("$folder"/*/)
  echo "${found[0]%/}"
}

once() { # package, function that builds it in the folder of its source
  local package=$1 stamp
  stamp="$work/stamps/$package-$(version_of "$package" | tr ':/' '__')"
  [ -f "$stamp" ] && return 0
  echo "== $package $(version_of "$package")"
  local source
  [ -f "$work/src/$package/.unpacked" ] || [ -n "${apt_sources:-}" ] || fetch_lists
  source=$(unpack "$package") || { tail -30 "$work/log/$package" >&2; return 1; }
  set +e # within a condition, the -e of the function would not count
  (set -e; cd "$source"; "$2" "$source") >> "$work/log/$package" 2>&1
  local code=$?
  set -e
  [ $code = 0 ] || { tail -30 "$work/log/$package" >&2; return 1; }
  touch "$stamp"
}

with_cmake() { # source, options
  local source=$1
  shift
  cmake -S "$source" -B "$source/of-windows" -G Ninja -DCMAKE_TOOLCHAIN_FILE="$here/toolchain.cmake" -DMAILLAGE_PREFIX="$prefix" \
    -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF \
    -DCMAKE_C_FLAGS_RELEASE=-DNDEBUG -DCMAKE_CXX_FLAGS_RELEASE=-DNDEBUG \
    -DCMAKE_C_FLAGS="$c_flags" -DCMAKE_CXX_FLAGS="$c_flags" "$@" &&
    cmake --build "$source/of-windows" -j "$jobs" &&
    cmake --install "$source/of-windows"
}

with_configure() { # source, options
  cp -f /usr/share/misc/config.guess /usr/share/misc/config.sub . 2>/dev/null || true
  local source=$1
  shift
  "$source/configure" --host="$host" --prefix="$prefix" CC="$host-gcc-posix" CXX="$host-g++-posix" CFLAGS="$c_flags" CXXFLAGS="$c_flags" \
    CPPFLAGS="-I$prefix/include" LDFLAGS="-L$prefix/lib" "$@" &&
    make -j "$jobs" &&
    make install
}

build_zlib() {
  make -f win32/Makefile.gcc PREFIX="$host-" CC="$host-gcc-posix" CFLAGS="$c_flags" libz.a 2>/dev/null || make_zlib_by_hand
}
make_zlib_by_hand() { # Debian takes win32/ out of the source
  rm -f ./*.o
  "$host-gcc-posix" $c_flags -D_LARGEFILE64_SOURCE=1 -DHAVE_UNISTD_H -DHAVE_STDARG_H -c adler32.c crc32.c deflate.c infback.c inffast.c inflate.c \
    inftrees.c trees.c zutil.c compress.c uncompr.c gzclose.c gzlib.c gzread.c gzwrite.c
  "$host-gcc-ar-posix" rcs libz.a ./*.o
  install -D -m644 -t "$prefix/lib" libz.a
  install -D -m644 -t "$prefix/include" zlib.h zconf.h
  mkdir -p "$prefix/lib/pkgconfig"
  printf 'Name: zlib\nDescription: zlib\nVersion: 1.2.13\nLibs: -L%s/lib -lz\nCflags: -I%s/include\n' "$prefix" "$prefix" > "$prefix/lib/pkgconfig/zlib.pc"
}

build_expat() {
  sed -i 's/^#cmakedefine XML_DTD$/#cmakedefine XML_DTD 1/' "$1/expat/expat_config.h.cmake" # a later patch compares it
  with_cmake "$1/expat" -DEXPAT_SHARED_LIBS=OFF -DEXPAT_BUILD_TOOLS=OFF -DEXPAT_BUILD_EXAMPLES=OFF -DEXPAT_BUILD_TESTS=OFF -DEXPAT_BUILD_DOCS=OFF
}

build_sqlite3() {
  ./configure --disable-tcl --disable-readline # for the build machine: it only gathers the source in one file
  make sqlite3.c
  "$host-gcc-posix" $c_flags -DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_COLUMN_METADATA \
    -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_ENABLE_LOAD_EXTENSION -DSQLITE_ENABLE_DBSTAT_VTAB -DSQLITE_ENABLE_UNLOCK_NOTIFY \
    -DSQLITE_ENABLE_GEOPOLY -DSQLITE_ENABLE_STMTVTAB -DSQLITE_MAX_VARIABLE_NUMBER=250000 -DSQLITE_SECURE_DELETE -DSQLITE_THREADSAFE=1 \
    -c sqlite3.c -o sqlite3.o
  "$host-gcc-ar-posix" rcs libsqlite3.a sqlite3.o
  install -D -m644 -t "$prefix/lib" libsqlite3.a
  install -D -m644 -t "$prefix/include" sqlite3.h src/sqlite3ext.h
  printf 'Name: sqlite3\nDescription: SQLite\nVersion: 3.40.1\nLibs: -L%s/lib -lsqlite3\nCflags: -I%s/include\n' "$prefix" "$prefix" > "$prefix/lib/pkgconfig/sqlite3.pc"
}

build_geos() {
  with_cmake "$1" -DBUILD_SHARED_LIBS=OFF -DBUILD_GEOSOP=OFF -DBUILD_BENCHMARKS=OFF
}

build_proj() {
  sed -i '/^add_definitions(-DPROJ_DATA=/d' "$1/src/lib_proj.cmake" # the folder of this build is nothing there
  with_cmake "$1" -DBUILD_APPS=OFF -DENABLE_TIFF=OFF -DENABLE_CURL=OFF -DBUILD_SHARED_LIBS=OFF -DEXE_SQLITE3="$(command -v sqlite3)" &&
    sed -i 's/^Libs.private:.*/Libs.private: -lstdc++ -lole32 -lshell32/' "$prefix/lib/pkgconfig/proj.pc" # no library of the compiler beside
}

build_gdal() { # the formats that the engine reads and writes, beside those that are always there (Shapefile, GeoJSON, KML); rasters by GeoTIFF and ASCII grid
  local drivers=() driver
  for driver in SQLITE GPKG CSV XLSX ODS FLATGEOBUF GML GPX; do
    drivers+=("-DOGR_ENABLE_DRIVER_$driver=ON")
  done
  # the folders of this build are nothing there: a program would look for its options and its plugins in them
  sed -i '/^ *target_compile_definitions(cpl PRIVATE \(INST_DATA\|SYSCONFDIR\)=/d' "$1/port/CMakeLists.txt"
  sed -i 's/^  PROPERTY COMPILE_DEFINITIONS INST_DATA=.*/  PROPERTY COMPILE_DEFINITIONS WITHOUT_FOLDERS)/' "$1/gcore/CMakeLists.txt"
  sed -i '/^#cmakedefine GDAL_PREFIX /d' "$1/cmake/template/cpl_config.h.in"
  with_cmake "$1" -DBUILD_SHARED_LIBS=OFF -DBUILD_APPS=OFF -DBUILD_PYTHON_BINDINGS=OFF -DBUILD_JAVA_BINDINGS=OFF -DBUILD_CSHARP_BINDINGS=OFF -DENABLE_GNM=OFF \
    -DGDAL_BUILD_OPTIONAL_DRIVERS=OFF -DGDAL_ENABLE_DRIVER_AAIGRID=ON -DOGR_BUILD_OPTIONAL_DRIVERS=OFF "${drivers[@]}" \
    -DGDAL_USE_EXTERNAL_LIBS=OFF -DGDAL_USE_SQLITE3=ON -DGDAL_USE_EXPAT=ON -DGDAL_USE_GEOS=ON -DGDAL_USE_ZLIB=ON \
    -DGDAL_USE_INTERNAL_LIBS=OFF -DGDAL_USE_TIFF_INTERNAL=ON -DGDAL_USE_GEOTIFF_INTERNAL=ON -DGDAL_USE_JSONC_INTERNAL=ON &&
    sed -i 's/ -lgcc_s\b//' "$prefix/lib/pkgconfig/gdal.pc" # no shared library of the compiler
}

build_spatialite() { # the functions of SQL alone: what reads and writes files is not asked of it. PROJ and GEOS are inside
  local name
  for name in GEOSCoveredBy GEOSDelaunayTriangulation GEOSContext_setErrorMessageHandler_r GEOSFrechetDistance_r \
    GEOSConstrainedDelaunayTriangulation_r GEOSHilbertCode proj_normalize_for_visualization; do
    export "ac_cv_search_$name=none required" # asked without what GEOS and PROJ themselves need
  done
  # without iconv, the headers of its last function are left out
  sed -i 's|^#endif /\* ICONV enabled/disabled \*/|&\n#include <spatialite/sqlite.h>\n#include <spatialite/gaiageo.h>|' src/gaiageo/gg_shape.c
  sed -i 's/^ *if test "$target_alias" = "mingw32"; then/if true; then/' configure # it knows Windows by this name alone
  with_configure "$1" --enable-module-only --disable-freexl --disable-minizip --disable-libxml2 --disable-rttopo --disable-iconv --disable-epsg \
    --disable-gcp --disable-examples --with-geosconfig="$prefix/bin/geos-config"
  # libtool makes no shared library of static ones. Named without its folder: the linker chooses its address by the name
  "$host-gcc-posix" -shared -static -o mod_spatialite.dll -Wl,--whole-archive src/.libs/mod_spatialite.a -Wl,--no-whole-archive \
    -L"$prefix/lib" -lgeos_c -lgeos -lproj -lsqlite3 -lz -lstdc++ -lole32 -lshell32 &&
    install -D -m755 -t "$prefix/bin" mod_spatialite.dll
}

build_libyaml() {
  with_cmake "$1" -DBUILD_SHARED_LIBS=OFF &&
    printf 'Name: yaml\nDescription: LibYAML\nVersion: 0.2.5\nLibs: -L%s/lib -lyaml\nCflags: -I%s/include -DYAML_DECLARE_STATIC\n' "$prefix" "$prefix" > "$prefix/lib/pkgconfig/yaml-0.1.pc"
}

build_libcyaml() {
  "$host-gcc-posix" $c_flags -DVERSION_MAJOR=1 -DVERSION_MINOR=4 -DVERSION_PATCH=2 -DVERSION_DEVEL=0 -D_GNU_SOURCE -Iinclude -I"$prefix/include" -c src/*.c
  "$host-gcc-ar-posix" rcs libcyaml.a ./*.o
  install -D -m644 -t "$prefix/lib" libcyaml.a
  install -D -m644 -t "$prefix/include/cyaml" include/cyaml/*.h
  printf 'Name: libcyaml\nDescription: CYAML\nVersion: 1.4.2\nRequires: yaml-0.1\nLibs: -L%s/lib -lcyaml\nCflags: -I%s/include\n' "$prefix" "$prefix" > "$prefix/lib/pkgconfig/libcyaml.pc"
}

build_cjson() {
  with_cmake "$1" -DENABLE_CJSON_TEST=OFF -DBUILD_SHARED_LIBS=OFF -DENABLE_CJSON_UTILS=OFF -DENABLE_CUSTOM_COMPILER_FLAGS=OFF
}

build_libxlsxwriter() {
  with_cmake "$1" -DUSE_SYSTEM_MINIZIP=OFF -DBUILD_SHARED_LIBS=OFF -DBUILD_TESTS=OFF -DBUILD_EXAMPLES=OFF
}

build_curl() {
  with_cmake "$1" -DBUILD_CURL_EXE=OFF -DBUILD_SHARED_LIBS=OFF -DCURL_USE_SCHANNEL=ON -DHTTP_ONLY=ON -DCURL_USE_LIBSSH2=OFF -DCURL_USE_LIBPSL=OFF \
    -DUSE_LIBIDN2=OFF -DCURL_BROTLI=OFF -DCURL_ZSTD=OFF -DUSE_NGHTTP2=OFF -DCURL_DISABLE_LDAP=ON &&
    sed -i 's/^Cflags:.*/& -DCURL_STATICLIB/; s/^Libs:.*/Libs: -L${libdir} -lcurl/; # no shared library of the compiler
            s/^Libs.private:.*/Libs.private: -lz -lws2_32 -lcrypt32 -lbcrypt -ladvapi32/' "$prefix/lib/pkgconfig/libcurl.pc"
}

# CBC is five sources of COIN-OR, each on those before. Their scripts for configuring take longer than compiling: their files are compiled
# as on a system without such scripts, with what a system is asked for here.
coin() { # library, macro of those who build it, expression of find that leaves files out, folders of its sources
  local library=$1 macro=$2 without=$3 system
  shift 3
  system=$(mktemp -d)
  printf '#define HAVE_%s 1\n' CASSERT CCTYPE CFLOAT CMATH CSTDARG CSTDDEF CSTDINT CSTDIO CSTDLIB CSTRING CTIME INTTYPES_H STDINT_H > "$system/configall_system.h"
  printf '#define COIN_C_%s\n' 'FINITE std::isfinite' 'ISNAN std::isnan' >> "$system/configall_system.h"
  mkdir -p "$prefix/include/coin" "$system/objects"
  find "$@" -maxdepth 1 -name '*.cpp' | grep -vE "/($without)\.cpp$" | sort |
    xargs -P "$jobs" -I{} sh -c 'exec "$@" -o "$0/$(basename "{}" .cpp).o" -c "{}"' "$system/objects" "$host-g++-posix" -std=gnu++11 -w $c_flags -DNDEBUG \
      "-D${macro}_BUILD" "-I$system" $(printf -- '-I%s ' "$@") "-I$prefix/include/coin"
  rm -f "$prefix/lib/lib$library.a"
  "$host-gcc-ar-posix" rcs "$prefix/lib/lib$library.a" "$system"/objects/*.o
  find "$@" -maxdepth 1 \( -name '*.h' -o -name '*.hpp' -o -name CbcOrClpParam.cpp \) ! -name config.h ! -name config_default.h \
    -exec install -m 644 -t "$prefix/include/coin" {} +
  rm -rf "$system"
}
build_coinutils() { coin CoinUtils COINUTILS none CoinUtils/src; }
build_coinor_osi() { coin Osi OSI none Osi/src/Osi; }
build_clp() { coin Clp CLP 'Abc.*|CoinAbc.*|ClpCholesky(Mumps|Ufl|Wssmp.*)|ClpMain|ClpSolver|CbcOrClpParam|Clp_ampl|My.*Handler|unitTest' Clp/src Clp/src/OsiClp; }
build_coinor_cgl() { coin Cgl CGL none Cgl/src Cgl/src/Cgl[A-Z]*/; }
build_coinor_cbc() { # with threads, though none is asked for: without them it says that it does not know their number
  c_flags="$c_flags -DCBC_THREAD" coin Cbc CBC 'CoinSolve|CbcGen[A-Z].*|CbcGeneric|CbcBranchBase|CbcParam|unitTest' Cbc/src
  printf 'Name: cbc\nDescription: CBC\nVersion: 2.10.8\nLibs: -L%s/lib -lCbc -lCgl -lClp -lOsi -lCoinUtils -lstdc++\nCflags: -I%s/include -I%s/include/coin\n' "$prefix" "$prefix" "$prefix" \
    > "$prefix/lib/pkgconfig/cbc.pc"
}

build_libmicrohttpd() {
  with_configure "$1" --disable-shared --enable-static --disable-https --disable-doc --disable-examples --disable-curl --disable-tools \
    --disable-postprocessor --disable-dauth --enable-threads=w32
}

build_cmocka() { # for the tests; its own library on Windows is shared
  $host-gcc-posix $c_flags -DHAVE_INTTYPES_H -DHAVE_STDINT_H -DHAVE_MALLOC_H -DHAVE_IO_H -DHAVE_SIGNAL_H -DHAVE_STRSIGNAL=0 -Iinclude -c src/cmocka.c -o cmocka.o
  "$host-gcc-ar-posix" rcs libcmocka.a cmocka.o
  install -D -m644 -t "$prefix/lib" libcmocka.a
  install -D -m644 -t "$prefix/include" include/cmocka*.h
}
