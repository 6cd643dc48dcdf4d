"""The computer's clock as processes see it, which can be set while they run (libfaketime)."""

from __future__ import annotations

import time
from pathlib import Path

LIBRARY = next(iter(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)
MISSING = "libfaketime (Debian) is not installed"
# By then whoever asks for the time has read the file anew.
SEEN_SECONDS = 2.2
SLEEPS = Path(__file__).parent / "faked_clock"


class Clock:
    """Right until it is set. What is started with its `environment` reads the file anew whenever it
    asks for the time.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        # When, on the monotonic clock, which is never set.
        self.set_at: list[float] = []
        self.set("+0")

    def set(self, offset: str) -> None:
        """How far it is from ours: `-1h`; whoever reads meanwhile finds the one or the other."""
        draft = self._file.with_suffix(".draft")
        draft.write_text(f"{offset}\n")
        draft.replace(self._file)
        self.set_at.append(time.monotonic())

    def is_one(self, at: float) -> bool:
        """Whether all who read it agreed at that time: set for real, it is another one for all at
        once.
        """
        return not any(0 <= at - when <= SEEN_SECONDS for when in self.set_at)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            # Read each second, not with every call: a lock would be held over it each time.
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # What a thread waits for Python's lock, in milliseconds as Python has it: reckoned with
            # the clock that is set, it would not wait at all (findings/libfaketime_python_lock.sh).
            "FAKETIME_WAIT_MS": "5",
            "PYTHONPATH": str(SLEEPS),
        }
