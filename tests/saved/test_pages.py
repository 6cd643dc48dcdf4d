"""Addresses saved by name: listed with what has them, typed, changed and deleted."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from studio.accounts.models import User
from studio.audit.models import Entry
from studio.editor.models import LayoutTemplate
from studio.library.models import Frame, Saved, Sort, Upload
from studio.library.models.saved import MOST_OF_A_SORT
from studio.mixes.models import Look, MixTask, Push
from studio.rules import codec
from studio.rules.document import Json, Logo
from studio.rules.geometry import Box
from studio.saved import views
from studio.saved.uses import Uses, uses_of
from tests import builders
from tests.builders import Cast, client_for

pytestmark = pytest.mark.usefixtures("data")

HOST = "https://pictures.example.com/1.jpg"
SIGNED = "https://pictures.example.com/2.jpg?sign=keyCANARY"
PUSH = "rtmp://push.example.com/live/keyCANARY"


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.operator)


def post(client: Client, page: str, /, *args: Any, sort: str = "", **typed: Any) -> Any:
    address = reverse(page, args=args) + (f"?sort={sort}" if sort else "")
    return client.post(address, typed, follow=True)


def listed(user: User, sort: str = "source", words: str = "") -> str:
    answer = client_for(user).get(reverse("saved"), {"sort": sort, "q": words})
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def on_air(cast: Cast, template: LayoutTemplate) -> MixTask:
    """A task of that template that runs."""
    pushed = Push.record(
        workspace=cast.workspace, person=cast.operator, rules=template.rules, name="Friday"
    )
    task_id = uuid4().hex[:16]
    MixTask.objects.filter(pk=pushed.task.pk).update(task_id=task_id, status="runing")
    return MixTask.objects.get(pk=pushed.task.pk)


def test_each_sort_is_saved_by_name_and_found_by_it(client: Client, cast: Cast) -> None:
    said = post(client, "saved-new", name="Host", url="rtmp://pull.example.com/live/host")
    assert "“Host” is saved." in said.content.decode()
    post(client, "saved-new", sort="logo", name="Bug", url="https://pictures.example.com/bug.png")
    post(client, "saved-new", sort="destination", name="Main", url=PUSH)
    rows = Saved.objects.order_by("created_at")
    assert [(row.sort, row.name, row.type, row.url) for row in rows] == [
        ("source", "Host", "live", "rtmp://pull.example.com/live/host"),
        ("logo", "Bug", "", "https://pictures.example.com/bug.png"),
        ("destination", "Main", "", PUSH),
    ]
    assert [entry.act for entry in Entry.objects.all()] == ["address-saved"] * 3
    assert "CANARY" not in "".join(entry.difference for entry in Entry.objects.all())
    builders.saved(cast.workspace, name="Éclair")
    assert [name in listed(cast.viewer, words="éCL") for name in ("Éclair", "Host")] == [
        True,
        False,
    ]
    assert "Nothing found" in listed(cast.viewer, words="nobody")


def test_a_picture_of_one_s_own_is_saved_as_a_logo(
    client: Client, cast: Cast, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://mix.example.com"
    file = SimpleUploadedFile("bug.png", builders.png(), "image/png")
    post(client, "saved-new", sort="logo", name="Bug", file=file)
    upload = Upload.objects.get()
    assert Saved.objects.get().url == f"https://mix.example.com{upload.public_path('bug.png')}"
    torn = SimpleUploadedFile("bug.png", b"no picture", "image/png")
    answer = post(client, "saved-new", sort="logo", name="Other", file=torn)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Other" in answer.content.decode()
    assert Saved.objects.count() == 1


@pytest.mark.parametrize(
    ("sort", "typed", "why"),
    [
        ("source", {"name": "host CAMERA", "url": HOST}, "has this name"),
        ("source", {"name": " ", "url": HOST}, "required"),
        ("source", {"name": "a\u202eb", "url": HOST}, "turns the direction"),
        ("source", {"name": "Other", "url": "ftp://example.com/a.mp4"}, "must begin with one of"),
        ("source", {"name": "Other", "url": HOST, "type": "film"}, "not one of the available"),
        ("source", {"name": "Other", "url": f"https://a.example.com/{'a' * 2050}"}, "at most 2048"),
        ("logo", {"name": "Other"}, "must not be empty"),
        ("logo", {"name": "Other", "url": "rtmp://pull.example.com/a"}, "must begin with one of"),
        ("destination", {"name": "Other", "url": HOST}, "must begin with one of"),
        ("destination", {"name": "Other"}, "required"),
    ],
)
def test_what_can_t_be_saved_is_told_beside_its_field(
    client: Client, cast: Cast, sort: str, typed: dict[str, str], why: str
) -> None:
    builders.saved(cast.workspace)
    answer = post(client, "saved-new", sort=sort, **typed)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert why in answer.content.decode()
    assert typed["name"].strip() in answer.content.decode()
    assert Saved.objects.count() == 1


def test_so_many_are_kept_and_no_more(client: Client, cast: Cast) -> None:
    for number in range(MOST_OF_A_SORT):
        builders.saved(cast.workspace, name=f"Camera {number}")
    answer = post(client, "saved-new", name="Host", url=HOST)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "delete one first" in answer.content.decode()


def test_what_a_role_may_not_keep_it_may_not_change(cast: Cast) -> None:
    editor = client_for(cast.editor)
    row = builders.saved(cast.workspace, Sort.DESTINATION, url=PUSH)
    assert post(editor, "saved-new", sort="destination", name="a", url=PUSH).status_code == 403
    assert post(editor, "saved-edit", row.pk, name="a", version=1).status_code == 403
    assert client_for(cast.viewer).get(reverse("saved-edit", args=[row.pk])).status_code == 403
    assert "Save a destination" not in listed(cast.editor, "destination")
    assert "Save a destination" in listed(cast.operator, "destination")
    assert editor.get(reverse("saved"), {"sort": "film"}).status_code == HTTPStatus.NOT_FOUND


def test_no_page_shows_a_secret_to_who_may_but_look(client: Client, cast: Cast) -> None:
    row = builders.saved(cast.workspace, Sort.DESTINATION, name="Main", url=PUSH)
    builders.saved(cast.workspace, name="Guest", url=SIGNED)
    forms = [reverse(name, args=[row.pk]) for name in ("saved-edit", "saved-delete")]
    pages = [
        listed(cast.viewer),
        listed(cast.operator, "destination"),
        *(client.get(form).content.decode() for form in forms),
    ]
    assert "CANARY" not in "".join(pages)
    assert "https://pictures.example.com/2.jpg?…" in pages[0]
    assert "rtmp://push.example.com/live/…" in pages[1]
    assert "CANARY" not in Saved.objects.values_list("address").get(name="Main")[0]


def test_a_list_shows_stills_and_asks_for_what_is_missing(cast: Cast) -> None:
    builders.frame(cast.workspace, HOST, builders.png(320, 180))
    builders.saved(cast.workspace, url=HOST)
    builders.saved(cast.workspace, name="Guest", url="https://pictures.example.com/3.jpg")
    assert "320 × 180" in listed(cast.viewer)
    assert Frame.objects.count() == 1
    page = listed(cast.editor)
    assert "Fetching a picture…" in page
    assert 'hx-trigger="every 2s"' in page
    assert Frame.objects.count() == 2


def test_a_list_that_is_asked_for_again_and_again_says_once_that_it_was_seen(cast: Cast) -> None:
    builders.frame(cast.workspace, HOST)
    builders.saved(cast.workspace)
    Frame.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    listed(cast.viewer)
    seen = Frame.objects.get().seen_at
    assert timezone.now() - seen < timedelta(minutes=1)
    listed(cast.viewer)
    assert Frame.objects.get().seen_at == seen


def test_what_has_an_address_is_told_wherever_it_has_it(cast: Cast) -> None:
    logo = Logo(url="https://pictures.example.com/bug.png", box=Box(0, 0, 90, 90))
    shown = builders.template(cast.workspace, builders.document(logos=(logo,)), name="Shown")
    hidden = builders.template(cast.workspace, builders.document(urls=("rtmp://a.example.com/b",)))
    hidden.editor_state = {"parked": [{"source": {"ID": "host", "Url": HOST}}]}
    hidden.save()
    gone = builders.template(cast.workspace)
    gone.delete_softly()
    task = on_air(cast, shown)
    ended = on_air(cast, shown)
    MixTask.objects.filter(pk=ended.pk).update(status="done")
    elsewhere = cast.stranger.memberships.get().workspace
    builders.template(elsewhere)
    nobody = "rtmp://push.example.com/live/nobodyCANARY"
    look = builders.document(urls=(SIGNED,))
    look = replace(look, output=builders.output(nobody))
    Look.objects.append(task, "Next", look, cast.operator)
    found = uses_of(cast.workspace, [HOST, logo.url, PUSH, SIGNED, nobody, ""])
    assert {url: (set(uses.templates), uses.tasks) for url, uses in found.items()} == {
        HOST: ({shown, hidden}, [task]),
        logo.url: ({shown}, [task]),
        PUSH: ({shown, hidden}, [task]),
        SIGNED: (set(), [task]),
        nobody: (set(), []),
    }
    builders.saved(cast.workspace)
    page = listed(cast.viewer)
    assert "used in 2 templates" in page
    assert "in 1 running task" in page


def test_another_address_is_what_was_chosen_to_follow_has_and_nothing_on_air(
    client: Client, cast: Cast
) -> None:
    follows = builders.template(cast.workspace, name="Follows", user=cast.editor)
    parked: list[Json] = [{"source": {"ID": "a", "Type": "pic", "Url": HOST}}]
    stills: Json = {"source-1": "the old guest", "a": "the old guest", "b": "somebody else"}
    follows.editor_state = {"parked": parked, "stills": stills}
    follows.save()
    stays = builders.template(cast.workspace, name="Stays")
    task = on_air(cast, follows)
    row = builders.saved(cast.workspace)
    asked = client.get(reverse("saved-edit", args=[row.pk])).content.decode()
    for said in ("Follows", "Stays", "Friday", "nothing on air changes by itself"):
        assert said in asked
    url = "rtmp://pull.example.com/live/host"
    typed: dict[str, Any] = {"name": "Host", "url": url, "version": 1, "templates": [follows.pk]}
    said = post(client, "saved-edit", row.pk, **typed).content.decode()
    assert "“Host” is changed. Nothing on air is. 1 template has the new address." in said
    follows, stays = (LayoutTemplate.objects.get(pk=one.pk) for one in (follows, stays))
    assert [(source.url, source.type) for source in follows.rules.sources] == [(url, "live")]
    assert follows.editor_state == {
        "parked": [{"source": {"ID": "a", "Type": "live", "Url": url}}],
        "stills": {"b": "somebody else"},
    }
    assert follows.versions.latest("pk").rules.sources[0].url == HOST
    assert (follows.version, stays.version) == (2, 1)
    entry = Entry.objects.get(act="followed-address")
    assert (entry.name, entry.difference) == ("Follows", "Host")
    assert stays.rules.sources[0].url == HOST
    now = MixTask.objects.get(pk=task.pk)
    assert (now.rules, now.version) == (task.rules, task.version)


def test_another_name_alone_changes_no_template(client: Client, cast: Cast) -> None:
    template = builders.template(cast.workspace)
    row = builders.saved(cast.workspace)
    typed: dict[str, Any] = {"name": "Host", "type": "pic", "url": HOST, "version": 1}
    said = post(client, "saved-edit", row.pk, **typed, templates=[template.pk])
    assert "the new address" not in said.content.decode()
    assert LayoutTemplate.objects.get(pk=template.pk).version == 1


def test_a_template_that_was_saved_since_is_looked_through_anew(client: Client, cast: Cast) -> None:
    template = builders.template(cast.workspace)
    assert uses_of(cast.workspace, [HOST])[HOST].templates == [template]
    rules = codec.write(builders.document(urls=(SIGNED,)))
    request = builders.save_request(rules, version=1)
    client.put(reverse("template-document", args=[template.pk]), **request)
    assert not uses_of(cast.workspace, [HOST])[HOST]
    assert uses_of(cast.workspace, [SIGNED])[SIGNED].templates == [template]


def test_a_destination_keeps_its_address_where_none_is_typed(client: Client, cast: Cast) -> None:
    row = builders.saved(cast.workspace, Sort.DESTINATION, name="Main", url=PUSH)
    template = builders.template(cast.workspace)
    post(client, "saved-edit", row.pk, name="Main stage", version=1)
    row.refresh_from_db()
    assert (row.name, row.url) == ("Main stage", PUSH)
    other = "rtmp://push.example.com/live/otherCANARY"
    typed: dict[str, Any] = {
        "name": "Main stage",
        "url": other,
        "version": 2,
        "templates": [template.pk],
    }
    post(client, "saved-edit", row.pk, **typed)
    assert LayoutTemplate.objects.get(pk=template.pk).rules.output.urls == (other,)
    assert "CANARY" not in "".join(entry.difference for entry in Entry.objects.all())


def test_what_was_changed_meanwhile_is_not_written_over(client: Client, cast: Cast) -> None:
    row = builders.saved(cast.workspace, url=SIGNED)
    Saved.objects.filter(pk=row.pk).update(version=7)
    for version in (1, ""):
        deleted = post(client, "saved-delete", row.pk, version=version)
        assert deleted.status_code == HTTPStatus.CONFLICT
        assert "changed since this page was opened" in deleted.content.decode()
    # What is wrong with a field makes nobody have seen what is there by now.
    wrong = post(client, "saved-edit", row.pk, name=" ", url=HOST, version=1).content.decode()
    assert 'name="version" value="1"' in wrong
    answer = post(client, "saved-edit", row.pk, name="Mine", url=HOST, version=1)
    assert answer.status_code == HTTPStatus.CONFLICT
    page = answer.content.decode()
    told = "it is “Host camera” now, and its address https://pictures.example.com/2.jpg?…."
    assert told in page
    assert "saved again, yours takes the place of theirs" in page
    assert "CANARY" not in page
    row.refresh_from_db()
    assert (row.name, row.version) == ("Host camera", 7)
    # What was typed is still there, and known to be about what was told.
    assert 'value="Mine"' in page
    assert 'name="version" value="7"' in page
    post(client, "saved-edit", row.pk, name="Mine", url=HOST, version=7)
    row.refresh_from_db()
    assert (row.name, row.url) == ("Mine", HOST)


def test_one_that_was_deleted_while_it_was_changed_can_be_saved_anew(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = builders.saved(cast.workspace)

    def deleted_meanwhile(own: Saved) -> Uses:
        Saved.objects.filter(pk=own.pk).delete()
        return Uses()

    monkeypatch.setattr(views, "uses_in", deleted_meanwhile)
    answer = post(client, "saved-edit", row.pk, name="Mine", url=HOST, version=1)
    assert answer.status_code == HTTPStatus.CONFLICT
    page = answer.content.decode()
    assert "It was deleted meanwhile. Saved again, it becomes a new one." in page
    action = re.search(r'action="(/saved/new/[^"]*)"', page)
    assert action
    client.post(html.unescape(action[1]), {"name": "Mine", "url": HOST})
    assert Saved.objects.get().name == "Mine"


@pytest.mark.parametrize(
    ("type_", "url", "becomes"),
    [
        ("pic", "rtmp://pull.example.com/live/host", "live"),
        ("pic", "https://pictures.example.com/signed", "pic"),
        ("vod", "rtmp://pull.example.com/live/host", "live"),
        ("vod", "https://pictures.example.com/1.jpg?other", "pic"),
    ],
)
def test_another_address_has_the_type_that_it_says(
    client: Client, cast: Cast, type_: str, url: str, becomes: str
) -> None:
    row = builders.saved(cast.workspace, type_=type_)
    post(client, "saved-edit", row.pk, name="Host", type=type_, url=url, version=1)
    row.refresh_from_db()
    assert (row.type, row.url) == (becomes, url)


def test_deleting_leaves_documents_as_they_are(client: Client, cast: Cast) -> None:
    template = builders.template(cast.workspace)
    row = builders.saved(cast.workspace)
    asked = client.get(reverse("saved-delete", args=[row.pk])).content.decode()
    assert "They keep the address." in asked
    assert template.name in asked
    post(client, "saved-delete", row.pk, version=1)
    assert not Saved.objects.exists()
    assert LayoutTemplate.objects.get(pk=template.pk).rules == template.rules


def test_one_whose_key_is_lost_can_be_entered_anew(client: Client, cast: Cast) -> None:
    row = builders.saved(cast.workspace)
    other = builders.saved(cast.workspace, name="Guest")
    Saved.objects.filter(pk=row.pk).update(address=other.address)
    assert "‹locked›" in listed(cast.viewer)
    post(client, "saved-edit", row.pk, name="Host", url=SIGNED, version=1)
    row.refresh_from_db()
    assert row.url == SIGNED
