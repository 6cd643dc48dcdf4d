#!/bin/sh
# PyAV 18.1.0 (its wheel carries FFmpeg 8.1.2) and the program ffmpeg 9.0.2 (PyPI's imageio-ffmpeg
# 0.8.1): MP4 with two video tracks, both default, a small one of noise and a large one of one colour.
#
# ffmpeg's manual: where nothing is said, the video stream of the highest resolution is taken. PyAV's
# documents have streams.best("video") as the stream that the library holds to be the best, and
# FFmpeg's own call it the one a user most likely expects.
#
# Seen: they disagree. Between streams of equal flags the library's choice goes by bit rate and looks at
# no size: best() gives the small one, the program the large one.
#
#   tracks: 160x120 of 992600 bits/s 1280x720 of 27488 bits/s
#   ffmpeg: 1280x720
#   PyAV's best: 160x120
#
# Needs Python's venv. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps imageio-ffmpeg==0.8.1 av==18.1.0
cat > look.py <<'PYTHON'
import subprocess
import sysconfig
from pathlib import Path

import av

packages = Path(sysconfig.get_path("purelib"))
(ffmpeg,) = packages.glob("imageio_ffmpeg/binaries/ffmpeg-linux-*-v9.0.2")


def run(*options):
    return subprocess.run([ffmpeg, "-v", "error", *options], capture_output=True, check=True).stdout


noise = ["-f", "lavfi", "-i", "nullsrc=s=160x120:r=10:d=1,geq=random(1)*255:128:128"]
colour = ["-f", "lavfi", "-i", "color=blue:s=1280x720:r=10:d=1"]
coded = ["-c:v", "libx264", "-preset", "ultrafast", "-disposition:v", "default"]
run(*noise, *colour, "-map", "0", "-map", "1", *coded, "video.mp4")

ppm = run("-i", "video.mp4", "-frames:v", "1", "-f", "image2pipe", "-c:v", "ppm", "-")
program = b"x".join(ppm.split(maxsplit=3)[1:3]).decode()
with av.open("video.mp4") as container:
    small, large = container.streams.video
    assert small.disposition == large.disposition == av.stream.Disposition.default
    best = container.streams.best("video")
    print("tracks:", *(f"{one.width}x{one.height} of {one.bit_rate} bits/s" for one in (small, large)))
    print("ffmpeg:", program)
    print(f"PyAV's best: {best.width}x{best.height}")
    assert small.bit_rate > large.bit_rate
    assert program == "1280x720" and best is small
PYTHON
venv/bin/python look.py
