"""Frames, fetched from elsewhere, uploads, given by people, addresses saved by name; and the mark
of a bucket that is this studio's.

A typical change: another state of a frame is in `frame.py`, and what is said of it in `wording.py`
of the room above.
"""

from __future__ import annotations

from studio.library.models.frame import Frame, Kind, State, Wanted
from studio.library.models.mark import Mark
from studio.library.models.saved import Saved, Sort, stills_of, stills_shown
from studio.library.models.upload import Upload, UploadsFull, key_at

__all__ = [
    "Frame",
    "Kind",
    "Mark",
    "Saved",
    "Sort",
    "State",
    "Upload",
    "UploadsFull",
    "Wanted",
    "key_at",
    "stills_of",
    "stills_shown",
]
