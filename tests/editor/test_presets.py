"""The presets as the editor's page gets them."""

from __future__ import annotations

from studio.editor.page import presets
from studio.rules.presets import BY_KEY, PRESETS


def test_every_preset_has_a_name_and_no_name_is_left_over() -> None:
    assert set(presets.names()) == set(BY_KEY)


def test_the_page_gets_every_preset_with_its_name() -> None:
    rows = presets.for_page()
    keys = [row["key"] for row in rows if isinstance(row, dict) and row["name"]]
    assert keys == [preset.key for preset in PRESETS]
