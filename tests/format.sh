#!/usr/bin/env bash
# Fails when a C file is not formatted according to .clang-format (clang-format 14; other versions differ slightly).
# With --fix, formats the files instead.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v clang-format-14 >/dev/null; then
  echo "format: clang-format-14 is not installed" >&2
  exit 1
fi
mode=(--dry-run -Werror)
[ "${1:-}" = --fix ] && mode=(-i)
find engine include tests examples -path '*/out' -prune -o -name '*.[ch]' -print0 | xargs -0 clang-format-14 "${mode[@]}"
