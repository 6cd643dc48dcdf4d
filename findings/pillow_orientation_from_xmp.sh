#!/bin/sh
# Pillow 13.0.0 and ffmpeg 9.0.2 (PyPI's imageio-ffmpeg 0.8.1): a JPEG and a PNG without Exif, whose XMP
# has tiff:Orientation 6, a quarter turn.
#
# Pillow's documents: getexif() gets the Exif data from the picture, and ImageOps.exif_transpose()
# transposes it by its Exif orientation, if it has one that is not 1. One expects no turn without Exif.
#
# Seen: both take the orientation from XMP where Exif has none. What is turned so is shown by ffmpeg as
# it is stored, as by browsers: who sizes pictures by Pillow has width and height the other way round.
#
#   JPEG: Exif no, getexif 6, exif_transpose 20x40, ffmpeg 40x20
#   PNG: Exif no, getexif 6, exif_transpose 20x40, ffmpeg 40x20
#
# Needs Python's venv. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps imageio-ffmpeg==0.8.1 pillow==13.0.0
cat > look.py <<'PYTHON'
import io
import subprocess
import sysconfig
from pathlib import Path

from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo

packages = Path(sysconfig.get_path("purelib"))
(ffmpeg,) = packages.glob("imageio_ffmpeg/binaries/ffmpeg-linux-*-v9.0.2")
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>'
)
texts = PngInfo()
texts.add_itxt("XML:com.adobe.xmp", XMP)
NOTES = {"JPEG": {"xmp": XMP.encode()}, "PNG": {"pnginfo": texts}}


def size(picture):
    return "{}x{}".format(*picture.size)


def told(kind):
    name = f"picture.{kind.lower()}"
    Image.new("RGB", (40, 20), "red").save(name, **NOTES[kind])
    drawn = [ffmpeg, "-v", "error", "-i", name, "-frames:v", "1", "-f", "image2pipe", "-c:v", "ppm", "-"]
    shown = Image.open(io.BytesIO(subprocess.run(drawn, capture_output=True, check=True).stdout))
    with Image.open(name) as picture:
        has = "yes" if "exif" in picture.info else "no"
        turn, turned = picture.getexif().get(0x0112), ImageOps.exif_transpose(picture)
    return f"Exif {has}, getexif {turn}, exif_transpose {size(turned)}, ffmpeg {size(shown)}"


seen = {kind: told(kind) for kind in NOTES}
for kind, what in seen.items():
    print(f"{kind}: {what}")
assert set(seen.values()) == {"Exif no, getexif 6, exif_transpose 20x40, ffmpeg 40x20"}
PYTHON
venv/bin/python look.py
