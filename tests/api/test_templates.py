"""Templates over the API: the same rows, rules and masks as in the editor."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from studio.accounts.models import Scope
from studio.audit.models import Entry
from studio.editor.finding import PAGE
from studio.editor.models import LayoutTemplate
from studio.rules import codec
from studio.rules.geometry import Box
from tests import builders
from tests.api.calling import Caller, new_key, paths, template
from tests.builders import Cast

pytestmark = pytest.mark.usefixtures("data")


def made(api: Caller, **more: Any) -> Any:
    return api.ask("POST", "templates", template(**more))


def test_one_is_made_read_and_found(api: Caller) -> None:
    answer = made(api)
    assert answer.status_code == 201
    there = api.get(answer.headers["Location"])
    assert there.json() == answer.json()
    assert (there.json()["name"], there.json()["tags"]) == ("Friday", ["late"])
    assert there.json()["facts"]["sources"] == 1
    found = api.get("templates?q=%23late").json()
    assert [row["id"] for row in found["items"]] == [answer.json()["id"]]
    assert found["next"] is None


def test_what_is_unchanged_is_not_sent_again(api: Caller) -> None:
    answer = made(api)
    headers = {"If-None-Match": answer.headers["ETag"]}
    assert api.get(answer.headers["Location"], headers=headers).status_code == 304


def test_the_same_wish_makes_one(api: Caller) -> None:
    key = new_key()
    answers = [api.ask("POST", "templates", template(), key=key) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert api.ask("POST", "templates", template(name="Late"), key=key).status_code == 201
    assert LayoutTemplate.objects.count() == 2


def test_a_wish_whose_template_is_deleted_is_not_answered_with_it(api: Caller) -> None:
    key = new_key()
    path = api.ask("POST", "templates", template(), key=key).headers["Location"]
    assert api.ask("DELETE", path, tag="*").status_code == 204
    again = api.ask("POST", "templates", template(), key=key)
    assert (again.status_code, "deleted" in again.json()["detail"]) == (409, True)


def test_pages_lead_from_one_to_the_next(api: Caller, cast: Cast) -> None:
    for number in range(PAGE + 1):
        builders.template(cast.workspace, name=f"{number:02}")
    first = api.get("templates?order=name")
    assert len(first.json()["items"]) == PAGE
    (address, _rel) = first.headers["Link"].split("; ")
    second = api.get(address.strip("<>")).json()
    assert [row["name"] for row in second["items"]] == [f"{PAGE:02}"]
    assert second["next"] is None


def test_a_change_says_what_it_has_seen(api: Caller) -> None:
    answer = made(api)
    path, tag = answer.headers["Location"], answer.headers["ETag"]
    half = codec.write(builders.document(Box(0, 0, 960, 1080)))
    body = template(name="Half", tags=[], rules=half)
    assert api.ask("PUT", path, body).status_code == 428
    replaced = api.ask("PUT", path, body, tag=tag)
    assert replaced.status_code == 200
    assert (replaced.json()["name"], replaced.json()["version"]) == ("Half", 2)
    assert replaced.json()["rules"]["InputLayout"] == half["InputLayout"]
    for method, sent in (("PUT", body), ("PATCH", {"name": "Late"}), ("DELETE", None)):
        assert api.ask(method, path, sent, tag=tag).status_code == 412
    renamed = api.ask("PATCH", path, {"name": "Late"}, tag=replaced.headers["ETag"])
    assert (renamed.json()["name"], renamed.json()["version"]) == ("Late", 2)
    assert renamed.headers["ETag"] != replaced.headers["ETag"]
    assert api.ask("DELETE", path, tag=renamed.headers["ETag"]).status_code == 204
    assert api.get(path).status_code == 404


def test_a_replacement_whose_answer_was_lost_may_be_repeated(api: Caller) -> None:
    answer, key = made(api), new_key()
    body = template(rules=codec.write(builders.document(Box(0, 0, 960, 1080))))
    twice = [
        api.ask("PUT", answer.headers["Location"], body, tag=answer.headers["ETag"], key=key)
        for _time in range(2)
    ]
    assert [one.status_code for one in twice] == [200, 200]
    assert [one.json()["version"] for one in twice] == [2, 2]


@pytest.mark.parametrize("more", [{"name": "Late"}, {"tags": []}, {"rules": "half"}])
def test_a_replacement_by_something_else_is_no_repetition(api: Caller, more: Any) -> None:
    answer, key = made(api), new_key()
    path, tag = answer.headers["Location"], answer.headers["ETag"]
    now = api.ask("PUT", path, template(), tag=tag, key=key).headers["ETag"]
    if "rules" in more:
        more = {"rules": codec.write(builders.document(Box(0, 0, 960, 1080)))}
    assert api.ask("PUT", path, template(**more), tag=tag, key=key).status_code == 412
    replaced = api.ask("PUT", path, template(**more), tag=now, key=key)
    assert replaced.status_code == 200
    told = replaced.json()
    assert (told["name"], told["tags"]) == (more.get("name", "Friday"), more.get("tags", ["late"]))
    layout = told["rules"]["InputLayout"]
    assert layout == template(**more)["rules"]["InputLayout"]


def test_what_is_archived_is_on_its_shelf(api: Caller) -> None:
    answer = made(api)
    path = answer.headers["Location"]
    assert api.ask("PATCH", path, {"is_archived": True}, tag="*").json()["is_archived"]
    assert api.get("templates").json()["items"] == []
    assert len(api.get("templates?shelf=archived").json()["items"]) == 1


def test_what_is_locked_stays(api: Caller, cast: Cast) -> None:
    row = builders.template(cast.workspace)
    lock = {"kind": "source", "index": 0, "box": {"X": 0, "Y": 0, "W": 1920, "H": 1080}}
    LayoutTemplate.objects.filter(pk=row.pk).update(editor_state={"locked": [lock]})
    body = template(rules=codec.write(builders.document(Box(0, 0, 960, 1080))))
    refused = api.ask("PUT", f"templates/{row.pk}", body, tag="*")
    assert (refused.status_code, paths(refused)) == (422, ["rules"])
    assert "locked" in refused.json()["problems"][0]["message"]
    assert LayoutTemplate.objects.get().name == row.name


def test_its_secrets_are_masked_and_kept(api: Caller, cast: Cast) -> None:
    signed = "https://pictures.example.com/1.jpg?sign=aaaabbbbcccc"
    row = builders.template(cast.workspace, builders.document(urls=(signed,)))
    answer = api.get(f"templates/{row.pk}")
    assert b"/live/key" not in answer.content
    body = {name: answer.json()[name] for name in ("name", "tags", "rules")}
    body["rules"]["InputLayout"]["Scene"]["Width"] = 1280
    assert api.ask("PUT", f"templates/{row.pk}", body, tag="*").status_code == 200
    kept = LayoutTemplate.objects.get().rules
    assert kept.output == row.rules.output
    assert kept.scene.width == 1280
    reader = Caller(cast, Scope.READ).get(f"templates/{row.pk}")
    assert b"aaaabbbbcccc" not in reader.content


def test_a_mask_of_another_s_secret_is_none(api: Caller, cast: Cast) -> None:
    output = replace(builders.document(), output=builders.output("rtmp://other.example.com/a/b"))
    other = builders.template(cast.workspace, output)
    rules = api.get(f"templates/{other.pk}").json()["rules"]
    refused = made(api, rules=rules)
    assert (refused.status_code, paths(refused)) == (422, ["MixedRules.Output.Url[0]"])


@pytest.mark.parametrize("kind", ["png", "webp", "jpeg"])
def test_it_is_drawn(kind: str, api: Caller, cast: Cast) -> None:
    row = builders.template(cast.workspace)
    answer = api.get(f"templates/{row.pk}/picture?format={kind}&width=320")
    assert answer.headers["Content-Type"] == f"image/{kind}"
    picture = Image.open(BytesIO(answer.content))
    assert (picture.format, picture.size) == (kind.upper(), (320, 180))


def test_the_token_is_on_record(api: Caller) -> None:
    pk = made(api).json()["id"]
    entry = Entry.objects.filter(key=pk).earliest("pk")
    assert entry.token == "panel"
