"""The keys of a studio that keeps them in a file, rather than in its environment."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import overload

logger = logging.getLogger(__name__)


class KeptKeys(Sequence[str]):
    """What the file says now: a key that was put first there seals what is written next, in every
    process, and none of them has to start anew.

    `make` writes the file for who finds none; `read` raises ValueError for a text of no keys. Where
    it can't be read any more, the keys stay as they were.
    """

    def __init__(
        self, path: Path, make: Callable[[], object], read: Callable[[str], list[str]]
    ) -> None:
        self._path, self._make, self._read = path, make, read
        self._keys: list[str] = []
        self._stamp: object = None

    def now(self) -> list[str]:
        """Raises ValueError where it never held keys."""
        if not self._keys:
            self._make()
        try:
            self._look()
        except (OSError, ValueError) as fault:
            if not self._keys:
                raise
            logger.error("the sealing keys can't be read any more: %s", type(fault).__name__)
        return self._keys

    def _look(self) -> None:
        found = self._path.stat()
        stamp = found.st_ino, found.st_mtime_ns, found.st_size
        if stamp != self._stamp:
            self._keys, self._stamp = self._read(self._path.read_text()), stamp

    def __len__(self) -> int:
        return len(self.now())

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        return self.now()[index]

    def __iter__(self) -> Iterator[str]:
        return iter(self.now())
