"""What will be heard is told as far as anybody knows it, in the same words on every page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from studio.accounts.models import Workspace
from studio.documents.sound import sound_of
from studio.library.models import Frame
from studio.rules.document import MixedRules
from studio.rules.geometry import Box
from tests import builders
from tests.builders import Cast, client_for

pytestmark = pytest.mark.usefixtures("data")

# Of each source its name, and whether it has sound; None where nobody knows.
Told = dict[str, bool | None]


def document_of(cast: Cast, told: Told) -> MixedRules:
    """Live sources with the frames that say so, and a picture, of which there is no sound."""
    rules = builders.document(*[Box(0, 0, 640, 360)] * (len(told) + 1))
    *named, picture = rules.sources
    sources = [
        replace(source, id=name, type="live", url=f"https://live.example.com/{name}.flv")
        for source, name in zip(named, told, strict=True)
    ]
    for source in sources:
        frame = builders.frame(cast.workspace, source.url)
        Frame.objects.filter(pk=frame.pk).update(kind="live", sound=told[source.id])
    return replace(rules, sources=(*sources, replace(picture, id="slides")))


@pytest.mark.parametrize(
    ("told", "hint"),
    [
        ({"host": True, "guest": True, "clip": None}, "together"),
        ({"host": True, "guest": False}, ""),
        ({"host": True, "guest": None}, ""),
        ({"host": False, "guest": False}, "none"),
        ({"host": False, "guest": None}, ""),
        ({}, "none"),
    ],
)
def test_sources_are_heard_silent_or_not_known(cast: Cast, told: Told, hint: str) -> None:
    sound = sound_of(cast.workspace, document_of(cast, told))
    assert sound.heard == [name for name, has in told.items() if has]
    assert sound.silent == [*(name for name, has in told.items() if has is False), "slides"]
    assert sound.unknown == [name for name, has in told.items() if has is None]
    assert sound.hint == hint


def test_of_what_nobody_has_looked_at_nothing_is_known(cast: Cast) -> None:
    rules = document_of(cast, {"host": True})
    Frame.objects.all().delete()
    sound = sound_of(cast.workspace, rules)
    assert (sound.heard, sound.unknown) == ([], ["host"])


def test_of_what_has_no_address_yet_nothing_is_known(cast: Cast) -> None:
    rules = document_of(cast, {})
    blank = replace(rules, sources=(replace(rules.sources[0], url=""),))
    sound = sound_of(cast.workspace, blank)
    assert (sound.silent, sound.unknown, sound.hint) == ([], ["slides"], "")


def test_the_sound_of_another_workspace_is_not_known(cast: Cast) -> None:
    rules = document_of(cast, {"host": True})
    elsewhere = Workspace.objects.get(memberships__user=cast.stranger)
    assert sound_of(elsewhere, rules).unknown == ["host"]


class TestThePushDialog:
    def ask(self, cast: Cast, told: Told) -> str:
        template = builders.template(cast.workspace, document_of(cast, told))
        client: Client = client_for(cast.operator)
        answer = client.get(reverse("push", args=[template.pk]), headers={"HX-Request": "true"})
        return " ".join(answer.content.decode().split())

    def test_says_who_is_heard_and_blocks_nothing(self, cast: Cast) -> None:
        page = self.ask(cast, {"host": True, "guest": True, "clip": None})
        assert "<dt>With sound</dt> <dd> host, guest </dd>" in page
        assert "<dt>Sound not known</dt> <dd> clip </dd>" in page
        assert "Several sources have sound" in page
        assert "disabled" not in page[page.index("push-hint") :]

    def test_says_that_nothing_will_be_heard(self, cast: Cast) -> None:
        page = self.ask(cast, {"host": False})
        assert "<dt>With sound</dt> <dd> none </dd>" in page
        assert "viewers may hear nothing" in page
