#!/bin/sh
# redis-py 8.1.0 (PyPI): how often a server that refuses is tried, by how the client was made.
#
# The signature of `Redis` has a default for `retry`: ten times, with pauses that grow, and at random.
# Django's cache for Redis, RQ and others make theirs from an address.
#
# Seen: `Redis(host=…, port=…)` tries eleven times and takes seconds to say so. `Redis.from_url(…)` of
# the same server tries once, and is done in milliseconds: there a pool is made first, which has no such
# default and whose settings count. Who moves from one way to the other gets or loses seconds of patience
# without a word.
#
#   Redis(host, port): 11 connections
#   Redis.from_url: 1 connection
#
# Needs Python's venv. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check redis==8.1.0
cat > look.py <<'PYTHON'
import socket
import threading

import redis


class Refusing:
    """A server that takes each connection and closes it, and counts them."""

    def __init__(self):
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.count = 0
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            connection, _ = self.listening.accept()
            self.count += 1
            connection.close()


def tried(make):
    server = Refusing()
    try:
        make(server.port).ping()
    except redis.ConnectionError:
        return server.count
    raise AssertionError("it answered")


one = tried(lambda port: redis.Redis(host="127.0.0.1", port=port))
other = tried(lambda port: redis.Redis.from_url(f"redis://127.0.0.1:{port}/0"))
print("Redis(host, port):", one, "connections")
print("Redis.from_url:", other, "connection" if other == 1 else "connections")
assert one > 3, one
assert other == 1, other
PYTHON
venv/bin/python look.py
