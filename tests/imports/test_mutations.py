"""Files gone wrong: whatever it is, it is read or refused with a sentence, quickly."""

from __future__ import annotations

import json
import random
import time
import tracemalloc
from typing import Any

import pytest

from studio.imports import NotReadable, read
from tests.imports.files import FILES

MUTATIONS = 1000
# Of the process's own time. A tenth is enough on an idle machine; what grows with the square of
# a file would take minutes.
LONGEST_SECONDS = 2.0
MOST_BYTES = 32 * 1024 * 1024
ODD: list[Any] = [
    None, True, -1, 0, 1e9, -1e-300, 10**17, "", "x" * 300, "\u202e", [], {}, [[]], [None],
    {"x": 1}, "0.5", "nan", "<a>", "{}", 0.1, 99999, -99999,
]  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    if data.startswith((b"{", b"[")) and chance.random() < 0.7:
        value = json.loads(data)
        for _ in range(chance.randint(1, 4)):
            change(value, chance)
        return json.dumps(value).encode()
    first, last = sorted(chance.randrange(len(data)) for _ in range(2))
    piece = data[first:last]
    return chance.choice(
        [
            data[:first] + data[last:],
            data[:last] + piece + data[last:],
            data[:first] + bytes([chance.randrange(256)]) + data[first + 1 :],
            data[:first] + chance.choice([b"1e999", b"-", b'"', b"<", b"{", b"\0"]) + data[first:],
        ]
    )


def change(value: Any, chance: random.Random) -> None:
    """Puts something odd into a random place, or takes it out."""
    while isinstance(value, dict | list) and value:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = chance.choice(keys)
        inner = value[key]
        if not isinstance(inner, dict | list) or not inner or chance.random() < 0.2:
            if chance.random() < 0.2:
                del value[key]
            else:
                value[key] = chance.choice(ODD)
            return
        value = inner


@pytest.mark.parametrize("name", FILES)
def test_every_mutation_is_read_or_refused_in_time(name: str) -> None:
    chance = random.Random(name)
    read_well = 0
    for turn in range(MUTATIONS):
        data = mutated(FILES[name][turn % len(FILES[name])], chance)
        started = time.process_time()
        is_read, sentences = outcome(data)
        assert time.process_time() - started < LONGEST_SECONDS, data
        assert all(sentences)
        read_well += is_read
    assert 0 < read_well < MUTATIONS


def many(count: int, row: str, around: str) -> bytes:
    return around.replace("ROWS", ",".join([row] * count)).encode()


LARGEST = {
    "vdo": many(20_000, '{"w":1,"h":1,"x":2}', '{"layouts":[[ROWS]]}'),
    "vdo layouts": many(20_000, '[{"w":1,"h":1}]', '{"layouts":[ROWS]}'),
    "zego": many(10_000, '{"RectInfo":{"Right":99,"Bottom":99}}', '{"MixInput":[ROWS]}'),
    "trtc": many(20_000, '{"Width":9,"Height":9}', '{"MixLayoutParams":{"MixLayoutList":[ROWS]}}'),
    "vmix": b"<vmix><inputs>"
    + b'<input key="a"><overlay key="a"/></input>' * 9_000
    + b"</inputs></vmix>",
    "sample": b"{'a':[" * 30_000 + b'"InputLayout"' + b"]}" * 30_000,
    "braces": b"InputLayout" + b"{}" * 100_000,
}


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_take_bounded_memory_and_time(name: str) -> None:
    data = LARGEST[name]
    started = time.process_time()
    outcome(data)
    assert time.process_time() - started < LONGEST_SECONDS
    tracemalloc.start()
    outcome(data)
    assert tracemalloc.get_traced_memory()[1] < MOST_BYTES
    tracemalloc.stop()


def outcome(data: bytes) -> tuple[bool, list[str]]:
    """Whether it could be read, and all that is said of it."""
    try:
        scenes = read(data).scenes
    except NotReadable as refused:
        return False, [refused.message]
    return True, [row.message for scene in scenes for row in scene.report]
