"""The demo's templates."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.translation import override
from pytest_django import Settings

from studio.accounts.models import Workspace
from studio.compositor.straps import is_at_hand
from studio.demo import shows
from studio.documents.checking import check
from studio.editor.models import LayoutTemplate
from studio.library.chosen import wanted_by
from studio.library.models import Frame, Kind, State
from studio.rules.limits import SAFE_AREAS
from studio.straps.models import Strap


def test_its_sources_are_of_every_kind_and_its_scenes_of_both_shapes(
    demo: list[LayoutTemplate],
) -> None:
    kinds = {source.type for row in demo for source in row.rules.sources}
    assert kinds == set(Kind.values)
    assert {(row.rules.scene.width, row.rules.scene.height) for row in demo} == {
        (1920, 1080),
        (1080, 1920),
    }


def test_it_can_be_pushed_to_the_sandbox_as_it_is(
    demo: list[LayoutTemplate], settings: Settings
) -> None:
    assert len(demo) == 4
    settings.CLOUD_REACHES = frozenset({("127.0.0.1", settings.PICTURES_PORT)})
    assert [check(row.rules) for row in demo] == [[], [], [], []]


def test_a_cloud_elsewhere_could_not_fetch_what_it_shows(demo: list[LayoutTemplate]) -> None:
    problems = [problem for row in demo for problem in check(row.rules)]
    assert {(problem.code, problem.severity) for problem in problems} == {
        ("url_private_host", "warning")
    }


def test_all_it_shows_is_there_before_its_server_is(demo: list[LayoutTemplate]) -> None:
    shown = {(one.url, one.kind) for row in demo for one in wanted_by(row.rules)}
    frames = Frame.objects.all()
    assert {(frame.url, frame.kind) for frame in frames} == shown
    assert {frame.state for frame in frames} == {State.READY}
    assert all(frame.sound for frame in frames if frame.kind != Kind.PICTURE)


def test_each_show_has_a_strap_whose_words_can_be_changed(demo: list[LayoutTemplate]) -> None:
    workspace = Workspace.objects.get()
    for row in demo:
        urls = [logo.url for logo in row.rules.logos or ()]
        assert len(Strap.objects.at(workspace, urls)) == 1


def test_logos_keep_clear_of_the_edges(demo: list[LayoutTemplate]) -> None:
    for row in demo:
        scene = row.rules.scene
        left, top = scene.width * SAFE_AREAS["graphics"], scene.height * SAFE_AREAS["graphics"]
        for box in (logo.box for logo in row.rules.logos or ()):
            assert left <= box.x <= scene.width - left - box.w
            assert top <= box.y <= scene.height - top - box.h


def test_what_it_says_is_in_the_language_of_the_terminal(
    db: None, filmed: Path, settings: Settings
) -> None:
    with override("zh-hans"):
        shows.load(Workspace.objects.embedded())
    assert LayoutTemplate.objects.filter(name="赛事与比分").exists()
    assert Strap.objects.filter(name="港城 2 : 1 北郊").exists() == is_at_hand("sans")


@pytest.mark.usefixtures("filmed")
def test_no_show_is_missing_where_no_font_has_its_letters(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.straps.making.straps.is_at_hand", lambda _family: False)
    shows.load(Workspace.objects.embedded())
    assert LayoutTemplate.objects.count() == 4
    assert not Strap.objects.exists()
    assert {len(row.rules.logos or ()) for row in LayoutTemplate.objects.all()} == {1}


def test_it_is_loaded_once_even_if_its_templates_are_deleted(demo: list[LayoutTemplate]) -> None:
    for row in demo:
        row.delete_softly()
    call_command("demo")
    assert LayoutTemplate.objects.count() == 4


def test_without_the_setting_nothing_is_made(db: None, data: Path, settings: Settings) -> None:
    settings.DEMO = False
    call_command("demo")
    assert not Workspace.objects.exists()
    assert not (data / "demo").exists()
