"""Slots: a template takes another one's addresses by its sources' IDs, and shows are made so."""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studio.editor.models import LayoutTemplate
from studio.library.models import Sort
from studio.rules.document import Source
from studio.rules.geometry import Box
from tests import builders
from tests.builders import Cast, document, rewrite, template

THEIRS = "https://pictures.example.com/theirs.jpg?sign=keyCANARY"
SEALED = f"sealed:gAAAA{'x' * 90}"
OTHER = "rtmp://pull.example.com/live/guest"

SLOTS = ("source-1", "source-2")
URL_1, URL_2, SAVED_1, SAVED_2 = (
    f"{kind}-{slot.encode().hex()}" for kind in ("url", "saved") for slot in SLOTS
)


def posted(client: Client, page: str, *args: object, **typed: Any) -> Any:
    return client.post(reverse(page, args=args), typed, follow=True)


def text(answer: Any) -> str:
    content: str = answer.content.decode()
    return content


def sources(row: LayoutTemplate) -> list[tuple[str, str]]:
    rules = LayoutTemplate.objects.get(pk=row.pk).rules
    return [(source.type, source.url) for source in rules.sources]


def address_in(page: str, slot: str) -> str | None:
    """In the field of that slot, "" where it is empty."""
    found = re.search(rf'<input type="text" name="url-{slot.encode().hex()}"([^>]*)>', page)
    assert found
    value = re.search('value="([^"]*)"', found[1])
    return value[1] if value else ""


def hidden(page: str, field: str) -> str:
    found = re.search(rf'<input type="hidden" name="{field}" value="([^"]*)">', page)
    assert found
    return found[1]


class TestReseating:
    @pytest.fixture
    def other(self, cast: Cast) -> LayoutTemplate:
        """One that shares a slot, and has one of its own."""
        rules = document(Box(0, 0, 960, 540), Box(0, 0, 20, 20), Box(9, 9, 20, 20), urls=(THEIRS,))
        kept = (rules.sources[0], Source(id="host", layer=2, type="pic", url=THEIRS))
        object.__setattr__(rules, "sources", kept)
        return template(cast.workspace, rules, name="Panel")

    def test_is_told_before_it_is_done_and_undone_by_one_press(
        self, client: Client, row: LayoutTemplate, other: LayoutTemplate
    ) -> None:
        before = sources(row)
        address = reverse("template-reseat", args=[row.pk])
        asked = text(client.get(address))
        assert "Panel" in asked
        assert "Take these addresses" not in asked
        told = text(client.get(address, {"from": str(other.pk)}))
        assert "CANARY" not in told
        assert re.findall(r"<code[^>]*>([^<]*)</code>", told) == [
            "https://pictures.example.com/1.jpg",
            "https://pictures.example.com/theirs.jpg?…",
            "https://pictures.example.com/2.jpg",
        ]
        assert told.count('<span class="type">Picture</span>') == 3
        assert "no such slot there: stays" in told
        assert "Only in “Panel”, so not taken: host" in told
        assert sources(row) == before
        done = posted(client, "template-reseat", row.pk, **{"from": other.pk, "told": "1-1"})
        assert "“Talk” has the addresses of “Panel” now." in text(done)
        assert sources(row) == [("pic", THEIRS), before[1]]
        undo = re.search(r'action="([^"]+/restore/\?version=2)"', text(done))
        assert undo
        client.post(undo[1])
        assert sources(row) == before

    def test_what_was_told_is_done_or_nothing(
        self, client: Client, row: LayoutTemplate, other: LayoutTemplate
    ) -> None:
        LayoutTemplate.objects.filter(pk=other.pk).update(version=2)
        answer = posted(client, "template-reseat", row.pk, **{"from": other.pk, "told": "1-1"})
        assert answer.status_code == HTTPStatus.CONFLICT
        assert "was changed meanwhile" in text(answer)
        assert LayoutTemplate.objects.get(pk=row.pk).version == 1

    def test_another_signature_alone_is_another_address(
        self, client: Client, row: LayoutTemplate, cast: Cast
    ) -> None:
        old, new = THEIRS, THEIRS.replace("keyCANARY", "newCANARY")
        mine = template(cast.workspace, document(urls=(old,)), name="Mine")
        fresh = template(cast.workspace, document(urls=(new,)), name="Fresh")
        address = reverse("template-reseat", args=[mine.pk])
        told = text(client.get(address, {"from": str(fresh.pk)}))
        assert "CANARY" not in told
        assert "has it already" not in told
        assert "They differ in what is not shown" in told
        assert "Take these addresses" in told
        posted(client, "template-reseat", mine.pk, **{"from": fresh.pk, "told": "1-1"})
        assert sources(mine) == [("pic", new)]

    def test_an_address_that_no_key_opens_is_not_taken(
        self, client: Client, row: LayoutTemplate, cast: Cast
    ) -> None:
        other = template(cast.workspace, document(urls=(SEALED,)), name="Panel")
        address = reverse("template-reseat", args=[row.pk])
        told = text(client.get(address, {"from": str(other.pk)}))
        assert "sealed:" not in told
        assert "no key opens the address there: stays" in told
        assert "Take these addresses" not in told
        before = sources(row)
        posted(client, "template-reseat", row.pk, **{"from": other.pk, "told": "1-1"})
        assert sources(row) == before
        assert "‹locked›" in text(
            client.get(
                reverse("template-reseat", args=[other.pk]),
                {"from": str(template(cast.workspace, document(), name="Whole").pk)},
            )
        )

    def test_what_was_chosen_for_another_address_goes_with_it(
        self, client: Client, row: LayoutTemplate, other: LayoutTemplate
    ) -> None:
        row.editor_state = {"stills": {"source-1": "a", "source-2": "b"}, "locked": []}
        row.save()
        posted(client, "template-reseat", row.pk, **{"from": other.pk, "told": "1-1"})
        state = LayoutTemplate.objects.get(pk=row.pk).editor_state
        assert state == {"stills": {"source-2": "b"}, "locked": []}

    def test_takes_from_none_but_its_own_workspace_s(
        self, client: Client, row: LayoutTemplate, cast: Cast
    ) -> None:
        elsewhere = template(cast.stranger.memberships.get().workspace)
        gone = template(cast.workspace)
        gone.delete_softly()
        for key in (elsewhere.pk, gone.pk, row.pk, "x"):
            address = reverse("template-reseat", args=[row.pk])
            assert client.get(address, {"from": str(key)}).status_code == HTTPStatus.NOT_FOUND
            answer = posted(client, "template-reseat", row.pk, **{"from": key, "told": "1-1"})
            assert answer.status_code == HTTPStatus.NOT_FOUND


class TestNewShow:
    def test_asks_who_sits_in_each_slot_and_makes_a_draft(
        self, client: Client, row: LayoutTemplate, cast: Cast
    ) -> None:
        saved = builders.saved(cast.workspace, name="Guest phone", url=OTHER, type_="live")
        builders.saved(cast.workspace, Sort.LOGO, name="Bug", url="https://example.com/bug.png")
        row.editor_state = {"seconds": {"source-1": 3, "source-2": 4}, "locked": []}
        row.save()
        address = reverse("new-show")
        assert "Talk" in text(client.get(address))
        form = text(client.get(address, {"template": str(row.pk)}))
        assert "Guest phone" in form
        assert "Bug" not in form
        typed = {"template": row.pk, "version": 1, "name": "Friday", URL_1: THEIRS}
        answer = posted(client, "new-show", **typed, **{SAVED_2: saved.pk})
        show = LayoutTemplate.objects.get(name="Friday")
        assert answer.redirect_chain[-1][0] == reverse("template-edit", args=[show.pk])
        assert sources(show) == [("pic", THEIRS), ("live", OTHER)]
        assert [source.id for source in show.rules.sources] == ["source-1", "source-2"]
        assert show.rules.scene == row.rules.scene
        assert show.rules.output.urls == ()
        assert show.editor_state == {"seconds": {}, "locked": []}
        assert sources(row) != sources(show)
        assert LayoutTemplate.objects.get(pk=row.pk).version == 1

    def test_what_is_left_open_stays(self, client: Client, row: LayoutTemplate) -> None:
        posted(client, "new-show", template=row.pk, version=1, name="Friday")
        assert sources(LayoutTemplate.objects.get(name="Friday")) == sources(row)

    @pytest.mark.parametrize(
        ("typed", "why"),
        [
            ({"name": " "}, "required"),
            ({"name": "a\u202eb"}, "turns the direction"),
            ({URL_1: "file:///etc/passwd"}, "must begin with one of"),
            ({URL_2: THEIRS, SAVED_2: "SAVED"}, "not both"),
            ({SAVED_1: "5e7c9d54-9d3c-4d76-93cc-2f6a0d6e0b61"}, "is gone"),
        ],
    )
    def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
        self, client: Client, row: LayoutTemplate, cast: Cast, typed: dict[str, str], why: str
    ) -> None:
        saved = builders.saved(cast.workspace)
        given = {"template": row.pk, "version": 1, "name": "Friday", URL_1: OTHER} | typed
        given = {key: saved.pk if one == "SAVED" else one for key, one in given.items()}
        answer = posted(client, "new-show", **given)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert why in text(answer)
        assert str(given[URL_1]) in text(answer)
        assert LayoutTemplate.objects.count() == 1

    def test_its_slots_are_those_that_were_shown(self, client: Client, row: LayoutTemplate) -> None:
        typed = {"template": row.pk, "name": "Friday", URL_1: OTHER}
        answer = posted(client, "new-show", **typed, version=7)
        assert answer.status_code == HTTPStatus.CONFLICT
        assert OTHER in text(answer)
        assert LayoutTemplate.objects.count() == 1
        assert posted(client, "new-show", name="Friday").status_code == 422

    def test_what_was_typed_for_a_slot_stays_with_it(
        self, client: Client, row: LayoutTemplate
    ) -> None:
        """Where the sources changed places meanwhile, and where one of them is gone."""
        turned = replace(row.rules, sources=tuple(reversed(row.rules.sources)))
        rewrite(LayoutTemplate.objects.filter(pk=row.pk), rules=turned)
        typed = {"template": row.pk, "version": 7, "name": "Friday", URL_1: OTHER}
        answer = text(posted(client, "new-show", **typed))
        assert address_in(answer, "source-1") == OTHER
        assert address_in(answer, "source-2") == ""
        rewrite(LayoutTemplate.objects.filter(pk=row.pk), rules=document())
        answer = text(posted(client, "new-show", **typed, **{URL_2: THEIRS}))
        assert "slots that this template has not is left out: source-2" in answer
        assert hidden(answer, URL_2) == THEIRS

    def test_another_choice_keeps_what_was_typed(
        self, client: Client, row: LayoutTemplate, cast: Cast
    ) -> None:
        other = template(cast.workspace, document(), name="One seat")
        saved = builders.saved(cast.workspace)
        typed = {"choosing": "1", "name": "Friday", URL_1: OTHER, SAVED_2: saved.pk}
        answer = posted(client, "new-show", **typed, template=other.pk)
        assert answer.status_code == HTTPStatus.OK
        assert answer.headers["HX-Replace-Url"] == f"{reverse('new-show')}?template={other.pk}"
        page = text(answer)
        assert address_in(page, "source-1") == OTHER
        assert 'value="Friday"' in page
        assert hidden(page, SAVED_2) == str(saved.pk)
        page = text(posted(client, "new-show", **typed, template=""))
        assert (hidden(page, URL_1), hidden(page, "name")) == (OTHER, "Friday")
        page = text(posted(client, "new-show", **typed, template=row.pk))
        assert f'<option value="{saved.pk}" selected>' in page
        assert 'type="hidden" name="url' not in page
        assert LayoutTemplate.objects.count() == 2

    def test_slots_of_one_name_have_fields_of_their_own(
        self, client: Client, row: LayoutTemplate
    ) -> None:
        alike = tuple(replace(source, id="a") for source in row.rules.sources)
        rewrite(LayoutTemplate.objects.filter(pk=row.pk), rules=replace(row.rules, sources=alike))
        typed = {"template": row.pk, "version": 1, "name": "Friday", "url-61.1": THEIRS}
        posted(client, "new-show", **typed)
        urls = [url for _type, url in sources(LayoutTemplate.objects.get(name="Friday"))]
        assert urls == [alike[0].url, THEIRS]

    def test_where_no_key_opens_an_address_another_is_asked_for(
        self, client: Client, row: LayoutTemplate
    ) -> None:
        rewrite(LayoutTemplate.objects.filter(pk=row.pk), rules=document(urls=(SEALED,)))
        asked = text(client.get(reverse("new-show"), {"template": str(row.pk)}))
        assert "sealed:" not in asked
        assert "‹locked›" in asked
        typed = {"template": row.pk, "version": 1, "name": "Friday"}
        answer = posted(client, "new-show", **typed)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "No key opens its address" in text(answer)
        posted(client, "new-show", **typed, **{URL_1: OTHER})
        assert sources(LayoutTemplate.objects.get(name="Friday")) == [("live", OTHER)]

    def test_it_is_made_of_none_but_the_workspace_s_own(self, client: Client, cast: Cast) -> None:
        theirs = template(cast.stranger.memberships.get().workspace)
        for key in (theirs.pk, "x"):
            assert client.get(reverse("new-show"), {"template": str(key)}).status_code == 404
            answer = posted(client, "new-show", template=key, version=1, name="Friday")
            assert answer.status_code == HTTPStatus.NOT_FOUND
