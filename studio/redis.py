"""Redis, where REDIS_URL names one: what the hosts of a studio tell one another in passing.

Nothing lies there that would be missed, and no job waits for it (waking.py). While it is away a
call is lost and a note is as if it had never been made.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Collection, Generator
from functools import cache
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis import Redis, RedisError

logger = logging.getLogger(__name__)
T = TypeVar("T")

# Redis has the same channels in all its databases: each studio calls by the number of its own.
CHANNEL = "mix_studio:{}:{}"
# Seconds in which a Redis that was away is not asked again: each question would wait for nothing.
AGAIN = 1.0
# Seconds after which one that says nothing is asked whether it is there, and as long to answer.
QUIET = 4.0


class Silent(OSError):
    """It does not answer, or not as it should; says of what kind that was, and no address."""


def reached() -> Redis:
    """Made by its address it tries nothing twice, as it would ten times if made by its parts."""
    return Redis.from_url(settings.REDIS["LOCATION"][0], **settings.REDIS["OPTIONS"])


@cache
def client() -> Redis:
    """This process's own, whose connections its threads share."""
    return reached()


def channel(name: str) -> str:
    return CHANNEL.format(client().get_connection_kwargs()["db"], name)


def check() -> None:
    """Raises Silent where it can't be used now."""
    try:
        client().ping()
    except RedisError as error:
        raise Silent(type(error).__name__) from None


class Trying:
    """Asks Redis, but not while it is away."""

    def __init__(self) -> None:
        # By the monotonic clock.
        self.again = 0.0

    def __call__(self, do: Callable[[], T], instead: T) -> T:
        """What `do` returns; `instead` where Redis does not answer."""
        if time.monotonic() < self.again:
            return instead
        try:
            return do()
        except RedisError as error:
            self.again = time.monotonic() + AGAIN
            logger.warning("Redis: %s", type(error).__name__)
            return instead


tried = Trying()


def call(name: str) -> None:
    """Wakes those who listen for `name` at any host."""
    tried(lambda: client().publish(channel(name), ""), 0)


def heard(names: Collection[str]) -> Generator[str, None, None]:
    """The names that are called, for as long as Redis answers; raises Silent."""
    called = {channel(name).encode(): name for name in names}
    try:
        with reached() as redis, redis.pubsub() as told:
            told.subscribe(*called)
            # Each is confirmed: what is called from then on is heard.
            if not all(told.get_message(timeout=QUIET) for _name in called):
                raise Silent("no answer")
            yield from names
            is_asked = False
            while True:
                message = told.get_message(timeout=QUIET)
                if message and message["type"] == "message":
                    yield called[message["channel"]]
                elif message is None and is_asked:
                    raise Silent("no answer")
                elif message is None:
                    told.ping()
                is_asked = message is None
    except RedisError as error:
        raise Silent(type(error).__name__) from None


class Words:
    """Notes as JSON: a pickle would run whatever somebody put there who can write to Redis."""

    def dumps(self, value: Any) -> str:
        return json.dumps(value)

    def loads(self, said: bytes) -> Any:
        """None of what is none of ours."""
        try:
            return json.loads(said)
        except ValueError:
            return None


class Passing(RedisCache):
    """What is noted for a few seconds: of a cache's methods these three never fail."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return tried(lambda: super(Passing, self).get(key, default, version), default)

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        tried(lambda: super(Passing, self).set(key, value, timeout, version), None)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return tried(lambda: super(Passing, self).delete(key, version), instead=False)
