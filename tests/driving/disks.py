"""Disks of a test's own: a small one that is soon full, one that can only be read."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import pytest

REASON = "A disk of one's own takes root, and a machine that lets it mount one."


@cache
def can_mount() -> bool:
    with tempfile.TemporaryDirectory() as folder, small_disk(Path(folder), 1) as could:
        return could


def needs_a_disk() -> pytest.MarkDecorator:
    return pytest.mark.skipif(not can_mount(), reason=REASON)


@contextmanager
def small_disk(folder: Path, mebibytes: int) -> Iterator[bool]:
    """A disk of that size at the folder; whether there could be one."""
    could = mount("-t", "tmpfs", "-o", f"size={mebibytes}m,mode=700", "tmpfs", str(folder))
    try:
        yield could
    finally:
        if could:
            unmount(folder)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not one byte more fits on the folder's disk."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (2**20, 4096, 1):
            with suppress(OSError):
                while file.write(b"\0" * size):
                    pass
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Whoever opens something in the folder from now on can only read it."""
    assert mount("--bind", str(folder), str(folder))
    try:
        assert mount("-o", "remount,bind,ro", str(folder))
        yield
    finally:
        unmount(folder)


def mount(*words: str) -> bool:
    command = ["mount", *words]
    return (
        os.geteuid() == 0
        and not subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode
    )


def unmount(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
