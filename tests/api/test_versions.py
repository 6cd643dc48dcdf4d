"""The versions of a template over the API: the same as on their page."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from studio.api.paging import PAGE
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.rules import codec
from studio.rules.geometry import Box
from tests import builders
from tests.api.calling import Caller, paths, template
from tests.builders import Cast

pytestmark = pytest.mark.usefixtures("data")
HALF = codec.write(builders.document(Box(0, 0, 960, 1080)))


def made(api: Caller) -> tuple[str, str]:
    """The path and the ETag of a template."""
    answer = api.ask("POST", "templates", template())
    return answer.headers["Location"], answer.headers["ETag"]


def kept(api: Caller, path: str, tag: str, name: str = "As agreed") -> Any:
    return api.ask("POST", f"{path}/versions", {"name": name}, tag=tag)


def test_what_it_holds_is_kept_by_a_name_and_brought_back(api: Caller) -> None:
    path, tag = made(api)
    answer = kept(api, path, tag)
    assert (answer.status_code, answer.json()["name"]) == (201, "As agreed")
    changed = api.ask("PUT", path, template(rules=HALF), tag=tag)
    there = api.get(answer.headers["Location"]).json()
    assert there["rules"] == template()["rules"] | {"Output": there["rules"]["Output"]}
    assert len(there["changes"]) >= 1
    back = api.ask("POST", f"{answer.headers['Location']}/restore", tag=changed.headers["ETag"])
    assert (back.status_code, back.json()["version"]) == (200, 3)
    assert back.json()["rules"]["InputLayout"] == template()["rules"]["InputLayout"]
    listed = api.get(f"{path}/versions").json()
    assert [row["reason"] for row in listed["items"]] == ["restore", "save", "made"]
    assert api.get(answer.headers["Location"]).json()["changes"] == []
    pair = f"{answer.headers['Location']}?with={listed['items'][1]['id']}"
    assert api.get(pair).json()["changes"] == there["changes"]


def test_who_has_not_seen_what_it_holds_keeps_and_restores_nothing(api: Caller) -> None:
    path, tag = made(api)
    there = kept(api, path, tag).headers["Location"]
    api.ask("PUT", path, template(rules=HALF), tag=tag)
    before = TemplateVersion.objects.count()
    assert kept(api, path, tag, "Late").status_code == 412
    assert api.ask("POST", f"{there}/restore", tag=tag).status_code == 412
    assert api.ask("POST", f"{there}/restore").status_code == 428
    assert (TemplateVersion.objects.count(), LayoutTemplate.objects.get().version) == (before, 2)


def test_one_is_named_and_its_name_taken_back(api: Caller) -> None:
    path, tag = made(api)
    there = kept(api, path, tag).headers["Location"]
    for name in ("Final", ""):
        assert api.ask("PATCH", there, {"name": name}).json()["name"] == name
        assert api.get(there).json()["name"] == name
    assert paths(api.ask("PATCH", there, {"name": "a\x07b"})) == ["name"]
    assert paths(kept(api, path, tag, "a\x07b")) == ["name"]


def test_pages_lead_from_one_to_the_next(api: Caller, cast: Cast) -> None:
    path, _tag = made(api)
    row = LayoutTemplate.objects.get()
    TemplateVersion.objects.all().delete()
    numbers = range(PAGE + 1)
    for number in numbers:
        row.version = number
        row._keep(TemplateVersion.Reason.SAVE, cast.owner.pk, row.created_at)
    first = api.get(f"{path}/versions")
    (address, _rel) = first.headers["Link"].split("; ")
    second = api.get(address.strip("<>")).json()
    told = [row["version"] for page in (first.json(), second) for row in page["items"]]
    assert (told, second["next"]) == ([*reversed(numbers)], None)
    assert paths(api.get(f"{path}/versions?after=x")) == ["after"]


def test_it_is_drawn_as_it_was(api: Caller) -> None:
    path, tag = made(api)
    there = kept(api, path, tag).headers["Location"]
    api.ask("PUT", path, template(rules=HALF), tag=tag)
    before, now = (api.get(f"{one}/picture?width=64").content for one in (there, path))
    assert Image.open(BytesIO(before)).size == (64, 36)
    assert before != now


def test_no_version_is_read_by_way_of_another_template(api: Caller, cast: Cast) -> None:
    path, tag = made(api)
    key = kept(api, path, tag).json()["id"]
    other = builders.template(cast.workspace).pk
    assert api.get(f"templates/{other}/versions/{key}").status_code == 404
    assert api.get(f"{path}/versions/{key}?with={key + 999}").status_code == 404
    assert api.get(f"{path}/versions/{10**30}").status_code == 404
