"""What people are called on every page."""

from __future__ import annotations

import pytest

from tests.builders import Cast


def test_a_person_goes_by_the_full_name_else_by_the_user_name(cast: Cast) -> None:
    cast.editor.first_name, cast.editor.last_name = "Ada", "Lovelace"
    assert cast.editor.called(cast.owner) == cast.editor.called() == "Ada Lovelace"
    assert cast.owner.called(cast.editor) == cast.owner.username


def test_a_chinese_name_begins_with_that_of_the_family(cast: Cast) -> None:
    cast.editor.first_name, cast.editor.last_name = "曼", "林"
    assert cast.editor.called() == "林曼"


@pytest.mark.parametrize(("first", "last"), [("Mara (麦)", "Lind"), ("David", "林"), ("曼", "")])
def test_a_name_of_two_scripts_is_not_run_together(cast: Cast, first: str, last: str) -> None:
    cast.editor.first_name, cast.editor.last_name = first, last
    assert cast.editor.called() == f"{first} {last}".strip()


def test_a_reader_is_you(cast: Cast) -> None:
    cast.editor.first_name = "Ada"
    assert cast.editor.called(cast.editor) == "you"
