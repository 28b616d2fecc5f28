#!/usr/bin/env python3
"""Serves files over HTTP on the loopback interface, for fetch.test. Usage: server.py FOLDER PORT_FILE LOG

The first component of the path selects how they are served:
  /range/x    with Range, ETag and If-Range
  /plain/x    without Range: always whole
  /cut/x      with Range; the first response stops after 1000 bytes
  /broken/x   with Range; the first response stops after 1000 bytes, later ones are empty
  /slow/x     with Range; the first response stops after 1000 bytes and holds the line
  /bare/x     with Range, no validator; the first response stops after 1000 bytes
  /mixed/x    with Range, but resumes another version, with another ETag; whole when asked whole
  /away/x     with Range, but resumes ten bytes too far
  /login/x    a page in HTML, with a comment first; /portal/x one in XHTML
  /moved/x    a redirection to /range/x
Anything else is not found. Each request adds a line to LOG: path and Range.
"""
import hashlib, http.server, os, re, sys, time

folder, port_file, log = sys.argv[1:4]
seen = set()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open(log, "a") as out:
            print(self.path, self.headers.get("Range", "whole"), file=out)
        _, how, name = (self.path.split("/", 2) + [""])[:3]
        if how == "moved":
            self.send_response(302)
            self.send_header("Location", "/range/" + name)
            self.end_headers()
            return
        if how == "login":
            self.send("plain", b"\n<!-- v2 --><!DOCTYPE html><html><title>Log in</title></html>")
            return
        if how == "portal":
            self.send("plain", b"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'/>")
            return
        path = os.path.join(folder, name)
        if how not in ("range", "plain", "cut", "broken", "bare", "slow", "mixed", "away") or not os.path.isfile(path):
            self.send_error(404)
            return
        with open(path, "rb") as file:
            self.send(how, file.read())

    def send(self, how, data):
        tag = '"' + hashlib.md5(data).hexdigest() + '"'
        match = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        start = int(match.group(1)) if match and how != "plain" else 0
        if how != "bare" and self.headers.get("If-Range", tag) != tag:
            start = 0
        if start >= len(data):
            self.send_response(416)
            self.send_header("Content-Range", "bytes */%d" % len(data))
            self.end_headers()
            return
        self.send_response(206 if start else 200)
        if start and how == "away":
            start += 10
        if start and how == "mixed":
            tag = '"another"'
        if start:
            self.send_header("Content-Range", "bytes %d-%d/%d" % (start, len(data) - 1, len(data)))
        if how not in ("bare", "plain"):
            self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        first = (how, self.path) not in seen
        seen.add((how, self.path))
        if how in ("cut", "bare") and first:
            self.wfile.write(data[start : start + 1000])
        elif how == "slow" and first:
            self.wfile.write(data[start : start + 1000])
            self.wfile.flush()
            time.sleep(60)
        elif how == "broken":
            self.wfile.write(data[start : start + (1000 if first else 0)])
        else:
            self.wfile.write(data[start:])
        self.close_connection = True

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(port_file + ".new", "w") as out:
    out.write(str(server.server_address[1]))
os.rename(port_file + ".new", port_file)
server.serve_forever()
