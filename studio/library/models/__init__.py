"""Frames, fetched from elsewhere, uploads, given by people, and addresses saved by name."""

from __future__ import annotations

from studio.library.models.frame import Frame, Kind, State, Wanted
from studio.library.models.saved import Saved, Sort, stills_of, stills_shown
from studio.library.models.upload import Upload, UploadsFull, key_at

__all__ = [
    "Frame",
    "Kind",
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
