"""Loaded by each process under libfaketime, whose 0.9.10 refuses what `time.sleep` asks the kernel
for while the monotonic clock is left alone (findings/libfaketime_sleep.sh).
"""

import select
import time


def sleep(seconds: float) -> None:
    select.select([], [], [], seconds)


time.sleep = sleep  # type: ignore[assignment]  # as it is called here
