"""What a template may carry: any show, and no more."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from studio.editor.models import LayoutTemplate
from studio.rules import codec
from studio.rules.document import Json, Logo
from studio.rules.geometry import Box
from studio.rules.limits import (
    MAX_LOGOS,
    MAX_NAME_LENGTH,
    MAX_SAVED_BYTES,
    MAX_SOURCES,
    MAX_URL_LENGTH,
)
from tests import builders
from tests.builders import Cast, client_for

pytestmark = pytest.mark.usefixtures("data")

TOO_LARGE: dict[str, dict[str, Any]] = {
    "a key of the editor state nobody knows": {"editor_state": {"theirs": "x" * MAX_SAVED_BYTES}},
    "what is set aside": {"editor_state": {"parked": ["x" * MAX_SAVED_BYTES]}},
    "a name a choice is kept under": {"editor_state": {"seconds": {"x" * MAX_SAVED_BYTES: 1}}},
    "a key of the document nobody knows": {"rules": {"Theirs": "x" * MAX_SAVED_BYTES}},
    "characters of three bytes": {"editor_state": {"theirs": "图" * (MAX_SAVED_BYTES // 3)}},
}


@pytest.mark.parametrize("what", TOO_LARGE)
@pytest.mark.parametrize("act", ["document", "copy"])
def test_more_than_any_show_needs_is_not_kept(act: str, what: str, cast: Cast) -> None:
    template = builders.template(cast.workspace)
    rules, more = codec.write(template.rules), TOO_LARGE[what]
    body = {
        **builders.save_request(rules | more.get("rules", {}), version=1)["data"],
        "editor_state": more.get("editor_state", {}),
        "name": "Copy",
        "of": str(template.pk),
    }
    client = client_for(cast.editor)
    send = client.put if act == "document" else client.post
    text = json.dumps(body, ensure_ascii=False)
    answer = send(
        reverse(f"template-{act}", args=[template.pk] if act == "document" else []),
        text,
        content_type="application/json",
        headers={"If-Match": '"1"'},
    )
    assert answer.status_code == 413
    assert "256 KiB" in answer.json()["message"]
    assert [row.version for row in LayoutTemplate.objects.all()] == [1]


def test_what_a_newer_page_keeps_beside_the_document_stays(cast: Cast) -> None:
    """A key nobody knows here is another version's, and no save may lose it."""
    template = builders.template(cast.workspace)
    state: dict[str, Json] = {"theirs": {"of": ["another version"]}}
    sent = builders.save_request(codec.write(template.rules), version=1)
    sent["data"]["editor_state"] = state
    address = reverse("template-document", args=[template.pk])
    assert client_for(cast.editor).put(address, **sent).status_code == 200
    assert LayoutTemplate.objects.get().editor_state == state


def test_the_largest_show_is_kept(cast: Cast) -> None:
    """As many of each as there may be, as many set aside, and every address the longest."""
    url = f"https://a.example.com/{'x' * MAX_URL_LENGTH}"[:MAX_URL_LENGTH]
    boxes = [Box(0, 0, 1920, 1080)] * MAX_SOURCES
    logos = tuple(Logo(url=url, box=Box(0, 0, 9, 9)) for _ in range(MAX_LOGOS))
    rules = builders.document(*boxes, urls=(url,) * MAX_SOURCES, logos=logos)
    sent = builders.save_request(codec.write(rules), version=1)
    source = {"ID": "x" * MAX_NAME_LENGTH, "Type": "live", "Url": url}
    sent["data"]["editor_state"] = {"parked": [{"source": source}] * 2 * MAX_SOURCES}
    template = builders.template(cast.workspace)
    address = reverse("template-document", args=[template.pk])
    assert client_for(cast.editor).put(address, **sent).status_code == 200
