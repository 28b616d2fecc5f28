#!/usr/bin/env bash
# Fails when a C file of the project is not laid out as .clang-format says; version 14 decides, others differ in places.
# With --fix the files are laid out instead.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v clang-format-14 >/dev/null; then
  echo "format: clang-format-14 is not installed" >&2
  exit 1
fi
mode=(--dry-run -Werror)
[ "${1:-}" = --fix ] && mode=(-i)
find engine include tests examples -path '*/out' -prune -o -name '*.[ch]' -print0 | xargs -0 clang-format-14 "${mode[@]}"
