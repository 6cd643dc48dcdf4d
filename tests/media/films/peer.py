"""FFmpeg 9.0.2, the program: it makes films, and shows the pictures that ours are compared with."""

from __future__ import annotations

import io
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import imageio_ffmpeg
from PIL import Image

VERSION = "9.0.2"
# As exact as our own scaling; by its defaults it differs from itself by more than from us.
EXACT = "flags=bicubic+accurate_rnd+full_chroma_int"
PPM = ("-frames:v", "1", "-fps_mode", "passthrough", "-c:v", "ppm", "-f", "image2pipe", "-")


@cache
def program() -> str:
    """Where it lies: in the wheel that is pinned, whatever else the machine has."""
    assert imageio_ffmpeg.get_ffmpeg_version().startswith(f"n{VERSION}")
    return str(imageio_ffmpeg.get_ffmpeg_exe())


def run(*words: str, folder: str | Path = ".") -> bytes:
    """What it says, run in that folder."""
    command = [program(), "-v", "error", "-nostdin", *words]
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE).stdout


def made(*words: str, kind: str, **files: bytes) -> bytes:
    """A file of that kind, from files of those names and whatever else the words say."""
    with TemporaryDirectory() as folder:
        for name, data in files.items():
            Path(folder, name).write_bytes(data)
        run(*words, "-f", kind, "made", folder=folder)
        return Path(folder, "made").read_bytes()


def shown(data: bytes, asked: str = "") -> Image.Image:
    """The first picture it shows of a file: turned as the file says, and in square pixels, as
    players show it; `asked` is what its scaling is told beside.
    """
    scaled = f"scale=w='round(iw*sar)':h=ih:{EXACT}{asked},setsar=1,format=rgb24"
    with TemporaryDirectory() as folder:
        Path(folder, "film").write_bytes(data)
        return Image.open(io.BytesIO(run("-i", "film", "-vf", scaled, *PPM, folder=folder)))
