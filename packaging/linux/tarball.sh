#!/usr/bin/env bash
# A folder that runs from where it stands on any x86-64 Linux whose C library is at least as recent as this one, and its archive.
#   packaging/linux/tarball.sh BUILD FOLDER    BUILD: a release build; the archive is FOLDER/maillage-VERSION-linux-x86_64.tar.xz
# Every library but those of the C library comes along; the program finds them, PROJ its database and SQLite its extension from its own
# place. Needs patchelf.
set -euo pipefail
[ $# = 2 ] || { sed -n '2,5s/^# //p' "$0" >&2; exit 2; }
mkdir -p "$2"
build=$(cd "$1" && pwd) work=$(cd "$2" && pwd)
version=$("$build/maillage" --version | cut -d' ' -f2)
name=maillage-$version-linux-$(uname -m)
root=$work/$name
rm -rf "$root"
cmake --install "$build" --prefix "$root" --strip >/dev/null
rm -rf "$root"/include "$root"/lib* "$root/share/man/man3"
mkdir -p "$root/lib"

system='^(linux-vdso|ld-linux|libc|libm|libdl|libpthread|librt|libresolv|libutil|libnss_.*|libcrypt)\.so' # those of the system
libraries() { ldd "$1" | awk '$2 == "=>" && $3 ~ "^/" { print $3 }'; }
bring() { # a library, under the name that programs ask for
  local file target
  for file in "$@"; do
    target=$root/lib/$(basename "$file")
    [[ $(basename "$file") =~ $system || -e $target ]] && continue
    install -m 644 "$(readlink -f "$file")" "$target"
  done
}
extension=$(ldconfig -p | awk '/mod_spatialite\.so / { print $NF; exit }')
[ -n "$extension" ] || extension=$(find /usr/lib -name mod_spatialite.so | head -1)
bring $(libraries "$root/bin/maillage") "$extension" $(libraries "$extension")
for file in "$root"/lib/*; do
  strip --strip-unneeded "$file"
  patchelf --force-rpath --set-rpath '$ORIGIN' "$file"
done
patchelf --force-rpath --set-rpath '$ORIGIN/../lib' "$root/bin/maillage" # for what its libraries open later, too
install -D -m 644 -t "$root/share/proj" "$(dirname "$(find /usr/share/proj /usr/local/share/proj -name proj.db 2>/dev/null | head -1)")/proj.db"
for file in "$root"/lib/*; do # the licences of what comes along
  package=$(dpkg -S "$(readlink -f "$(find /lib /usr/lib -name "$(basename "$file")" 2>/dev/null | head -1)")" 2>/dev/null | head -1 | cut -d: -f1) || true
  [ -n "${package:-}" ] && install -D -m 644 "/usr/share/doc/$package/copyright" "$root/share/doc/licences/$package" 2>/dev/null || true
done

find "$root" -exec touch -h -d "@${SOURCE_DATE_EPOCH:-1767225600}" {} +
tar --sort=name --mode=u+rwX,go=rX --owner=0 --group=0 --numeric-owner --mtime="@${SOURCE_DATE_EPOCH:-1767225600}" -C "$work" -cf - "$name" | xz -T1 -6 >"$work/$name.tar.xz"
(cd "$work" && sha256sum "$name.tar.xz")
