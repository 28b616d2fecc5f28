#!/usr/bin/env bash
# The example of a proxy is one that nginx accepts, and the desk answers behind it. Usage: proxy.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
examples=$(cd "$(dirname "$0")/../../examples/server" && pwd)
command -v nginx >/dev/null && command -v openssl >/dev/null || { echo "skip: no nginx"; exit 77; }
folder=$(mktemp -d)
desk='' proxy=''
stop() {
  [ -z "$proxy" ] || kill "$proxy" 2>/dev/null || true
  [ -z "$desk" ] || { kill "$desk" && wait "$desk"; } 2>/dev/null || true
  rm -rf "$folder"
}
trap stop EXIT
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=desk.example.org -keyout "$folder/key" -out "$folder/pem" 2>/dev/null
echo "correct horse" | "$program" serve --users "$folder/users.txt" --add-user marie
"$program" serve "$folder/studies" --users "$folder/users.txt" --name desk.example.org -q >"$folder/link" &
desk=$!
for _ in $(seq 100); do [ -s "$folder/link" ] && break; sleep 0.05; done
port=$(sed 's/.*:\([0-9]*\)\/.*/\1/' "$folder/link")
free=$(python3 -c 'import socket; s = [socket.socket() for _ in range(2)]; [x.bind(("127.0.0.1", 0)) for x in s]; print(*[x.getsockname()[1] for x in s])')
read -r plain secure <<<"$free"
sed -e "s#/etc/ssl/certs/desk.example.org.pem#$folder/pem#; s#/etc/ssl/private/desk.example.org.key#$folder/key#; s#:8460#:$port#" \
  -e "/\[::\]/d; s/listen 80/listen 127.0.0.1:$plain/; s/listen 443/listen 127.0.0.1:$secure/" "$examples/nginx.conf" >"$folder/site"
cat >"$folder/conf" <<EOF
pid $folder/pid; error_log $folder/error; daemon off; worker_processes 1;
events {}
http { access_log off; client_body_temp_path $folder/b; proxy_temp_path $folder/p; fastcgi_temp_path $folder/f; uwsgi_temp_path $folder/u; scgi_temp_path $folder/s;
include $folder/site; }
EOF
nginx -t -c "$folder/conf" -e "$folder/error" 2>"$folder/said" || { cat "$folder/said"; exit 1; }
nginx -c "$folder/conf" -e "$folder/error" 2>/dev/null &
proxy=$!
ask() { curl --silent --insecure --max-time 20 --resolve "desk.example.org:$secure:127.0.0.1" -o "$folder/answer" -w '%{http_code}' "$@"; }
for _ in $(seq 100); do [ -s "$folder/pid" ] && break; sleep 0.05; done
at=https://desk.example.org:$secure
[ "$(ask "$at/")" = 200 ]
[ "$(ask "$at/api/studies")" = 401 ]
[ "$(ask -H "Origin: https://desk.example.org" -H 'Content-Type: application/json' -d '{"name": "marie", "password": "wrong horse"}' "$at/api/session")" = 401 ]
[ "$(ask -c "$folder/jar" -H "Origin: https://desk.example.org" -H 'Content-Type: application/json' -d '{"name": "marie", "password": "correct horse"}' "$at/api/session")" = 204 ]
grep -q 'TRUE.*maillage_session' "$folder/jar" # by HTTPS alone
[ "$(ask -b "$folder/jar" "$at/api/studies")" = 200 ]
[ "$(ask -b "$folder/jar" -H "Origin: https://evil.example" -H 'Content-Type: application/json' -d '{}' "$at/api/studies")" = 403 ]
! command -v systemd-analyze >/dev/null || ! systemd-analyze verify "$examples/maillage-desk.service" 2>&1 | grep -v 'not executable' | grep -q .
! systemd-analyze --help 2>/dev/null | grep -q -e --threshold || # how much of the system the unit leaves open, out of 100
  systemd-analyze security --offline=yes --threshold=20 "$examples/maillage-desk.service" >"$folder/exposure" || { cat "$folder/exposure"; exit 1; }
echo "nginx -t accepts the example, and the desk answers behind it"
