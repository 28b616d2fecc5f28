#!/usr/bin/env bash
# Prints the path of axe-core's script, the accessibility checker, fetched once by npm into the cache of the user. Exit 77, with a
# line that says why, when it cannot be had. MAILLAGE_AXE names a copy that is already there.
set -euo pipefail
version=4.14.1
sum=29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c
give_up() {
  echo "axe-core $version cannot be had: $1" >&2
  exit 77
}
if [ -n "${MAILLAGE_AXE:-}" ]; then
  [ -r "$MAILLAGE_AXE" ] || give_up "$MAILLAGE_AXE (MAILLAGE_AXE) cannot be read"
  echo "$MAILLAGE_AXE"
  exit
fi
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/maillage
file=$cache/axe-core-$version.min.js
if [ ! -r "$file" ]; then
  command -v npm >/dev/null || give_up "npm is not installed"
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  (cd "$folder" && npm pack --silent "axe-core@$version" >/dev/null 2>&1) || give_up "npm could not fetch it (no network?)"
  tar -xzf "$folder/axe-core-$version.tgz" -C "$folder" package/axe.min.js
  echo "$sum  $folder/package/axe.min.js" | sha256sum --check --quiet >&2 || give_up "what npm fetched is not the pinned file"
  mkdir -p "$cache"
  mv "$folder/package/axe.min.js" "$file"
fi
echo "$file"
