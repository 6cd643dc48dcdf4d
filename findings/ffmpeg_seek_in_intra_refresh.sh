#!/bin/sh
# ffmpeg 9.0.2 (PyPI's imageio-ffmpeg 0.8.1; 5.1.9 and 8.0 do the same): H.264 with intra refresh (no
# key picture after the first: a column of new blocks wanders over the picture), written to MP4 by the
# same ffmpeg with libx264.
#
# ffmpeg's manual: -ss before the input goes to a seek point before the place asked for, and since
# -accurate_seek is on, decodes and drops what lies between. An MP4 lists the samples where decoding
# can begin, and ffmpeg's muxer lists one at 2.00 s.
#
# Seen: -ss 2 before the input shows the picture of 2.32 s, after it that of 2.00 s. The sample listed
# is but the start of a refresh; the decoder keeps back every picture until that is complete. Nothing
# is logged and the exit code is 0.
#
#   listed in the file: 0.00 1.00 2.00 3.00
#   -ss 2 before -i: the picture of 2.32 s
#   -ss 2 after -i: the picture of 2.00 s
#
# Needs Python's venv. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps imageio-ffmpeg==0.8.1
cat > look.py <<'PYTHON'
import subprocess
import sysconfig
from pathlib import Path

packages = Path(sysconfig.get_path("purelib"))
(ffmpeg,) = packages.glob("imageio_ffmpeg/binaries/ffmpeg-linux-*-v9.0.2")
WIDTH, HEIGHT = 160, 90


def run(*options):
    began = [ffmpeg, "-v", "warning", *options]
    done = subprocess.run(began, capture_output=True, check=True)
    assert not done.stderr, done.stderr
    return done.stdout


def pictures(*options):
    raw = run(*options, "-f", "rawvideo", "-pix_fmt", "gray", "-")
    return [raw[at : at + WIDTH * HEIGHT] for at in range(0, len(raw), WIDTH * HEIGHT)]


drawn = ["-f", "lavfi", "-i", f"testsrc2=s={WIDTH}x{HEIGHT}:r=25:d=4"]
coded = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "25"]
coded += ["-x264-params", "intra-refresh=1:threads=1"]
run(*drawn, *coded, "video.mp4")
mp4 = Path("video.mp4").read_bytes()
listed = mp4.index(b"stss") + 8
count = int.from_bytes(mp4[listed : listed + 4], "big")
samples = [int.from_bytes(mp4[listed + 4 * n : listed + 4 * n + 4], "big") for n in range(1, count + 1)]
starts = " ".join(f"{(sample - 1) / 25:.2f}" for sample in samples)
print("listed in the file:", starts)
every = pictures("-i", "video.mp4")


def shown(*options):
    (picture,) = pictures(*options, "-frames:v", "1")
    return f"the picture of {every.index(picture) / 25:.2f} s"


before, after = shown("-ss", "2", "-i", "video.mp4"), shown("-i", "video.mp4", "-ss", "2")
print("-ss 2 before -i:", before)
print("-ss 2 after -i:", after)
assert starts == "0.00 1.00 2.00 3.00"
assert before == "the picture of 2.32 s"
assert after == "the picture of 2.00 s"
PYTHON
venv/bin/python look.py
