# Runs the tests of the commands with the program for Windows. Sourced by test.sh, which sets $top, $here, $work and $compared.

the_commands() { # regular expression of names; sets $passed, $failed and $expected, numbers of files of tests
  local file name log code wanted reason got
  passed=0 failed=0 expected=0
  for file in "$top"/tests/cli/*.test; do
    name=$(basename "$file" .test) code=0
    log=$compared/$name.log
    [[ $name =~ $1 ]] || continue
    read -r wanted reason < <(sed -n "s/^$name  *//p" "$here/not_on_windows.txt"; echo 0)
    MAILLAGE="$work/maillage" SOURCE="$top" timeout 3600 bash "$top/tests/cli/run.sh" "$file" > "$log" 2>&1 || code=$?
    got=$(grep -c "^$(realpath "$file"):[0-9]*: \\$ " "$log") || true
    if [ "$got" != "$wanted" ] || [ $code != $((wanted > 0)) ]; then
      failed=$((failed + 1))
      echo "$name: $got commands fail, $wanted expected to (exit code $code), see $log"
    elif [ "$wanted" = 0 ]; then
      passed=$((passed + 1))
    else
      expected=$((expected + 1))
      echo "$name: $got: $reason"
    fi
  done
  echo "$passed passed, $failed failed, $expected failed as expected"
}
