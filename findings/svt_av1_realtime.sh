#!/bin/sh
# SVT-AV1 as PyPI's av 18.1.0 carries it (libsvtav1), run by root on Linux: three small pictures are
# encoded in a process that is scheduled as any other (SCHED_OTHER).
#
# FFmpeg's page of libsvtav1 and PyAV's of its containers say nothing of how a process is scheduled; one
# expects it to be as it was.
#
# Seen: the thread that opens the encoder becomes a real-time one (SCHED_FIFO, priority 99), and stays so
# once the file is closed. What it starts later, a browser say, is real-time, too, and leaves nobody else
# a turn. libx264 changes nothing.
#
#   libx264: policy 0 before, 0 after
#   libsvtav1: policy 0 before, 1 after, priority 99
#
# Needs Python's venv, and root. Fails if that is no longer so.
set -eu
[ "$(id -u)" -eq 0 ] || { echo "to see it takes root"; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps av==18.1.0
cat > encoding.py <<'PY'
import io
import os
import sys

import av

before = os.sched_getscheduler(0)
with av.open(io.BytesIO(), "w", format="mp4") as output:
    stream = output.add_stream(sys.argv[1], rate=5)
    stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
    for number in range(3):
        frame = av.VideoFrame(64, 64, "yuv420p")
        frame.pts = number
        output.mux(stream.encode(frame))
    output.mux(stream.encode(None))
print(before, os.sched_getscheduler(0), os.sched_getparam(0).sched_priority)
PY
plain=$(venv/bin/python encoding.py libx264 2>/dev/null)
urgent=$(venv/bin/python encoding.py libsvtav1 2>/dev/null)
echo "policy before and after, priority: libx264 $plain, libsvtav1 $urgent"
[ "$plain" = "0 0 0" ] || { echo "libx264 changes it, too"; exit 1; }
[ "$urgent" = "0 1 99" ] || { echo "libsvtav1 changes it no longer"; exit 1; }
