#!/bin/sh
# Writes the formula of Homebrew for a source archive. Usage: formula.sh HOMEPAGE ADDRESS ARCHIVE > maillage.rb
set -eu
[ $# = 3 ] || { sed -n '2s/^# //p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
version=$(sed -n 's/^project(maillage VERSION \([0-9.]*\).*/\1/p' "$here/../../CMakeLists.txt")
digest=$(sha256sum "$3" | cut -d' ' -f1)
sed -e '1d' -e "s|@HOMEPAGE@|$1|; s|@ADDRESS@|$2|; s|@SHA256@|$digest|; s|@VERSION@|$version|" "$here/maillage.rb.in"
