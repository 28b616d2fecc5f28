# Which tools the build for Windows asks of Debian, checked before anything is built. Sourced by build.sh.

tools_are_there() { # says which is missing, a line each, with the package that brings it
  local tool package missing=0
  while read -r tool package; do
    case $tool in
      /*) [ -e "$tool" ] ;;
      *) command -v "$tool" > /dev/null ;;
    esac && continue
    echo "$tool is missing: apt-get install $package" >&2
    missing=1
  done <<'END'
x86_64-w64-mingw32-gcc-posix gcc-mingw-w64-x86-64-posix
x86_64-w64-mingw32-g++-posix g++-mingw-w64-x86-64-posix
x86_64-w64-mingw32-windres binutils-mingw-w64-x86-64
/usr/share/keyrings/debian-archive-keyring.gpg debian-archive-keyring
/usr/include/uthash.h uthash-dev
dpkg-source dpkg-dev
cmake cmake
ninja ninja-build
make make
patch patch
xz xz-utils
pkg-config pkg-config
msgfmt gettext
sqlite3 sqlite3
tclsh tcl
python3 python3
END
  return $missing
}
