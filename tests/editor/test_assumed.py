"""What is assumed of sources without a picture, whatever the browser has stored."""

from __future__ import annotations

import pytest

from studio.editor.assumed import cards
from studio.rules.document import Json
from tests.builders import document


def test_a_chosen_shape_is_the_cards() -> None:
    assert cards(document(), {"assumed": {"source-1": "9:16"}})[0].size == (1080, 1920)


@pytest.mark.parametrize(
    "assumed", [None, 3, "9:16", [], {}, {"source-1": "2:1"}, {"source-1": ["9:16"]}, {"x": "1:1"}]
)
def test_a_state_of_another_shape_leaves_the_usual_size(assumed: Json) -> None:
    assert cards(document(), {"assumed": assumed})[0].size == (1920, 1080)
