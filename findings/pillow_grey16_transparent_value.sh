#!/bin/sh
# Pillow 13.0.0 (12.3.0 does the same): a 16-bit grey PNG with a tRNS chunk, which names one grey value
# that is to be transparent.
#
# Pillow's documents: info["transparency"] is the value of the pixels that are transparent, and
# has_transparency_data tells whether there can be any. The PNG specification compares all sixteen bits.
#
# Seen: both are right, but convert("RGBA") clips each pixel to 255 and then compares it with the low
# byte of the value. The pixel meant stays opaque, and one that the file never named becomes
# transparent. An 8-bit picture is right.
#
#   8 bits, transparent 128: values 18 128 255 0, alphas 255 0 255 255
#   16 bits, transparent 32768: values 4660 32768 65535 0, alphas 255 255 255 0
#   16 bits, transparent 4736: values 4736 128 65535 0, alphas 255 0 255 255
#
# Needs Python's venv. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pillow==13.0.0
cat > look.py <<'PYTHON'
import io
import struct
import zlib

from PIL import Image


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def alphas(bits, transparent, values):
    row = b"".join(value.to_bytes(bits // 8, "big") for value in values)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", len(values), 1, bits, 0, 0, 0, 0))
    png += chunk(b"tRNS", struct.pack(">H", transparent)) + chunk(b"IDAT", zlib.compress(b"\0" + row))
    image = Image.open(io.BytesIO(png + chunk(b"IEND", b"")))
    assert image.has_transparency_data and image.info["transparency"] == transparent
    found = list(image.convert("RGBA").getchannel("A").tobytes())
    print(f"{bits} bits, transparent {transparent}: values", *values, end=", alphas ")
    print(*found)
    return found


assert alphas(8, 128, [0x12, 128, 255, 0]) == [255, 0, 255, 255]
assert alphas(16, 0x8000, [0x1234, 0x8000, 0xFFFF, 0]) == [255, 255, 255, 0]
assert alphas(16, 0x1280, [0x1280, 0x80, 0xFFFF, 0]) == [255, 0, 255, 255]
PYTHON
venv/bin/python look.py
