"""Frames, fetched from elsewhere, and uploads, given by people."""

from __future__ import annotations

from studio.library.models.frame import Frame, Kind, State, Wanted
from studio.library.models.upload import Upload, UploadsFull, key_at

__all__ = ["Frame", "Kind", "State", "Upload", "UploadsFull", "Wanted", "key_at"]
