"""A lease that is renewed while somebody works under it, so that it ends soon after they die."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event, Thread

from django.db import Error, connection

from studio.outage import is_outage

# A worker that is merely slow renews it a few times before it would lapse.
LASTS = timedelta(seconds=9)
RENEWED_EVERY = timedelta(seconds=2)
# No fetch and its decoding take longer together: who does is as good as dead.
LONGEST = timedelta(seconds=60)


@contextlib.contextmanager
def renewed(renew: Callable[[], bool]) -> Iterator[None]:
    """Calls `renew` now and then until what stands within is done, `renew` says that there is
    nothing to renew any more, or it takes longer than anything may. In a thread of its own, which
    has ended when this ends.
    """
    done = Event()

    def run() -> None:
        try:
            for _turn in range(LONGEST // RENEWED_EVERY):
                if done.wait(RENEWED_EVERY.total_seconds()) or not once():
                    break
        finally:
            connection.close()

    def once() -> bool:
        """A database that is busy for the moment is asked again: the lease outlasts a few turns."""
        try:
            return renew()
        except Error as error:
            if not is_outage(error):
                raise
            return True

    thread = Thread(target=run, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
