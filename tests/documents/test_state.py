"""What the editor keeps beside a document, whatever the browser has stored."""

from __future__ import annotations

from uuid import uuid4

import pytest

from studio.documents.assumed import cards
from studio.documents.naming import aside_name
from studio.documents.state import NOTHING, EditorState, Item, Lock, ParkedLogo, ParkedSource
from studio.rules.document import Json
from studio.rules.geometry import Box
from tests.builders import document

NO_OBJECTS: list[Json] = [None, 3, "x", [], {}]
LOCK: Json = {"kind": "logo", "index": 0, "box": {"X": 1, "Y": 2, "W": 3, "H": 4}}


def read(**value: Json) -> EditorState:
    return EditorState.read(value)


def parked_names(*parked: Json) -> list[str]:
    return [aside_name(one) for one in read(parked=list(parked)).parked]


def test_all_of_it_is_read() -> None:
    key = uuid4()
    state = read(
        parked=[{"source": {"ID": "guest"}, "layout": None}, {"logo": {"Url": "u"}, "at": 2}],
        locked=[LOCK],
        assumed={"one": "9:16"},
        seconds={"one": 5},
        stills={"two": str(key)},
    )
    assert state == EditorState(
        parked=(ParkedSource("guest"), ParkedLogo("u", 2)),
        locked=(Lock(Item("logo", 0), Box(1, 2, 3, 4)),),
        assumed={"one": "9:16"},
        seconds={"one": 5},
        stills={"two": key},
    )


def test_a_state_that_says_nothing_is_nothing() -> None:
    assert read() == NOTHING


@pytest.mark.parametrize("name", ["assumed", "seconds", "stills", "parked"])
@pytest.mark.parametrize("value", [*NO_OBJECTS, {"one": {}}, [None], [{}], [{"source": 3}], [[]]])
def test_what_has_another_shape_is_as_if_it_were_not_there(name: str, value: Json) -> None:
    assert read(**{name: value}) == NOTHING


@pytest.mark.parametrize("second", [-1, 24 * 3600 + 1, True, 1.5, "5"])
def test_a_second_no_picture_can_be_chosen_at_is_none(second: Json) -> None:
    assert read(seconds={"one": second, "two": 24 * 3600}).seconds == {"two": 24 * 3600}


@pytest.mark.parametrize("locked", [None, 3, {"0": LOCK}, [LOCK, "1"], [LOCK, {"kind": "scene"}]])
def test_of_locks_one_that_cannot_be_read_spoils_all(locked: Json) -> None:
    assert read(locked=locked).locked is None


def test_what_is_set_aside_keeps_its_name() -> None:
    assert parked_names({"source": {"ID": "guest"}}) == ["guest"]
    assert parked_names({"source": {"ID": 3}}) == ["Source without id"]
    assert parked_names({"logo": {"Url": "https://x.example/a/bug.png?v=1"}}) == ["bug.png"]
    assert parked_names({"logo": {"Url": ""}, "at": 2}) == ["Logo 3"]
    assert parked_names({"logo": {"Url": "https://x.example/a/"}, "at": 0}) == ["Logo 1"]


def test_a_chosen_shape_is_the_cards() -> None:
    assert cards(document(), read(assumed={"source-1": "9:16"}))[0].size == (1080, 1920)


@pytest.mark.parametrize("assumed", [*NO_OBJECTS, {"source-1": "2:1"}, {"x": "1:1"}])
def test_an_unknown_shape_leaves_the_usual_size(assumed: Json) -> None:
    assert cards(document(), read(assumed=assumed))[0].size == (1920, 1080)
