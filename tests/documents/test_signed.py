"""What the addresses of a template's pictures are signed with: masked for who edits them, too, and
kept by every save.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studio.accounts.models import Membership
from studio.documents.veils import with_veils
from studio.editor.models import LayoutTemplate
from studio.library.models import Frame, Kind, Sort
from studio.library.models.frame import digest
from studio.library.signed import MOST_LOOKED_AT, signed_addresses
from studio.rules import codec
from studio.rules.document import Json, Logo
from studio.rules.geometry import Box
from tests import builders
from tests.builders import Cast, client_for, save_request

CAMERA = "https://cameras.example.com/1.png?sign=CAMERACANARY"
LOGO = "https://logos.example.com/logo.png?sign=LOGOCANARY"
ASIDE = "https://cameras.example.com/2.png?token=ASIDECANARY"
OTHER = "https://cameras.example.com/1.png?sign=OTHERCANARY"
STATE: dict[str, Json] = {
    "parked": [{"source": {"ID": "aside", "Type": "pic", "Url": ASIDE}}],
    "newer": {"token": "STATECANARY"},
}
MASKED = "https://cameras.example.com/1.png?…"


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.editor)


@pytest.fixture
def row(cast: Cast) -> LayoutTemplate:
    rules = builders.document(urls=(CAMERA,), logos=(Logo(url=LOGO, box=Box(0, 0, 90, 90)),))
    template = builders.template(cast.workspace, rules)
    template.editor_state = STATE
    template.save()
    return template


def opened(client: Client, row: LayoutTemplate) -> Any:
    answer = client.get(reverse("template-opening", args=[row.pk]))
    assert "CANARY" not in answer.content.decode()
    return answer.json()


def put(
    client: Client, row: LayoutTemplate, rules: Any, *, version: int = 1, state: Any = None
) -> Any:
    request = save_request(rules, version=version, editor_state=STATE if state is None else state)
    return client.put(reverse("template-document", args=[row.pk]), **request)


def post(client: Client, view: str, row: LayoutTemplate, body: Any) -> Any:
    address = reverse(view, args=[row.pk])
    return client.post(address, body, content_type="application/json")


def stored(row: LayoutTemplate) -> tuple[list[str], Any]:
    """The addresses of its pictures, and what is kept beside it."""
    now = LayoutTemplate.objects.get(pk=row.pk)
    logos = [logo.url for logo in now.rules.logos or ()]
    return [*(source.url for source in now.rules.sources), *logos], now.editor_state


def test_an_edit_of_something_else_keeps_them(client: Client, row: LayoutTemplate) -> None:
    told = opened(client, row)
    assert told["rules"]["InputSource"][0]["Url"].startswith(MASKED)
    told["rules"]["InputLayout"]["Scene"]["Layout"][0]["W"] = 640
    answer = put(client, row, told["rules"], state=told["editorState"])
    assert (answer.status_code, answer.json()["problems"]) == (200, [])
    assert stored(row) == ([CAMERA, LOGO], STATE)


def test_what_is_chosen_for_a_source_is_not_masked_whatever_its_id_sounds_like(
    cast: Cast, client: Client, row: LayoutTemplate
) -> None:
    chosen: Any = {"assumed": {"Hockey": "9:16"}, "seconds": {"author": 4}}
    chosen["stills"] = {"Turkey": "5d1f6b1e-9d0c-4a53-b7a9-5c4b8c0a3a44"}
    row.editor_state = STATE | chosen
    row.save()
    told = opened(client, row)
    viewers = opened(client_for(cast.viewer), row)
    for state in (told["editorState"], viewers["editorState"]):
        assert {name: state[name] for name in chosen} == chosen
    renamed = told["editorState"] | {"assumed": {"Ice": told["editorState"]["assumed"]["Hockey"]}}
    assert put(client, row, told["rules"], state=renamed).status_code == 200
    assert stored(row)[1] == STATE | chosen | {"assumed": {"Ice": "9:16"}}


def test_one_that_is_typed_is_saved_and_told_masked(client: Client, row: LayoutTemplate) -> None:
    told = opened(client, row)
    told["rules"]["InputSource"][0]["Url"] = OTHER
    answer = put(client, row, told["rules"], state=told["editorState"])
    assert answer.status_code == 200
    assert "CANARY" not in answer.content.decode()
    assert stored(row) == ([OTHER, LOGO], STATE)
    stale = put(client, row, codec.write(builders.document()))
    assert stale.status_code == 409
    assert "CANARY" not in stale.content.decode()
    said, whole = answer.json()["told"], stale.json()
    assert "newer" in said["editor_state"]
    assert within(said["editor_state"], whole["editor_state"])
    assert whole["editor_state"] == told["editorState"]
    [source], [logo] = said["rules"]["InputSource"], said["rules"]["InputLayout"]["Logo"]
    assert source["Url"] == whole["rules"]["InputSource"][0]["Url"]
    assert logo["Url"] == whole["rules"]["InputLayout"]["Logo"][0]["Url"]


def within(part: Any, whole: Any) -> bool:
    """Whether all that one holds is in the other, where it is there."""
    if isinstance(part, dict):
        return all(within(one, whole[name]) for name, one in part.items())
    if isinstance(part, list):
        return all(within(*pair) for pair in zip(part, whole, strict=True))
    return bool(part == whole)


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    "url", ["//cameras.example.com/1.png?sign=CANARY", "localhost/1.png?sign=CANARY"]
)
def test_what_is_no_whole_address_is_masked_alike_wherever_it_is_told(
    client: Client, cast: Cast, row: LayoutTemplate, url: str
) -> None:
    builders.frame(cast.workspace, url, builders.png())
    rules: Any = codec.write(row.rules)
    rules["InputSource"][0] |= {"Url": url, "Token": "CANARY"}
    answer = put(client, row, rules).json()
    stale = put(client, row, codec.write(builders.document())).json()
    assert "CANARY" not in str(stale)
    [source] = stale["rules"]["InputSource"]
    assert answer["told"]["rules"]["InputSource"] == [
        {"Url": source["Url"], "Token": source["Token"]}
    ]
    told = opened(client, row)
    assert told["rules"]["InputSource"] == [source]
    assert [one["url"] for one in told["frames"]] == [source["Url"]]
    asked = {"urls": [{"url": source["Url"], "kind": "pic"}]}
    assert post(client, "template-frames", row, asked).json()["frames"][0]["state"] == "ready"
    opened(client_for(cast.viewer), row)


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        (f"{MASKED}0123456789ab", STATE),
        (str(MASKED).replace("1.png", "9.png"), STATE),
        ("?…0123456789ab", STATE),
        ("", {"parked": [{"source": {"ID": "aside", "Url": f"{MASKED}0123456789ab"}}]}),
    ],
    ids=["another's", "without a digest", "bare", "set aside"],
)
def test_a_mask_of_nothing_that_is_known_is_refused_where_it_is(
    client: Client, row: LayoutTemplate, typed: str, state: Any
) -> None:
    told = opened(client, row)
    told["rules"]["InputSource"][0]["Url"] = typed
    answer = put(client, row, told["rules"], state=state)
    [problem] = answer.json()["problems"]
    assert answer.status_code == 422
    where = "MixedRules.InputSource[0].Url" if typed else "editor_state.parked[0].source.Url"
    assert problem["path"] == where
    assert "masked" in problem["message"]
    assert stored(row) == ([CAMERA, LOGO], STATE)


def test_what_was_taken_out_and_saved_comes_back_by_an_undo(
    client: Client, row: LayoutTemplate
) -> None:
    """Whether or not there is still a picture of it."""
    told = opened(client, row)
    without = told["rules"] | {"InputSource": []}
    assert put(client, row, without, state={}).status_code == 200
    assert stored(row) == ([LOGO], {})
    assert not Frame.objects.exists()
    again = put(client, row, told["rules"], version=2, state=told["editorState"])
    assert again.status_code == 200
    assert stored(row) == ([CAMERA, LOGO], STATE)


@pytest.mark.usefixtures("data")
def test_what_is_pasted_from_another_template_is_what_it_is_there(
    client: Client, cast: Cast, row: LayoutTemplate
) -> None:
    builders.frame(cast.workspace, CAMERA, builders.png())
    pasted = opened(client, row)["rules"]["InputSource"]
    other = builders.template(cast.workspace, builders.document())
    rules = opened(client, other)["rules"] | {"InputSource": pasted}
    asked = {"urls": [{"url": pasted[0]["Url"], "kind": "pic"}]}
    assert post(client, "template-frames", other, asked).json()["frames"][0]["state"] == "ready"
    assert post(client, "template-preview", other, {"rules": rules}).status_code == 200
    assert put(client, other, rules).status_code == 200
    assert stored(other)[0] == [CAMERA]


def test_a_mask_of_nothing_is_looked_for_among_so_many_pictures(cast: Cast) -> None:
    urls = [f"https://cameras.example.com/{number}.png?sign=CANARY" for number in range(300)]
    seen = [timezone.now() - timedelta(days=number) for number in range(300)]
    rows = [
        Frame(workspace=cast.workspace, url=url, digest=digest(url), kind=Kind.PICTURE, seen_at=at)
        for url, at in zip(urls, seen, strict=True)
    ]
    Frame.objects.bulk_create(rows)
    assert [*signed_addresses(cast.workspace)] == urls[:MOST_LOOKED_AT]


def test_nothing_of_another_workspace_is_found(cast: Cast, row: LayoutTemplate) -> None:
    membership = Membership.objects.get(user=cast.stranger)
    elsewhere = builders.template(membership.workspace, builders.document())
    rules = with_veils(codec.write(row.rules))
    answer = put(client_for(cast.stranger), elsewhere, rules, state={})
    assert answer.status_code == 422
    assert stored(elsewhere)[0] != [CAMERA]


@pytest.mark.usefixtures("data")
def test_a_saved_one_is_put_in_masked(client: Client, cast: Cast, row: LayoutTemplate) -> None:
    builders.saved(cast.workspace, Sort.SOURCE, url=OTHER)
    answer = client.get(reverse("template-saved", args=[row.pk]))
    assert "CANARY" not in answer.content.decode()
    told = opened(client, row)
    told["rules"]["InputSource"][0]["Url"] = answer.json()["saved"][0]["url"]
    Frame.objects.all().delete()
    assert put(client, row, told["rules"], state=told["editorState"]).status_code == 200
    assert stored(row)[0] == [OTHER, LOGO]


def test_who_operates_it_has_them_in_full_when_asked_again(cast: Cast, row: LayoutTemplate) -> None:
    operator, address = client_for(cast.operator), reverse("template-addresses", args=[row.pk])
    assert "CANARY" not in operator.get(address).content.decode()
    shown = operator.post(address).content.decode()
    assert all(url in shown for url in (CAMERA, LOGO, ASIDE))
    assert client_for(cast.editor).post(address).status_code == 403
