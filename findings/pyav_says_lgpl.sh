#!/bin/sh
# PyAV 18.1.0 (its wheel carries FFmpeg 8.1.2) and the program ffmpeg 9.0.2 (PyPI's imageio-ffmpeg
# 0.8.1): the licence that FFmpeg's libraries say they are under, beside the encoders they hold.
#
# FFmpeg's own LICENSE.md: x264 and x265 are under the GPL, so its configure wants --enable-gpl for them,
# and what is built with that says "GPL". Who reads avcodec_license(), as tools that make lists of
# licences do, counts on it.
#
# Seen: PyAV's wheel is configured with libx264 and libx265 and without --enable-gpl. It encodes by both,
# ships both beside its libavcodec, and says LGPL. The program says GPL. A list of licences made from
# what the library says leaves the GPL out.
#
#   ffmpeg: GPL; --enable-gpl --enable-libx264 --enable-libx265
#   PyAV: LGPL version 3 or later; --enable-libx264 --enable-libx265
#   beside it: libx264 libx265
#
# Needs Python's venv. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps imageio-ffmpeg==0.8.1 av==18.1.0
cat > look.py <<'PYTHON'
import subprocess
import sysconfig
from pathlib import Path

import av
from av._core import library_meta

packages = Path(sysconfig.get_path("purelib"))
(ffmpeg,) = packages.glob("imageio_ffmpeg/binaries/ffmpeg-linux-*-v9.0.2")
TELLING = ("--enable-gpl", "--enable-libx264", "--enable-libx265")


def told(configuration):
    return " ".join(word for word in TELLING if word in configuration.split())


said = subprocess.run([ffmpeg, "-hide_banner", "-L"], capture_output=True, text=True, check=True)
version = subprocess.run([ffmpeg, "-version"], capture_output=True, text=True, check=True).stdout
assert "GNU General Public License" in said.stdout and "Lesser" not in said.stdout
print("ffmpeg: GPL;", told(version))
assert told(version) == " ".join(TELLING)

codecs = library_meta["libavcodec"]
print(f"PyAV: {codecs['license']};", told(codecs["configuration"]))
assert codecs["license"] == "LGPL version 3 or later"
assert told(codecs["configuration"]) == "--enable-libx264 --enable-libx265"

shipped = sorted({path.name.split("-")[0] for path in packages.glob("av.libs/libx26*")})
print("beside it:", *shipped)
assert shipped == ["libx264", "libx265"]
for name in shipped:
    with av.open(f"{name}.mp4", "w") as container:
        stream = container.add_stream(name, rate=10, width=64, height=64, pix_fmt="yuv420p")
        container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode(None))
    assert Path(f"{name}.mp4").stat().st_size > 0
PYTHON
venv/bin/python look.py 2>/dev/null
