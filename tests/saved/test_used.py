"""Where a saved address is used, and what follows when it changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studio.audit.models import Entry
from studio.editor.models import LayoutTemplate
from studio.mixes.models import Look, MixTask
from studio.rules import codec
from studio.rules.document import Json, Logo
from studio.rules.geometry import Box
from studio.saved.uses import uses_of
from tests import builders
from tests.builders import Cast
from tests.saved.asking import HOST, PUSH, SIGNED, listed, on_air, post

pytestmark = pytest.mark.usefixtures("data")


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
