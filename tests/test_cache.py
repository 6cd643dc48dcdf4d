"""What is kept is what was used last, and never more than the budget."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Timer
from unittest.mock import Mock

import pytest
from PIL import Image

from studio.cache import Cache
from studio.compositor import image_cache


def words(budget: int) -> Cache[str]:
    return Cache(budget, len)


def test_what_was_used_longest_ago_goes_first() -> None:
    cache = words(6)
    for key in ("aa", "bb", "cc"):
        cache.put(key, key)
    cache.get("aa")
    cache.put("dd", "dd")
    assert [cache.get(key) for key in ("aa", "bb", "cc", "dd")] == ["aa", None, "cc", "dd"]


def test_a_value_is_made_once_as_long_as_it_is_kept() -> None:
    cache, made = words(4), []

    def make() -> str:
        made.append(1)
        return "aa"

    assert [cache.made("key", make) for _ in range(3)] == ["aa"] * 3
    assert len(made) == 1
    cache.put("other", "bbb")
    assert cache.made("key", make) == "aa"
    assert len(made) == 2


def test_what_is_over_the_budget_is_given_back_but_not_kept() -> None:
    cache = words(4)
    cache.put("small", "aa")
    assert cache.put("large", "aaaaa") == "aaaaa"
    assert cache.get("large") is None
    assert cache.get("small") == "aa"


def test_a_value_put_again_weighs_what_it_weighs_now() -> None:
    cache: Cache[list[int]] = Cache(10, len)
    value = [1]
    cache.put("key", value)
    value.extend(range(5))
    cache.put("key", value)
    assert cache.weight == 6


def test_a_value_that_grew_out_of_the_budget_is_kept_no_more() -> None:
    cache: Cache[list[int]] = Cache(10, len)
    value = [1]
    cache.put("key", value)
    value.extend(range(10))
    cache.put("key", value)
    assert (cache.weight, cache.get("key")) == (0, None)


def test_what_nobody_uses_is_forgotten_and_what_is_used_stays() -> None:
    cache: Cache[str] = Cache(10, len, unused=1.5)
    cache.put("used", "aa")
    cache.put("unused", "bb")
    until = time.monotonic() + 20
    while cache.weight > 2 and time.monotonic() < until:
        cache.get("used")
        time.sleep(0.02)
    assert [cache.get("used"), cache.get("unused")] == ["aa", None]
    while cache.weight and time.monotonic() < until:
        time.sleep(0.02)
    assert cache.weight == 0


def test_a_computer_without_another_thread_keeps_and_forgets_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache: Cache[str] = Cache(10, len, unused=0.01)
    with monkeypatch.context() as without:
        without.setattr(Timer, "start", Mock(side_effect=RuntimeError("can't start new thread")))
        assert cache.put("first", "aa") == "aa"
    cache.put("second", "bb")
    until = time.monotonic() + 20
    while cache.weight and time.monotonic() < until:
        time.sleep(0.01)
    assert cache.weight == 0


def test_an_image_weighs_four_bytes_a_pixel() -> None:
    cache = image_cache(1000)
    cache.put("key", Image.new("RGB", (20, 10)))
    assert cache.weight == 800


def test_threads_keep_to_the_budget_together() -> None:
    cache = words(50)

    def work(seed: int) -> bool:
        random = Random(seed)
        held = True
        for _ in range(500):
            key = random.randrange(40)
            held &= cache.made(key, lambda key=key: "a" * key) == "a" * key  # type: ignore[misc]
            held &= cache.weight <= cache.budget
        return held

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(4)))
    there = [cache.get(key) for key in range(40)]
    assert cache.weight == sum(len(value) for value in there if value)
