#!/usr/bin/env bash
# Runs one .test file in a fresh folder:
#   $ command        run by bash; `maillage` is the program, $SOURCE the source folder
#   expected lines   stdout and stderr as they come; "..." matches any text or, alone on a line, any lines
#   ? 3              exit code; 0 when the line is absent
# Lines that start with # are comments. Usage: MAILLAGE=program SOURCE=folder run.sh file.test
set -u
: "${MAILLAGE:?path of the program}" "${SOURCE:?path of the source folder}"
export LC_ALL=C.UTF-8 LANGUAGE=C
test_file=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin" "$folder/work"
ln -s "$(realpath "$MAILLAGE")" "$folder/bin/maillage"
PATH="$folder/bin:$PATH"
cd "$folder/work" || exit 1

failures=0
command='' expected='' code=0 place=0

# "..." becomes *; everything else is literal.
pattern_of() {
    printf '%s' "$1" | sed -e 's/[^[:alnum:][:space:]]/\\&/g' -e 's/\\\.\\\.\\\./*/g'
}

run_one() {
    [[ -z $command ]] && return
    local got got_code
    got=$(eval "$command" 2>&1 </dev/null)
    got_code=$?
    # dots alone on a line may match no line: drop the newline after them
    local pattern
    pattern=$(pattern_of "$expected")
    pattern=${pattern//$'\n*\n'/$'\n*'}
    [[ $pattern == $'*\n'* ]] && pattern="*${pattern#$'*\n'}"
    [[ $pattern == *$'\n*' ]] && pattern="${pattern%$'\n*'}*"
    # shellcheck disable=SC2053
    if [[ $got_code != "$code" || $got != $pattern ]]; then
        printf '%s:%s: $ %s\n--- expected (exit code %s)\n%s\n--- got (exit code %s)\n%s\n\n' \
            "$test_file" "$place" "$command" "$code" "$expected" "$got_code" "$got"
        failures=$((failures + 1))
    fi
}

line_number=0
while IFS= read -r line || [[ -n $line ]]; do
    line_number=$((line_number + 1))
    case $line in
    '#'*) ;;
    '$ '*)
        run_one
        command=${line#'$ '} expected='' code=0 place=$line_number
        ;;
    '? '*) code=${line#'? '} ;;
    *) expected+=${expected:+$'\n'}$line ;;
    esac
done <"$test_file"
run_one
if ((place == 0)); then
    echo "$test_file: no command"
    exit 1
fi
exit $((failures > 0))
