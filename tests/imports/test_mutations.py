"""Files gone wrong: whatever it is, it is read or refused with a sentence, quickly."""

from __future__ import annotations

import json
import random
import time
import tracemalloc
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from studio.imports import NotReadable, read
from tests.api.calling import Caller
from tests.builders import Cast, client_for
from tests.imports.files import FILES
from tests.imports.obs_files import camera, collection, item, scene

MUTATIONS = 2000
# Of each format, by the page and by the API.
SENT = 20
# Of the process's own time, which other work on the machine does not count to.
LONGEST_SECONDS = 0.3
# For files of up to half a megabyte, traced, which makes it four times slower; what grew with the
# square of one would take minutes.
LARGEST_SECONDS = 3.0
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
                value[key] = deepcopy(chance.choice(ODD))
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


@pytest.mark.parametrize("name", FILES)
def test_no_mutation_is_a_fault_of_the_page_or_the_api(name: str, cast: Cast, data: Path) -> None:
    chance = random.Random(name)
    page, api = client_for(cast.editor), Caller(cast)
    for turn in range(SENT):
        sent = mutated(FILES[name][turn % len(FILES[name])], chance)
        answers = [
            page.post(reverse("template-import"), {"file": SimpleUploadedFile("show", sent)}),
            api.ask("POST", "import", sent),
        ]
        assert {answer.status_code for answer in answers} <= {200, 422}, sent


def many(count: int, row: str, around: str) -> bytes:
    return around.replace("ROWS", ",".join([row] * count)).encode()


def nested(depth: int, each: int) -> bytes:
    """Scenes of OBS, each of which shows the next several times."""
    rows = [
        scene(f"s{level}", *[item(f"s{level + 1}") for _ in range(each)]) for level in range(depth)
    ]
    return collection(*rows, scene(f"s{depth}", item()), camera())


LARGEST = {
    "mixedrules": many(2_000, '{"Layer":1}', '{"InputLayout":{"Scene":{"Layout":[ROWS]}}}'),
    "obs": collection(scene("show", *[item() for _ in range(2_100)]), camera()),
    "obs nested": nested(7, 8),
    "smelter": many(
        5_000,
        '{"type":"input_stream","input_id":"a"}',
        '{"video":{"root":{"type":"view","children":[ROWS]}}}',
    ),
    "agora": many(
        5_000,
        '{"region":{"width":99,"height":99}}',
        '{"transcodeOptions":{"videoOptions":{"layout":[ROWS]}}}',
    ),
    "twilio": many(
        1,
        ",".join(f'"{n}":{{"width":9,"video_sources":["a"]}}' for n in range(5_000)),
        '{"VideoLayout":{ROWS}}',
    ),
    "tencent": many(
        5_000, '{"LayoutParams":{"ImageWidth":99,"ImageHeight":99}}', '{"InputStreamList":[ROWS]}'
    ),
    "alibaba": many(
        5_000, '{"LayoutConfig":{"FillSizeNormalized":[1,1]}}', '{"InputStreamList":[ROWS]}'
    ),
    "vdo": many(20_000, '{"w":1,"h":1,"x":2}', '{"layouts":[[ROWS]]}'),
    "vdo layouts": many(20_000, '[{"w":1,"h":1}]', '{"layouts":[ROWS]}'),
    "zego": many(10_000, '{"RectInfo":{"Right":99,"Bottom":99}}', '{"MixInput":[ROWS]}'),
    "trtc": many(20_000, '{"Width":9,"Height":9}', '{"MixLayoutParams":{"MixLayoutList":[ROWS]}}'),
    "vmix": b"<vmix><inputs>"
    + b'<input key="a"><overlay key="a"/></input>' * 9_000
    + b"</inputs></vmix>",
    "sample": b"{'a':[" * 15_000 + b'"InputLayout"' + b"]}" * 15_000,
    "braces": b"InputLayout" + b"{}" * 50_000,
}


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_take_bounded_memory_and_time(name: str) -> None:
    data = LARGEST[name]
    tracemalloc.start()
    started = time.process_time()
    outcome(data)
    took = time.process_time() - started
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < MOST_BYTES
    assert took < LARGEST_SECONDS


def outcome(data: bytes) -> tuple[bool, list[str]]:
    """Whether it could be read, and all that is said of it."""
    try:
        scenes = read(data).scenes
    except NotReadable as refused:
        return False, [refused.message]
    return True, [row.message for scene in scenes for row in scene.report]
