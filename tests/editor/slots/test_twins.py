"""A template's twin: the same show in the other orientation."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studio.editor import slots
from studio.editor.models import LayoutTemplate
from studio.rules.geometry import Box
from studio.rules.seating import Seating, seat
from tests.builders import Cast, document, rewrite


def post(client: Client, name: str, row: LayoutTemplate) -> Any:
    return client.post(reverse(name, args=[row.pk]), follow=True)


def made(client: Client, row: LayoutTemplate) -> LayoutTemplate:
    assert post(client, "template-twin", row).status_code == 200
    return row.twins.latest("created_at")


def test_it_is_made_as_a_draft_and_opened(client: Client, row: LayoutTemplate, cast: Cast) -> None:
    row.editor_state = {"locked": [], "seconds": {"source-1": 3}}
    row.save()
    answer = client.post(reverse("template-twin", args=[row.pk]))
    twin = row.twins.get()
    assert answer["Location"] == reverse("template-edit", args=[twin.pk])
    assert (twin.name, twin.workspace, twin.created_by) == (
        "Talk (portrait)",
        row.workspace,
        cast.editor,
    )
    assert twin.rules.scene.box == Box(0, 0, 1080, 1920)
    assert twin.rules.sources == row.rules.sources
    assert twin.editor_state == {"seconds": {"source-1": 3}}
    # And back again.
    assert made(client, twin).name == "Talk (portrait) (landscape)"


def test_it_takes_over_addresses_by_the_sources_ids_and_gives_them_back(
    client: Client, row: LayoutTemplate
) -> None:
    twin = made(client, row)
    mine = twin.rules
    url = "https://pictures.example.com/other.jpg"
    newer = document(Box(0, 0, 960, 1080), Box(960, 0, 960, 1080), urls=(url,))
    rewrite(LayoutTemplate.objects.filter(pk=row.pk), rules=newer)
    answer = post(client, "template-twin-addresses", twin)
    assert "“Talk (portrait)” has the addresses of “Talk” now." in answer.content.decode()
    twin = LayoutTemplate.objects.get(pk=twin.pk)
    assert [source.url for source in twin.rules.sources] == [url, mine.sources[1].url]
    assert (twin.rules.scene, twin.rules.output, twin.version) == (mine.scene, mine.output, 2)
    undo = re.search(r'action="([^"]+/restore/\?version=2)"', answer.content.decode())
    assert undo
    client.post(undo[1])
    assert LayoutTemplate.objects.get(pk=twin.pk).rules == mine


def test_where_they_are_the_same_nothing_is_saved(client: Client, row: LayoutTemplate) -> None:
    twin = made(client, row)
    post(client, "template-twin-addresses", twin)
    assert LayoutTemplate.objects.get(pk=twin.pk).version == 1


def test_one_whose_other_is_gone_has_nobody_s_addresses(
    client: Client, row: LayoutTemplate
) -> None:
    twin = made(client, row)
    assert post(client, "template-twin-addresses", row).status_code == 404
    row.delete_softly()
    answer = post(client, "template-twin-addresses", twin)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "“Talk” was deleted." in answer.content.decode()
    assert LayoutTemplate.objects.get(pk=twin.pk).version == 1


def test_what_somebody_saves_meanwhile_is_not_written_over(
    client: Client, row: LayoutTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = made(client, row)
    newer = document(Box(0, 0, 960, 1080), urls=("https://pictures.example.com/other.jpg",))
    rewrite(LayoutTemplate.objects.filter(pk=row.pk), rules=newer)

    def saved_meanwhile(*given: Any) -> Seating:
        LayoutTemplate.objects.filter(pk=twin.pk).update(version=2)
        return seat(*given)

    monkeypatch.setattr(slots, "seat", saved_meanwhile)
    answer = client.post(
        reverse("template-twin-addresses", args=[twin.pk]), headers={"Accept": "application/json"}
    )
    assert answer.status_code == HTTPStatus.CONFLICT
    assert answer.json() == {"message": "The template was changed meanwhile."}
    kept = LayoutTemplate.objects.get(pk=twin.pk)
    assert (kept.rules, kept.versions.count()) == (twin.rules, 1)
