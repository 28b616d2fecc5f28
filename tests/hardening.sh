#!/usr/bin/env bash
# Reads in the files that are built how they defend themselves. Usage: hardening.sh COMPILE_COMMANDS FILE...
set -euo pipefail
export LC_ALL=C
commands=$1
shift
faults=0
fault() {
  echo "$1: $2" >&2
  faults=$((faults + 1))
}

for file in "$@"; do
  header=$(readelf -hW "$file") segments=$(readelf -lW "$file") dynamic=$(readelf -dW "$file") symbols=$(readelf --dyn-syms -W "$file")
  grep -q 'Type: *DYN' <<<"$header" || fault "$file" "not position-independent"
  grep -q 'GNU_RELRO' <<<"$segments" || fault "$file" "no RELRO"
  grep -Eq 'BIND_NOW|FLAGS_1.* NOW' <<<"$dynamic" || fault "$file" "bound lazily"
  grep -q 'TEXTREL' <<<"$dynamic" && fault "$file" "code that is relocated"
  grep -E 'GNU_STACK' <<<"$segments" | grep -q 'RWE' && fault "$file" "an executable stack"
  grep -Eq 'LOAD .* RWE ' <<<"$segments" && fault "$file" "a segment both written and run"
  grep -Eq 'R(UN)?PATH' <<<"$dynamic" && ! [[ $file = */build* ]] && fault "$file" "libraries are looked for in a folder of its own"
  grep -q '__stack_chk_fail' <<<"$symbols" || fault "$file" "no stack protector"
  grep -q '__[a-z]*_chk@' <<<"$symbols" || fault "$file" "no fortified copies"
done

# What leaves no trace that is sure to be found is read where it was asked for; the level of the fortified copies too.
flags='-fstack-protector-strong -fstack-clash-protection -D_FORTIFY_SOURCE='
[ "$(uname -m)" = x86_64 ] && flags+=' -fcf-protection'
for flag in $flags; do
  missing=$(grep '"command"' "$commands" | grep -E ' -o CMakeFiles/(maillage|mod_maillage)' | grep -vc -e "$flag" || true)
  [ "$missing" = 0 ] || fault "$commands" "$missing files compiled without $flag"
done
exit $((faults > 0))
