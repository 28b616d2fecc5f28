#!/usr/bin/env bash
# Tries the archive for Windows under Wine: unpacked in a folder with a space and an accent, the study of Béthune computed there and by
# a program of Linux and compared in every table, then the tests of the commands.
#   packaging/windows/test.sh FOLDER PROGRAM [REGEX]   FOLDER: that of build.sh, which is called first; PROGRAM: maillage, built for
#                                                      Linux from the same source; REGEX: which tests of the commands
# Exit code: 0 all is as expected, 1 it is not, 77 there is no compiler for Windows or no Wine.
set -euo pipefail
[ "$(nice)" -gt 0 ] || exec nice -n 10 "$0" "$@" # behind other work, unless told how far
[ $# = 2 ] || [ $# = 3 ] || { sed -n '2,7s/^# //p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd) top=$(cd "$(dirname "$0")/../.." && pwd)
command -v x86_64-w64-mingw32-g++-posix >/dev/null || { echo "skipped: g++-mingw-w64-x86-64-posix is not installed"; exit 77; }
wine=$(command -v wine64 || ls /usr/lib/wine/wine64 2>/dev/null) || { echo "skipped: wine64 is not installed"; exit 77; }
"$here/build.sh" "$1"
work=$(cd "$1" && pwd) program=$(realpath "$2")
installed="$work/installé ici"
rm -rf "$installed" "$work/compared"
mkdir -p "$installed" "$work/compared"
python3 -m zipfile -e "$work"/dist/maillage-*-win64.zip "$installed"
exe=$(echo "$installed"/*/bin/maillage.exe)
export WINEPREFIX="$work/wine" WINEDEBUG=-all WINEDLLOVERRIDES="mscoree=;mshtml="
cat > "$work/maillage" <<END
#!/bin/sh
export WINEPREFIX="$WINEPREFIX" WINEDEBUG=-all WINEDLLOVERRIDES="mscoree=;mshtml=" # some tests clear the environment
exec "$wine" "$exe" "\$@"
END
chmod +x "$work/maillage"
"$work/maillage" --version
server=$(command -v wineserver64 || ls /usr/lib/wine/wineserver64) # one for all that follows: each program would start its own, in a second
"$server" --wait # for the one of the program above
"$server" --persistent
trap '"$server" --kill' EXIT

study="$top/examples/bethune/study.yaml" failures=0 compared=$work/compared
. "$here/ways.sh"
. "$here/commands.sh"
export SOURCE_DATE_EPOCH=1700000000
"$program" run "$study" --output "$compared/linux" --quiet --lang fr
"$work/maillage" run "$study" --output "$compared/windows" --quiet --lang fr
same "$compared/linux/out/bethune.gpkg" "$compared/windows/out/bethune.gpkg" "the study of Béthune"
without_the_folders_of_the_build
in_a_folder_with_accents
at_the_end_of_a_long_path
while_another_program_has_the_output
on_a_console
to_other_programs
at_the_desk
unset SOURCE_DATE_EPOCH

the_commands "${3:-.}"
[ "$failed" = 0 ] && [ "$failures" = 0 ]
