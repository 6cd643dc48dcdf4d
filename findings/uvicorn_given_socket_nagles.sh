#!/bin/sh
# uvicorn 0.54.0 with asyncio, given a listening socket of socket.create_server() by
# Server.run(sockets=[…]), as anybody does who forks workers around one socket.
#
# Seen (Python 3.11, Linux): an answer in two parts (head, then body) of a connection that is kept
# alive takes some 40 ms, of which the server works one. asyncio sets TCP_NODELAY only on sockets
# whose protocol is IPPROTO_TCP by name, and create_server() makes them with protocol 0, which
# accepted ones inherit: Nagle's algorithm then waits for the client's delayed acknowledgement.
# With TCP_NODELAY set on the listening socket, which accepted ones inherit too, it is a few ms.
#
# Fails if either is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check uvicorn==0.54.0 h11==0.16.0
cat > "$folder/measure.py" <<'PYTHON'
import http.client
import socket
import statistics
import threading
import time

import uvicorn


async def application(scope, receive, send):
    if scope["type"] != "http":
        return
    headers = [(b"content-length", b"3")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok\n"})


def median_ms(listening):
    config = uvicorn.Config(application, log_level="warning", http="h11", lifespan="off")
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    client = http.client.HTTPConnection(*listening.getsockname())
    took = []
    for _ in range(60):
        began = time.perf_counter()
        client.request("GET", "/")
        client.getresponse().read()
        took.append((time.perf_counter() - began) * 1000)
    server.should_exit = True
    client.close()
    thread.join()
    return statistics.median(took[10:])


plain = socket.create_server(("127.0.0.1", 0))
told = socket.create_server(("127.0.0.1", 0))
told.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
slow, fast = median_ms(plain), median_ms(told)
print(f"protocol 0: {slow:.1f} ms; TCP_NODELAY on the listening socket: {fast:.1f} ms")
assert slow > 30, "answers no longer wait for the acknowledgement"
assert fast < 20, "TCP_NODELAY on the listening socket no longer helps"
PYTHON
"$folder/venv/bin/python" "$folder/measure.py"
