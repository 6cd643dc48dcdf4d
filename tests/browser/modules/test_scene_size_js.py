"""The laws of scaling all to another scene, without a page."""

from __future__ import annotations

import random
from typing import Any

from playwright.sync_api import Page

from studio.rules import codec
from studio.rules.document import Json
from studio.rules.geometry import Box
from tests import builders


def scale(
    page: Page, rules: dict[str, Json], size: tuple[int, int], state: dict[str, Json] | None = None
) -> dict[str, Any]:
    """{boxes, scene, state} after everything was scaled."""
    found: dict[str, Any] = page.evaluate(
        """async ([rules, state, [w, h]]) => {
          const { items, scene } = await import("/editor/document/document.js");
          const { adoptBoth } = await import("/editor/document/state.js");
          const { scaledScene } = await import("/editor/document/scenesize.js");
          const made = scaledScene(adoptBoth(rules, state), { w, h }, { min: 10, max: 2160 });
          const boxes = items(made.rules).map(({ box: { x, y, w, h } }) => [x, y, w, h]);
          return { boxes, scene: scene(made.rules), state: made.state };
        }""",
        [rules, state or {}, size],
    )
    return found


def test_scaling_keeps_neighbours_together_and_everything_in_the_scene(modules: Page) -> None:
    dice = random.Random(3)
    for _n in range(40):
        width, height = dice.randint(200, 2160), dice.randint(200, 2160)
        cut = dice.randint(600, 1200)
        rules = codec.write(
            builders.document(
                Box(0, 0, cut, 700), Box(cut, 0, 1920 - cut, 700), Box(0, 700, 1920, 380)
            )
        )
        left, right, below = scale(modules, rules, (width, height))["boxes"]
        assert left[0] + left[2] == right[0]
        assert right[0] + right[2] == below[0] + below[2] == width
        assert left[1] + left[3] == right[1] + right[3] == below[1]
        assert below[1] + below[3] == height


def test_no_box_becomes_smaller_than_the_api_takes_and_parked_ones_come_along(
    modules: Page,
) -> None:
    rules = codec.write(builders.document(Box(0, 0, 20, 20)))
    parked: dict[str, Json] = {
        "source": {"ID": "guest"},
        "layout": {"X": 960, "Y": 540, "W": 960, "H": 540, "Layer": 9},
    }
    found = scale(modules, rules, (480, 270), {"parked": [parked]})
    assert found["boxes"] == [[0, 0, 10, 10]]
    assert found["state"]["parked"][0]["layout"] == {
        "X": 240,
        "Y": 135,
        "W": 240,
        "H": 135,
        "Layer": 9,
    }
