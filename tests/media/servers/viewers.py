"""Who looks at a stream: late, too early, or where there is nothing to be seen."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest

from studio.media import Decoded, MediaError, Policy, fetch_live
from tests.media.films.filming import number_of
from tests.media.servers.publishing import GREYS, Publisher, publishing

# So much earlier comes who waits for a stream.
BEFORE = 0.5
# So much later than its key picture a picture is there at most.
MARGIN = 0.5
# By then it is known that there is none.
IN_TIME = 10.0


class Late(NamedTuple):
    """What somebody has who came amid two key pictures: how many the one is behind the last that
    had been sent, and after how many seconds it was there.
    """

    picture: Decoded
    behind: int
    seconds: float


def late(publisher: Publisher, url: str, policy: Policy) -> Late:
    publisher.amid()
    last, since = publisher.sent - 1, time.monotonic()
    picture = fetch_live(url, policy)
    seconds = time.monotonic() - since
    return Late(picture, (number_of(picture) - last) % GREYS, seconds)


def awaited(url: str, policy: Policy, target: str, codec: str) -> int:
    """Which key picture somebody has who is there before it is published at the target. On a
    machine with much to do it may be that who was to be early is late.
    """
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(fetch_live, url, policy)
        time.sleep(BEFORE)
        with publishing(target, codec):
            return number_of(coming.result())


def refusal(url: str, policy: Policy) -> str:
    """Why there is no picture; told in time."""
    since = time.monotonic()
    with pytest.raises(MediaError) as error:
        fetch_live(url, policy)
    assert time.monotonic() - since <= IN_TIME
    return error.value.code
