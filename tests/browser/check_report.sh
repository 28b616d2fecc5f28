#!/bin/sh
# Renders a report in Chromium without any network and checks that its script ran: headers became buttons, the search box
# and the map buttons appeared. Prints PASS, or skips (exit 77) where there is no Chromium.
# usage: check_report.sh report.html [picture.png]
set -eu
report=$(realpath "$1")
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$browser" ]; then
    echo "skip: no Chromium"
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run() {
    timeout 60 "$browser" --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --host-resolver-rules='MAP * ~NOTFOUND' \
        --user-data-dir="$work/profile" --window-size=1300,2400 "$@" "file://$report" 2>"$work/log"
}
run --dump-dom >"$work/dom.html"
fail() {
    echo "FAIL: $1"
    exit 1
}
grep -q '<th scope="col"><button>' "$work/dom.html" || fail "table headers are not buttons"
grep -q 'id="cherche" hidden' "$work/dom.html" && fail "the search box is hidden"
grep -q 'id="carte-svg"' "$work/dom.html" || fail "there is no map"
grep -q 'id="outils" class="outils" hidden' "$work/dom.html" && fail "the map cannot be moved"
grep -Eq '(src|href)="(https?:)?//' "$work/dom.html" && fail "something is asked from outside"
grep -q 'Uncaught' "$work/log" && fail "the script failed: $(grep -m 1 Uncaught "$work/log")"
run --screenshot="${2:-$work/report.png}" >/dev/null
[ -s "${2:-$work/report.png}" ] || fail "no picture"
echo PASS
