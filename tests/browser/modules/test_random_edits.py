"""Two hundred edits at random: undone they are the first document, redone the last."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from studio.editor.page import acts
from studio.editor.page.words import words
from studio.rules import codec, limits, presets
from studio.rules.document import Json, Logo
from studio.rules.geometry import Box
from tests import builders

EDIT = (Path(__file__).parent / "random_edits.js").read_text(encoding="utf-8")
LOGO = Logo(url="https://pictures.example.com/logo.png", box=Box(1700, 40, 180, 90))
SCENE = builders.document(
    Box(0, 0, 960, 540),
    Box(960, 0, 960, 540),
    Box(200, 560, 331, 401),
    Box(1900, 1000, 2160, 30),
    logos=(LOGO,),
)
SEEDS = range(1, 5)


def edited(page: Page, seed: int, *, keeps: bool, count: int = 200) -> dict[str, Any]:
    """What somebody leaves behind who edits at random, with `keeps` also past the scene's edge."""
    page.evaluate(
        """(words) => {
          const data = document.createElement("template");
          data.id = "words-data";
          data.textContent = JSON.stringify(words);
          document.body.replaceChildren(data);
        }""",
        words(),
    )
    told: str = page.evaluate(
        EDIT,
        {
            "rules": codec.write(SCENE),
            "limits": limits.as_dict(),
            "lines": acts.for_page(),
            "presets": presets.as_list(),
            "seed": seed,
            "count": count,
            "keeps": keeps,
        },
    )
    found: dict[str, Any] = json.loads(told)
    return found


def parts(text: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A text of the history: the document, and what is set aside."""
    rules, state = text.split("\n")
    return json.loads(rules), json.loads(state).get("parked", [])


def boxes_outside(text: str) -> int:
    """How many boxes, also of what is set aside, the API would not take."""
    rules, parked = parts(text)
    scene = rules["InputLayout"]["Scene"]
    boxes = [*scene["Layout"], *(logo["Layout"] for logo in rules["InputLayout"].get("Logo", []))]
    boxes += [kept.get("layout") or kept.get("logo", {}).get("Layout") for kept in parked]
    side = limits.BOX_SIDE
    return sum(
        not (
            side.holds(box["W"])
            and side.holds(box["H"])
            and 0 <= box["X"] <= scene["Width"]
            and 0 <= box["Y"] <= scene["Height"]
        )
        for box in boxes
        if box
    )


def names(text: str) -> list[list[Json]]:
    """The ids of all sources, set aside or not, and the layers of those in the document."""
    rules, parked = parts(text)
    sources = rules["InputSource"]
    aside = [kept["source"] for kept in parked if "source" in kept]
    return [[one["ID"] for one in [*sources, *aside]], [one["Layer"] for one in sources]]


def repeated(text: str) -> int:
    return sum(len(some) - len(set(some)) for some in names(text))


@pytest.mark.parametrize("keeps", [False, True], ids=["inside", "past the edge"])
@pytest.mark.parametrize("seed", SEEDS)
def test_two_hundred_random_edits_are_undone_and_redone_byte_for_byte(
    modules: Page, seed: int, keeps: bool
) -> None:
    found = edited(modules, seed, keeps=keeps)
    assert found["faults"] == []
    assert found["empty"] == 0
    assert found["steps"] > 60
    assert not [text for text in found["said"] if "undefined" in text or "NaN" in text]


@pytest.mark.parametrize("keeps", [False, True], ids=["inside", "past the edge"])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_edit_makes_a_box_the_api_refuses_or_an_id_or_layer_twice(
    modules: Page, seed: int, keeps: bool
) -> None:
    trace = edited(modules, seed, keeps=keeps)["trace"]
    for step, (before, now) in enumerate(itertools.pairwise(trace)):
        where = (step, now["kind"], before["after"], now["after"])
        assert repeated(now["after"]) == 0, where
        assert len(parts(now["after"])[0]["InputSource"]) <= limits.MAX_SOURCES, where
        # What was outside before, because the scene shrank around it, may be carried about.
        if now["kind"] not in {"keepPixels", "undoSome"} and boxes_outside(before["after"]) == 0:
            assert boxes_outside(now["after"]) == 0, where
    codec.read_rules(parts(trace[-1]["after"])[0])


def test_every_kind_of_edit_has_its_turn_and_a_seed_always_edits_alike(modules: Page) -> None:
    found = [edited(modules, seed, keeps=True) for seed in SEEDS]
    kinds = found[0]["changes"]
    silent = {"copy", "copyGeometry"}
    assert [k for k in kinds if k not in silent and not any(f["changes"][k] for f in found)] == []
    assert edited(modules, SEEDS[0], keeps=True)["last"] == found[0]["last"]
