"""The names of what is set aside, whatever the browser has stored."""

from __future__ import annotations

import pytest

from studio.editor.page import presets
from studio.editor.parking import parked_names
from studio.rules.document import Json
from studio.rules.presets import PRESETS


def test_parked_sources_are_named_by_their_id() -> None:
    state: dict[str, Json] = {"parked": [{"source": {"ID": "guest"}, "layout": None}]}
    assert parked_names(state) == ["guest"]


@pytest.mark.parametrize("parked", [None, 3, "x", {}, [None], [{}], [{"source": 3}], [[]]])
def test_a_state_of_another_shape_parks_nothing(parked: Json) -> None:
    assert parked_names({"parked": parked}) == []


def test_a_parked_source_without_an_id_is_listed_all_the_same() -> None:
    assert parked_names({"parked": [{"source": {"ID": 3}}]}) == ["Source without id"]


def test_a_hidden_logo_is_named_by_its_file() -> None:
    logos: list[Json] = [{"logo": {"Url": url}} for url in ("https://x.example/a/bug.png?v=1", "")]
    assert parked_names({"parked": logos}) == ["bug.png", "Logo"]


def test_the_page_gets_every_preset_with_a_name() -> None:
    rows = presets.for_page()
    keys = [row["key"] for row in rows if isinstance(row, dict) and row["name"]]
    assert keys == [preset.key for preset in PRESETS]
