"""Whole numbers as addresses and forms bring them."""

from __future__ import annotations


def number(text: str) -> int | None:
    """One that a key or a version can be, of fewer digits than any database's; else None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
