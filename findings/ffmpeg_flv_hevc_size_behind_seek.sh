#!/bin/sh
# FFmpeg 9.0.2 (the program of PyPI's imageio-ffmpeg 0.8.1): FLV with an index of its key pictures, whose
# sender goes from 320x240 to 160x120 at second 3, with a new sequence header as FLV has it.
#
# Its documents say that -ss before an input seeks there, and that add_keyframe_index of the FLV muxer is
# there for seeking. One expects the pictures of second 5 as they are when the file is read up to there.
#
# Seen: read, the picture there has 160x120. Sought, the header was jumped over and it is decoded in
# 320x240. H.264 stumbles, which is told; of H.265 not a word comes, and the exit status is 0.
#
#   libx264: read 160x120, sought 320x240, with errors told
#   libx265: read 160x120, sought 320x240, with nothing told
#
# Needs Python's venv. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps imageio-ffmpeg==0.8.1
cat > look.py <<'PYTHON'
import re
import subprocess
import sysconfig
from pathlib import Path

(FFMPEG,) = Path(sysconfig.get_path("purelib")).glob("imageio_ffmpeg/binaries/ffmpeg-linux-*-v9.0.2")
VIDEO = 9
SIZE = re.compile(r" s:(\d+x\d+) ")


def run(*words, level="error"):
    command = [FFMPEG, "-hide_banner", "-v", level, "-nostdin", "-y", *words]
    return subprocess.run(command, capture_output=True, check=True, text=True).stderr


def film(name, size, codec):
    drawn = ["-f", "lavfi", "-i", f"testsrc2=s={size}:r=25:d=3", "-pix_fmt", "yuv420p", "-g", "25"]
    quiet = ["-preset", "ultrafast", *(["-x265-params", "log-level=none"] if codec == "libx265" else [])]
    run(*drawn, "-c:v", codec, *quiet, "-f", "flv", name)
    return Path(name).read_bytes()


def tags(data):
    at = 13
    while at < len(data):
        end = at + 11 + int.from_bytes(data[at + 1 : at + 4], "big") + 4
        yield data[at:end]
        at = end


def later(tag, milliseconds):
    time = (int.from_bytes(tag[7:8] + tag[4:7], "big") + milliseconds).to_bytes(4, "big")
    return tag[:4] + time[1:] + time[:1] + tag[8:]


def sizes(*words):
    return SIZE.findall(run(*words, "-vf", "showinfo", "-f", "null", "-", level="info"))


seen = []
for codec in ("libx264", "libx265"):
    first, second = film("first.flv", "320x240", codec), film("second.flv", "160x120", codec)
    moved = b"".join(later(tag, 3000) for tag in tags(second) if tag[0] == VIDEO)
    Path("joined.flv").write_bytes(first + moved)
    run("-i", "joined.flv", "-c", "copy", "-flvflags", "add_keyframe_index", "film.flv")
    read = sizes("-i", "film.flv")[5 * 25]
    sought = sizes("-ss", "5", "-i", "film.flv", "-frames:v", "1")[0]
    errors = run("-ss", "5", "-i", "film.flv", "-frames:v", "1", "-f", "null", "-")
    seen.append((read, sought, bool(errors)))
    told = "errors" if errors else "nothing"
    print(f"{codec}: read {read}, sought {sought}, with {told} told")
assert seen == [("160x120", "320x240", True), ("160x120", "320x240", False)]
PYTHON
venv/bin/python look.py
