"""The videos of the benchmark of first pictures: made once, the same for everyone."""

from __future__ import annotations

import subprocess
from pathlib import Path

# 1080p, 4 Mbit/s, 20 seconds with sound: so noisy that a picture needs all of its bits.
SCENERY = "testsrc2=s=1920x1080:r=25:d=20,noise=alls=24:allf=t"
SOUND = "sine=d=20"
CODED = (
    *("-c:v", "libx264", "-preset", "veryfast", "-g", "50", "-pix_fmt", "yuv420p"),
    *("-b:v", "4M", "-maxrate", "5M", "-bufsize", "4M", "-c:a", "aac", "-b:a", "96k"),
)
FILES = {
    "last.mp4": (),
    "first.mp4": ("-movflags", "faststart"),
    "fragmented.mp4": ("-movflags", "frag_keyframe+empty_moov"),
    "film.flv": (),
}


def generate(folder: Path) -> None:
    """Encode the film, and lay it in each kind of file, unless they are there."""
    done = folder / "films"
    if done.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / "made.mp4"
    _ffmpeg("-f", "lavfi", "-i", SCENERY, "-f", "lavfi", "-i", SOUND, *CODED, str(made))
    for name, options in FILES.items():
        _ffmpeg("-i", str(made), "-c", "copy", *options, str(folder / name))
    done.touch()


def _ffmpeg(*words: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *words], check=True)
