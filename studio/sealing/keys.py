"""The keys of a studio that keeps them in a file, rather than in its environment."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import overload

logger = logging.getLogger(__name__)


@dataclass
class KeptKeys(Sequence[str]):
    """What the file says now: a key that was put first there seals what is written next, in every
    process, and none of them has to start anew.

    `make` writes the file for who finds none; `read` raises ValueError for a text of no keys. Where
    it can't be read any more, the keys stay as they were.
    """

    path: Path
    make: Callable[[], object] = field(compare=False, repr=False)
    read: Callable[[str], list[str]] = field(compare=False, repr=False)
    _keys: list[str] = field(default_factory=list, init=False, compare=False, repr=False)
    _stamp: object = field(default=None, init=False, compare=False, repr=False)

    def now(self) -> list[str]:
        """Raises ValueError where it never held keys."""
        if not self._keys:
            self.make()
        try:
            self._look()
        except (OSError, ValueError) as fault:
            if not self._keys:
                raise
            logger.error("the sealing keys can't be read any more: %s", type(fault).__name__)
        return self._keys

    def is_spoilt(self) -> bool:
        """Whether there is a file, and no keys are to be had of it."""
        try:
            return self.path.exists() and not self.now()
        except (OSError, ValueError):
            return True

    def _look(self) -> None:
        found = self.path.stat()
        stamp = found.st_ino, found.st_mtime_ns, found.st_size
        if stamp != self._stamp:
            self._keys, self._stamp = self.read(self.path.read_text()), stamp

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
