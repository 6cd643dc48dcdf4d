"""What is exported and imported again is what it was: the whole document, or what another tool has
of it.
"""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.exports import EXPORTERS
from studio.exports.stacking import stacked
from studio.imports import read
from studio.rules import codec
from studio.rules.document import Layout, Logo, MixedRules, Scene, Source
from studio.rules.geometry import Box
from tests.builders import document, output
from tests.rules.strategies import documents

NAME = "晚间 “News” #1"
# How the document comes back from each that holds all of it.
WHOLE = {
    "mixedrules": lambda rules: rules,
    "create": lambda rules: rules,
    "update": lambda rules: rules.without_callback(),
    "sdk": lambda rules: rules,
    "core": lambda rules: rules,
}
NAMES = ["host", "guest 1", "客人", "x" * 64]
ADDRESSES = {
    "live": ["rtmp://live.example.com/a/b", "https://live.example.com/a.flv?sign=1"],
    "vod": ["https://tos.example.org/film.mp4"],
    "pic": ["http://tos.example.org/a.png", "https://tos.example.org/b.JPG"],
}


def written(kind: str, rules: MixedRules) -> bytes:
    return EXPORTERS[kind].write(NAME, rules).encode()


def again(kind: str, rules: MixedRules) -> MixedRules:
    (scene,) = read(written(kind, rules)).scenes
    return scene.rules


@pytest.mark.parametrize("kind", WHOLE)
@settings(max_examples=60)
@given(rules=documents)
def test_the_whole_document_comes_back(kind: str, rules: MixedRules) -> None:
    back = again(kind, rules)
    assert back == WHOLE[kind](rules)
    assert written(kind, back) == written(kind, rules)


@given(rules=documents)
@settings(max_examples=60)
def test_a_script_is_one_that_says_the_same(rules: MixedRules) -> None:
    """Whatever stands in a document, it stays within its quotes."""
    tree = ast.parse(written("sdk", rules).decode())
    (text,) = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "{" in node.value
    ]
    assert json.loads(text) == {"Name": NAME, "MixedRules": codec.write(rules)}


@st.composite
def valid(draw: st.DrawFn) -> MixedRules:
    """What the cloud takes: its sources are shown, each once, within or past the scene's edge."""
    width, height = (draw(st.integers(10, 2160)) for _side in range(2))
    types = draw(st.lists(st.sampled_from(sorted(ADDRESSES)), max_size=4))
    boxes = [
        Box(
            draw(st.integers(0, width - 1)),
            draw(st.integers(0, height - 1)),
            draw(st.integers(10, 2160)),
            draw(st.integers(10, 2160)),
        )
        for _type in types
    ]
    layers = draw(st.permutations(range(1, len(types) + 1)))
    return MixedRules(
        scene=Scene(
            width=width,
            height=height,
            layouts=tuple(map(_layout, boxes, layers)),
        ),
        sources=tuple(
            Source(id=NAMES[place], layer=layer, type=type_, url=draw(st.sampled_from(urls)))
            for place, (layer, type_) in enumerate(zip(layers, types, strict=True))
            if (urls := ADDRESSES[type_])
        ),
        output=output(),
    )


def _layout(box: Box, layer: int) -> Layout:
    return Layout(box=box, layer=layer)


def seen(rules: MixedRules) -> list[Any]:
    return [(item.name, item.box) for item in stacked(rules)]


@given(rules=valid())
@settings(max_examples=100)
def test_obs_and_smelter_have_every_box_where_it_is(rules: MixedRules) -> None:
    for kind in ("obs", "smelter"):
        (scene,) = read(written(kind, rules)).scenes
        assert seen(scene.rules) == seen(rules)
        assert scene.rules.scene.box == rules.scene.box
        assert {line.outcome for line in scene.report} <= {"exact"}
    assert stacked(again("obs", rules)) == stacked(rules)
    absolute = json.loads(written("obs", rules)) | {"version": 1}
    (scene,) = read(json.dumps(absolute).encode()).scenes
    assert stacked(scene.rules) == stacked(rules)


def test_a_logo_lies_above_and_no_two_have_one_name() -> None:
    logo = Logo(url="https://a.example.com/bug.png", box=Box(10, 10, 90, 90))
    rules = document(Box(0, 0, 960, 540), Box(960, 0, 960, 540), logos=(logo,))
    twice = replace(rules, sources=tuple(replace(row, id=NAME) for row in rules.sources))
    assert [item.name for item in stacked(twice)] == [NAME, f"{NAME} 2", "logo 1"]
    value = json.loads(written("obs", twice))
    names = [row["name"] for row in value["sources"]]
    assert len(set(names)) == len(names)
    assert value["sources"][2]["settings"]["clear_on_media_end"] is False
    root = json.loads(written("smelter", twice))["video"]["root"]
    assert [row["child"]["type"] for row in root["children"]] == ["image"] * 3


def test_what_turns_the_writing_is_spelt_out_in_a_script() -> None:
    rules = document()
    odd = replace(rules, sources=(replace(rules.sources[0], id="a\u202eb\U0001f600\x7f"),))
    script = EXPORTERS["core"].write(NAME, odd)
    assert r"a\u202eb\ud83d\ude00\u007f" in script
    assert NAME.split(maxsplit=1)[0] in script
    assert again("core", odd) == odd
