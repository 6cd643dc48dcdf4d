#!/bin/sh
# ffmpeg 9.0.2 (PyPI's imageio-ffmpeg 0.8.1; 5.1.9 and 8.0 do the same) and Pillow 13.0.0: an animated
# PNG whose default image is no part of the animation, as Pillow writes it with default_image=True.
#
# The PNG specification has that image shown where animations are not understood, and ffmpeg's manual
# has a reader's choice go by what a file holds. One expects one file to have one first picture.
#
# Seen: it depends on how the file is named to the same program. A plain name goes by content to the
# animation's reader, which never gives the default image; a pattern, or the same name with -f image2,
# gives the default image and no other. Pillow's first is the default image, and it counts it.
#
#   still.png: 2 pictures, the first blue
#   still%d.png: 1 pictures, the first red
#   -f image2 still.png: 1 pictures, the first red
#   Pillow: 3 pictures, the first red
#
# Needs Python's venv. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps imageio-ffmpeg==0.8.1 pillow==13.0.0
cat > look.py <<'PYTHON'
import subprocess
import sysconfig
from pathlib import Path

from PIL import Image

packages = Path(sysconfig.get_path("purelib"))
(ffmpeg,) = packages.glob("imageio_ffmpeg/binaries/ffmpeg-linux-*-v9.0.2")
SIDE = 8
NAMES = {(255, 0, 0): "red", (0, 0, 255): "blue"}

default, *animated = (Image.new("RGB", (SIDE, SIDE), colour) for colour in ("red", "blue", "lime"))
for name in ("still.png", "still1.png"):
    default.save(name, save_all=True, append_images=animated, default_image=True, duration=100)


def told(*input):
    began = [ffmpeg, "-v", "error", *input, "-fps_mode", "passthrough"]
    raw = [*began, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    pixels = subprocess.run(raw, capture_output=True, check=True).stdout
    return f"{len(pixels) // (SIDE * SIDE * 3)} pictures, the first {NAMES[tuple(pixels[:3])]}"


seen = {
    "still.png": told("-i", "still.png"),
    "still%d.png": told("-i", "still%d.png"),
    "-f image2 still.png": told("-f", "image2", "-i", "still.png"),
}
with Image.open("still.png") as image:
    seen["Pillow"] = f"{image.n_frames} pictures, the first {NAMES[image.getpixel((0, 0))]}"
for how, what in seen.items():
    print(f"{how}: {what}")
assert seen == {
    "still.png": "2 pictures, the first blue",
    "still%d.png": "1 pictures, the first red",
    "-f image2 still.png": "1 pictures, the first red",
    "Pillow": "3 pictures, the first red",
}
PYTHON
venv/bin/python look.py
