#!/bin/sh
# nginx-rtmp 1.2.2 (Debian 12's libnginx-mod-rtmp 1:1.2.2+dfsg-3 in nginx 1.22.1-9+deb12u9), published
# to by PyAV 18.1.0: H.264 with a key picture every 6 s, and AAC.
#
# The module's documents: wait_key makes a viewer's video begin with a key picture and is off unless
# set; wait_video, which holds back the sound, is off too. So a late comer gets all at once.
#
# Seen: wait_key is on unless set. The late comer gets the sound at once and no message of video at all
# before the next key picture, its decoder's header included: for seconds there is no telling that the
# stream has video. With "wait_key off" written out, the header comes at once, and pictures without key.
#
#   as it comes: sound after 0.1 s, video header 4.0 s, key picture 4.0 s, pictures before it: 0
#   wait_key off: sound after 0.1 s, video header 0.1 s, key picture 4.0 s, pictures before it: 39
#
# Needs Debian's apt-get and dpkg-deb, and Python's venv; nothing is installed. Fails if that is no
# longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check av==18.1.0 numpy==2.2.6
apt-get download -qq nginx=1.22.1-9+deb12u9 libnginx-mod-rtmp=1:1.2.2+dfsg-3 >/dev/null 2>&1
for package in *.deb; do dpkg-deb -x "$package" .; done
cat > look.py <<'PYTHON'
import socket
import struct
import subprocess
import threading
import time

import av
import numpy

RATE, EVERY = 10, 60


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def publish(address, over):
    with av.open(address, "w", format="flv") as container:
        options = {"preset": "ultrafast", "tune": "zerolatency", "sc_threshold": "0", "g": str(EVERY)}
        video = container.add_stream("libx264", rate=RATE, options=options)
        video.width, video.height, video.pix_fmt = 160, 90, "yuv420p"
        audio = container.add_stream("aac", rate=44100, layout="mono")
        began, number, samples = time.monotonic(), 0, 0
        while not over.is_set():
            picture = av.VideoFrame(160, 90, "yuv420p")
            for plane in picture.planes:
                plane.update(bytes([number % 200]) * plane.buffer_size)
            picture.pts, number = number, number + 1
            container.mux(video.encode(picture))
            while samples / 44100 < number / RATE:
                silence = av.AudioFrame.from_ndarray(numpy.zeros((1, 1024), "f4"), "fltp", "mono")
                silence.sample_rate, silence.pts, samples = 44100, samples, samples + 1024
                container.mux(audio.encode(silence))
            time.sleep(max(0, began + number / RATE - time.monotonic()))


def amf(value):
    if isinstance(value, str):
        return b"\2" + struct.pack(">H", len(value)) + value.encode()
    if isinstance(value, dict):
        pairs = (struct.pack(">H", len(key)) + key.encode() + amf(one) for key, one in value.items())
        return b"\3" + b"".join(pairs) + b"\0\0\t"
    return b"\5" if value is None else b"\0" + struct.pack(">d", value)


def messages(port):
    """The type and the body of what a viewer is sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        stream = connection.makefile("rb")
        connection.sendall(b"\3" + bytes(1536))
        connection.sendall(stream.read(1537)[1:])
        stream.read(1536)
        for which, *values in (
            (0, "connect", 1, {"app": "live", "tcUrl": f"rtmp://127.0.0.1:{port}/live"}),
            (0, "createStream", 2, None),
            (1, "play", 3, None, "stream"),
        ):
            body = b"".join(amf(value) for value in values)
            assert len(body) <= 128, "one chunk each"
            head = b"\3" + bytes(3) + len(body).to_bytes(3, "big") + b"\x14" + struct.pack("<I", which)
            connection.sendall(head + body)
        chunk, headers, bodies = 128, {}, {}
        while True:
            first = stream.read(1)[0]
            form, number = first >> 6, first & 63
            if form < 3:
                stream.read(3)
            if form < 2:
                headers[number] = int.from_bytes(stream.read(3), "big"), stream.read(1)[0]
            if form == 0:
                stream.read(4)
            size, kind = headers[number]
            body = bodies.pop(number, b"")
            body += stream.read(min(chunk, size - len(body)))
            if len(body) < size:
                bodies[number] = body
            elif kind == 1:
                chunk = int.from_bytes(body, "big")
            else:
                yield kind, body


def arrivals(said):
    port, over = free_port(), threading.Event()
    with open("nginx.conf", "w") as written:
        written.write(
            "load_module usr/lib/nginx/modules/ngx_rtmp_module.so; daemon off; master_process off;"
            " error_log error.log; pid nginx.pid; events {} rtmp { access_log off; server {"
            f" listen 127.0.0.1:{port}; application live {{ live on; {said and said + ';'} }} }} }}"
        )
    server = subprocess.Popen(["usr/sbin/nginx", "-p", ".", "-c", "nginx.conf", "-e", "error.log"])
    publisher = threading.Thread(target=publish, args=(f"rtmp://127.0.0.1:{port}/live/stream", over))
    try:
        time.sleep(1)
        publisher.start()
        time.sleep(2)
        began, first, before_key = time.monotonic(), {}, 0
        for kind, body in messages(port):
            if kind == 8:
                first.setdefault("sound", time.monotonic() - began)
            elif kind == 9 and body[1] == 0:
                first.setdefault("header", time.monotonic() - began)
            elif kind == 9 and body[0] >> 4 != 1:
                before_key += 1
            elif kind == 9:
                return first["sound"], first["header"], time.monotonic() - began, before_key
    finally:
        over.set()
        publisher.join()
        server.terminate()
        server.wait()


for said in ("", "wait_key off"):
    sound, header, key, before = arrivals(said)
    print(f"{said or 'as it comes'}: sound after {sound:.1f} s, video header {header:.1f} s,", end=" ")
    print(f"key picture {key:.1f} s, pictures before it: {before}")
    assert sound < 1 and key > 2
    assert (before > 5 and header < 1) if said else (before == 0 and key - header < 0.5)
PYTHON
venv/bin/python look.py
