"""What people are called on every page."""

from __future__ import annotations

from tests.builders import Cast


def test_a_person_goes_by_the_full_name_else_by_the_user_name(cast: Cast) -> None:
    cast.editor.first_name, cast.editor.last_name = "Ada", "Lovelace"
    assert cast.editor.called(cast.owner) == cast.editor.called() == "Ada Lovelace"
    assert cast.owner.called(cast.editor) == cast.owner.username


def test_a_reader_is_you(cast: Cast) -> None:
    cast.editor.first_name = "Ada"
    assert cast.editor.called(cast.editor) == "you"
