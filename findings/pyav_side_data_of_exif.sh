#!/bin/sh
# PyAV 18.1.0 (its wheel carries FFmpeg 8.1.2), pictures written by Pillow 13.0.0.
#
# PyAV's documents offer VideoFrame.side_data as what a decoder attached to a frame: one looks there
# for what one knows and passes by the rest.
#
# Seen: FFmpeg 8.1 attaches the Exif block of a picture to its frame. PyAV's list of kinds ends before
# that one, and all of side_data is lost: reading the attribute raises ValueError, whatever one was
# looking for. So it is with a JPEG of any camera. frame.rotation, which reads the same list, works.
#
#   JPEG without Exif: side_data has 0 entries
#   JPEG with Exif: rotation -90, ValueError: 31 is not a valid Type
#   PNG with Exif: rotation -90, ValueError: 31 is not a valid Type
#
# Needs Python's venv. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check av==18.1.0 pillow==13.0.0
cat > look.py <<'PYTHON'
import io

import av
from PIL import Image

turned = Image.Exif()
turned[0x0112] = 6


def told(format, **saving):
    stored = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(stored, format, **saving)
    stored.seek(0)
    with av.open(stored) as container:
        frame = next(container.decode(video=0))
    try:
        return f"side_data has {len(frame.side_data)} entries"
    except ValueError as error:
        return f"rotation {frame.rotation}, ValueError: {error}"


plain, jpeg, png = told("JPEG"), told("JPEG", exif=turned), told("PNG", exif=turned)
print("JPEG without Exif:", plain)
print("JPEG with Exif:", jpeg)
print("PNG with Exif:", png)
assert plain == "side_data has 0 entries"
assert jpeg == png == "rotation -90, ValueError: 31 is not a valid Type"
PYTHON
venv/bin/python look.py
