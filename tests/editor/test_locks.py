"""A lock holds on the server too: a save that moves what is locked is refused in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from studio.editor.models import LayoutTemplate
from studio.rules import codec
from studio.rules.document import Json, Layout, Logo
from studio.rules.geometry import Box
from tests.builders import Cast, client_for, document, save_request, template

BUG = Logo(url="https://pictures.example.com/bug.png?v=2", box=Box(1700, 40, 180, 90))
RULES = document(Box(0, 0, 640, 360), Box(700, 10, 320, 180), logos=(BUG,))


def lock(kind: Json, index: Json, *sides: Json) -> dict[str, Json]:
    return {"kind": kind, "index": index, "box": dict(zip("XYWH", sides, strict=True))}


SOURCE = lock("source", 1, 700, 10, 320, 180)
LOGO = lock("logo", 0, 1700, 40, 180, 90)


@pytest.fixture
def row(cast: Cast) -> LayoutTemplate:
    return template(cast.workspace, RULES)


def put(cast: Cast, row: LayoutTemplate, locked: Json, rules: Any = None) -> Any:
    sent = save_request(rules or codec.write(RULES), version=1, editor_state={"locked": locked})
    return client_for(cast.editor).put(reverse("template-document", args=[row.pk]), **sent)


def test_locks_that_fit_the_document_are_saved(cast: Cast, row: LayoutTemplate) -> None:
    assert put(cast, row, [SOURCE, LOGO]).status_code == 200
    row.refresh_from_db()
    assert row.editor_state == {"locked": [SOURCE, LOGO]}


@pytest.mark.parametrize(
    ("locked", "name"),
    [
        (lock("source", 1, 701, 10, 320, 180), "source-2"),
        (lock("source", 0, 0, 0, 640, 361), "source-1"),
        (lock("logo", 0, 1700, 40, 180, 91), "bug.png"),
    ],
)
def test_a_save_that_moved_what_is_locked_is_refused(
    cast: Cast, row: LayoutTemplate, locked: Json, name: str
) -> None:
    answer = put(cast, row, [locked])
    assert answer.status_code == 422
    assert answer.json() == {"message": f"“{name}” is locked, but its box was changed."}
    assert LayoutTemplate.objects.get().version == 1


def test_a_lock_guards_the_layout_that_the_editor_gives_the_source(
    cast: Cast, row: LayoutTemplate
) -> None:
    """Of sources on one layer, each takes the first layout that is still free."""
    first, second = RULES.sources
    scene = replace(
        RULES.scene,
        layouts=(Layout(box=Box(5, 5, 50, 50), layer=1), Layout(box=Box(9, 9, 90, 90), layer=1)),
    )
    rules = codec.write(replace(RULES, scene=scene, sources=(first, replace(second, layer=1))))
    assert put(cast, row, [lock("source", 1, 5, 5, 50, 50)], rules).status_code == 422
    assert put(cast, row, [lock("source", 1, 9, 9, 90, 90)], rules).status_code == 200


MALFORMED: dict[str, Json] = {
    "no list": {"0": SOURCE},
    "nothing": None,
    "no lock": ["1"],
    "no box": [{"kind": "source", "index": 1}],
    "half a box": [{"kind": "source", "index": 1, "box": {"X": 700, "Y": 10}}],
    "a box of text": [lock("source", 1, "700", 10, 320, 180)],
    "another kind": [lock("scene", 0, 0, 0, 1920, 1080)],
    "a kind that is no text": [lock([], 0, 0, 0, 1920, 1080)],
    "an index beyond": [lock("source", 2, 700, 10, 320, 180)],
    "an index from the end": [lock("source", -1, 700, 10, 320, 180)],
    "true for an index": [lock("source", True, 700, 10, 320, 180)],
    "the same twice": [SOURCE, SOURCE],
    "more than there are items": [SOURCE] * 4,
}


@pytest.mark.parametrize("case", MALFORMED)
def test_malformed_locks_are_refused(cast: Cast, row: LayoutTemplate, case: str) -> None:
    answer = put(cast, row, MALFORMED[case])
    assert (answer.status_code, answer.json()) == (422, {"message": "The locks can’t be read."})
    assert LayoutTemplate.objects.get().version == 1
