"""A template's push addresses: veiled to who edits it, kept by a save, shown if asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studio.audit.models import Entry
from studio.documents.veils import veil, with_veils
from studio.editor.models import LayoutTemplate
from studio.editor.models.saving import MOST_FORMER_SECRETS
from studio.rules import codec
from studio.rules.document import Callback, Json, MixedRules, Output
from tests.builders import Cast, client_for, document, output, save_request, template
from tests.sealing.keys import NEW

ADDRESS = "rtmp://push.example.com/live/PUSHCANARY"
OTHER = "rtmp://push.example.com/live/OTHERCANARY"
HOOK = "https://hooks.example.com/cloud?token=HOOKCANARY"


def whole(address: str = ADDRESS) -> Output:
    return replace(output(address), callback=Callback(url=HOOK))


def rules_of(output: Output) -> MixedRules:
    return replace(document(), output=output)


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.editor)


@pytest.fixture
def row(cast: Cast) -> LayoutTemplate:
    return template(cast.workspace, rules_of(whole()))


def opened(client: Client, row: LayoutTemplate) -> Any:
    answer = client.get(reverse("template-opening", args=[row.pk]))
    assert "CANARY" not in answer.content.decode()
    return answer.json()["rules"]


def put(client: Client, row: LayoutTemplate, rules: Any, version: int = 1) -> Any:
    request = save_request(rules, version=version)
    return client.put(reverse("template-document", args=[row.pk]), **request)


def stored(row: LayoutTemplate) -> Output:
    return LayoutTemplate.objects.get(pk=row.pk).rules.output


def test_an_edit_of_something_else_keeps_them(client: Client, row: LayoutTemplate) -> None:
    rules = opened(client, row)
    rules["InputLayout"]["Scene"]["Layout"][0]["W"] = 640
    answer = put(client, row, rules)
    assert (answer.status_code, answer.json()["problems"]) == (200, [])
    assert stored(row) == whole()
    assert LayoutTemplate.objects.get().rules.scene.layouts[0].box.w == 640


def test_one_entered_anew_is_kept_and_undone(client: Client, row: LayoutTemplate) -> None:
    before = opened(client, row)
    after = {**before, "Output": {**before["Output"], "Url": [OTHER]}}
    assert put(client, row, after).status_code == 200
    assert stored(row) == whole(OTHER)
    assert put(client, row, before, version=2).status_code == 200
    assert stored(row) == whole()


def test_former_ones_are_so_many_at_most(client: Client, row: LayoutTemplate) -> None:
    rules = opened(client, row)
    typed = [[f"{OTHER}{number}" for number in range(MOST_FORMER_SECRETS)], [OTHER], []]
    for version, urls in enumerate(typed, start=1):
        rules["Output"]["Url"] = urls
        assert put(client, row, rules, version).status_code == 200
    former = LayoutTemplate.objects.get(pk=row.pk).former_secrets
    assert len(former) == MOST_FORMER_SECRETS
    assert former[0] == {"secret": OTHER}


def test_a_former_push_address_stays_before_former_pictures(row: LayoutTemplate) -> None:
    (source,) = row.rules.sources
    pushed, picture = row.rules.output, "https://pictures.example.com/a.png?sign=CANARY"
    now = replace(row.rules, output=replace(pushed, urls=(OTHER,)))
    row.former_secrets = row.former_after(now, {})
    row.rules = now
    for number in range(MOST_FORMER_SECRETS + 1):
        signed = replace(source, url=f"{picture}{number}")
        after = replace(now, sources=(signed,))
        row.former_secrets = row.former_after(after, {})
        row.rules = after
    former = row.former_secrets
    assert len(former) == MOST_FORMER_SECRETS
    assert {"secret": pushed.urls[0]} in former
    assert {"secret": f"{picture}{MOST_FORMER_SECRETS - 1}", "fetched": True} in former


@pytest.mark.parametrize(
    "typed",
    [veil(OTHER), "rtmp://push.example.com/live/…"],
    ids=["another's", "without a digest"],
)
def test_a_veil_of_nothing_it_holds_is_refused_beside_its_field(
    client: Client, row: LayoutTemplate, typed: str
) -> None:
    rules = opened(client, row)
    rules["Output"]["Url"] = [typed]
    answer = put(client, row, rules)
    [problem] = answer.json()["problems"]
    assert answer.status_code == 422
    assert problem["path"] == "MixedRules.Output.Url[0]"
    assert "masked" in problem["message"]
    assert stored(row) == whole()
    checked = client.post(
        reverse("template-check", args=[row.pk]), {"rules": rules}, "application/json"
    )
    assert checked.status_code == 200
    assert problem["message"] in [one["message"] for one in checked.json()["problems"]]


def test_what_is_veiled_is_checked_as_what_it_stands_for(
    client: Client, row: LayoutTemplate
) -> None:
    rules = opened(client, row)
    rules["Output"]["Url"] *= 2
    answer = client.post(
        reverse("template-check", args=[row.pk]), {"rules": rules}, "application/json"
    )
    assert [one["code"] for one in answer.json()["problems"]] == ["duplicate_push_url"]


def test_a_conflict_tells_veils_in_all_but_what_was_sent(
    client: Client, row: LayoutTemplate
) -> None:
    LayoutTemplate.objects.update(version=2)
    held: Any = with_veils(codec.write(row.rules))
    for sent in (opened(client, row), codec.write(rules_of(output(ADDRESS)))):
        answer = put(client, row, sent)
        assert answer.status_code == 409
        assert "CANARY" not in answer.content.decode()
        assert answer.json()["rules"] == held
    own = codec.write(row.rules)
    answer = put(client, row, own).json()
    assert answer["rules"] == own
    assert answer["told"]["rules"]["Output"]["Url"] == held["Output"]["Url"]


def test_a_save_is_told_what_a_conflict_would_tell_of_it(
    client: Client, row: LayoutTemplate
) -> None:
    rules = opened(client, row)
    rules["Output"]["Url"] = [OTHER]
    answer = put(client, row, rules).json()
    assert "CANARY" not in str(answer)
    stale = put(client, row, rules | {"InputSource": []}).json()
    told = {name: stale["rules"]["Output"][name] for name in ("Url", "Callback")}
    assert answer["told"] == {"rules": {"Output": told}, "editor_state": {}}


def copied(client: Client, row: LayoutTemplate, rules: Json) -> Any:
    body = {"of": str(row.pk), "name": "Mine", "rules": rules, "editor_state": {}}
    body["without_secrets"] = False
    return client.post(reverse("template-copy"), body, "application/json")


def test_a_copy_holds_what_its_origin_does(client: Client, row: LayoutTemplate) -> None:
    assert copied(client, row, opened(client, row)).status_code == 201
    made = LayoutTemplate.objects.exclude(pk=row.pk).get()
    assert made.rules.output == whole()


def test_a_copy_of_what_is_not_one_s_own_holds_nothing_of_it(
    cast: Cast, row: LayoutTemplate
) -> None:
    answer = copied(client_for(cast.stranger), row, with_veils(codec.write(row.rules)))
    assert answer.status_code == 422
    assert LayoutTemplate.objects.count() == 1


def test_what_is_locked_stays_and_is_saved_as_it_was(
    client: Client, row: LayoutTemplate, settings: Any
) -> None:
    keys = settings.SEALING_KEYS
    settings.SEALING_KEYS = [NEW]
    assert put(client, row, opened(client, row)).status_code == 200
    settings.SEALING_KEYS = keys
    assert stored(row) == whole()


def test_mixedrules_are_masked_for_everybody(cast: Cast, row: LayoutTemplate) -> None:
    for person in (cast.editor, cast.operator, cast.owner):
        answer = client_for(person).get(reverse("template-mixedrules", args=[row.pk]))
        assert answer.status_code == 200
        assert "CANARY" not in answer.content.decode()
        assert "push.example.com" in answer.content.decode()


def reveal(client: Client, row: LayoutTemplate, name: str = "template-addresses") -> Any:
    answer = client.post(reverse(name, args=[row.pk]))
    assert "no-store" in answer["Cache-Control"]
    return answer


def test_an_operator_has_them_in_full_and_that_is_on_record(
    cast: Cast, row: LayoutTemplate
) -> None:
    operator = client_for(cast.operator)
    page = operator.get(reverse("template-addresses", args=[row.pk])).content.decode()
    assert "CANARY" not in page
    assert not Entry.objects.filter(act="revealed").exists()
    shown = reveal(operator, row).content.decode()
    assert ADDRESS in shown
    assert HOOK in shown
    whole_file = json.loads(reveal(operator, row, "template-mixedrules-whole").content)
    assert whole_file == {"Name": row.name, "MixedRules": codec.write(row.rules)}
    entries = Entry.objects.filter(act="revealed", person_id=cast.operator.pk, key=str(row.pk))
    assert {entry.difference for entry in entries} == {
        "its addresses",
        "its MixedRules, whole",
    }


def test_who_may_not_push_is_offered_no_way_to_them(
    cast: Cast, client: Client, row: LayoutTemplate
) -> None:
    way = reverse("template-addresses", args=[row.pk])
    for page in (reverse("template-edit", args=[row.pk]), reverse("templates")):
        assert way not in client.get(page).content.decode()
        assert way in client_for(cast.operator).get(page).content.decode()
