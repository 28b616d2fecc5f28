# What users of Windows do to a study: names with spaces and accents, lines that end in CR LF, long paths, an output that another program
# has open, a console, other programs, the desk. Sourced by test.sh, which sets $top, $work, $program, $exe, $wine and $compared; `$work/maillage` is the program under Wine.

fault() {
  echo "fault: $*"
  failures=$((failures + 1))
}

same() { # two GeoPackages, what is compared
  python3 "$here/compare.py" "$1" "$2" > "$compared/last" || { fault "$3"; cat "$compared/last"; }
}

without_the_folders_of_the_build() { # another build has the same bytes, and nobody there can put a plugin into such a folder
  local file
  for file in "$(dirname "$exe")"/*; do
    ! grep -qaF -e "$work" -e "$top" "$file" || fault "$(basename "$file") names the folder it was built in"
  done
}

in_a_folder_with_accents() {
  local folder="$compared/étude d'été (CRLF)"
  cp -r "$top/tests/studies/small" "$folder"
  sed -i 's/$/\r/' "$folder"/*.csv "$folder"/*.yaml
  "$program" run "$folder/study.yaml" --output "$folder/linux" --quiet --lang fr || fault "CRLF on Linux"
  "$work/maillage" run "$folder/study.yaml" --output "$folder/sous Windows é" --quiet --lang fr || fault "accents, spaces, CRLF"
  same "$folder/linux/small.gpkg" "$folder/sous Windows é/small.gpkg" "accents, spaces, CRLF"
  for name in small.html small.xlsx small-csv; do
    [ -e "$folder/sous Windows é/$name" ] || fault "no $name"
  done
}

at_the_end_of_a_long_path() {
  local folder=$compared name=un-dossier-au-nom-long-comme-on-en-trouve i
  for i in 1 2 3 4 5 6 7 8; do folder=$folder/$name-$i; done # over 300 characters
  mkdir -p "$folder"
  "$program" run "$top/tests/studies/small/study.yaml" --output "$compared/short" --quiet --lang fr
  "$work/maillage" run "$top/tests/studies/small/study.yaml" --output "$folder" --quiet --lang fr || fault "long path"
  same "$compared/short/small.gpkg" "$folder/small.gpkg" "long path"
}

while_another_program_has_the_output() {
  local folder="$compared/held" code=0 before
  "$work/maillage" run "$top/tests/studies/small/study.yaml" --output "$folder" --quiet || fault "first run"
  before=$(sha256sum "$folder/small.gpkg")
  x86_64-w64-mingw32-gcc-posix -static "$here/hold.c" -o "$work/hold.exe"
  : > "$compared/hold"
  "$wine" "$work/hold.exe" "$folder/small.gpkg" > "$compared/hold" &
  local holder=$!
  for _ in 1 2 3 4 5 6 7 8 9 10; do grep -q held "$compared/hold" && break || sleep 1; done
  "$work/maillage" run "$top/tests/studies/small/study.yaml" --output "$folder" --overwrite --quiet 2> "$compared/said" || code=$?
  cat "$compared/said"
  [ "$code" = 3 ] || fault "an output that is held: exit code $code, not 3"
  grep -q "small.gpkg" "$compared/said" || fault "an output that is held is not named"
  [ "$before" = "$(sha256sum "$folder/small.gpkg")" ] || fault "an output that is held was changed"
  kill "$holder"
  wait "$holder" 2> /dev/null || true
  "$work/maillage" run "$top/tests/studies/small/study.yaml" --output "$folder" --overwrite --quiet || fault "after it was let go"
}

on_a_console() { # a terminal of this system stands for it; Wine moves its cursor letter by letter
  script -qec "'$work/maillage' run rien.yaml --lang fr" /dev/null < /dev/null | sed -E 's/\x1b\[[?0-9;]*[A-Za-z]//g' | tr -d '\r\n' > "$compared/console" || true
  grep -q "rien.yaml" "$compared/console" && iconv -f UTF-8 -t UTF-8 "$compared/console" > /dev/null || fault "a console: $(cat -v "$compared/console")"
}

to_other_programs() { # the library, by its header and its import library; the extension of SQLite
  local built=$(dirname "$exe")/..
  x86_64-w64-mingw32-gcc-posix "$top/examples/version.c" -I "$built/include" -L "$built/lib" -lmaillage -o "$built/bin/version.exe"
  { "$program" --version | head -1; "$program" sources --lang en; } > "$compared/told"
  "$wine" "$built/bin/version.exe" | tr -d '\r' | cmp - "$compared/told" || fault "a program on maillage.dll"
  x86_64-w64-mingw32-gcc-posix "$here/load.c" -I "$work/prefix/include" -L "$work/prefix/lib" -lsqlite3 -static -o "$work/load.exe"
  [ "$(cd "$built/bin" && "$wine" "$work/load.exe" mod_maillage.dll "SELECT round(crow_time(5000), 4)" | tr -d '\r')" = 6.6883 ] ||
    fault "mod_maillage.dll in another program" # 2 min, then 6.25 km at 80 km/h, in tenths of a second
}

at_the_desk() {
  python3 "$here/desk.py" "$work/maillage" "$program" "$here/compare.py" || failures=$((failures + 1))
}
