"""The demo's templates."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from pytest_django import Settings

from studio.accounts.models import Workspace
from studio.documents.checking import check
from studio.editor.demonstration import PICTURES
from studio.editor.models import LayoutTemplate
from studio.library.chosen import wanted_by
from studio.library.models import Frame, State


@pytest.fixture
def demo(db: None, data: Path, settings: Settings) -> list[LayoutTemplate]:
    settings.DEMO = True
    call_command("demo")
    return list(LayoutTemplate.objects.all())


def test_the_demo_can_be_pushed_to_the_sandbox_as_it_is(
    demo: list[LayoutTemplate], settings: Settings
) -> None:
    assert len(demo) == 4
    settings.CLOUD_REACHES = frozenset({("127.0.0.1", settings.PICTURES_PORT)})
    assert [check(row.rules) for row in demo] == [[], [], [], []]


def test_a_cloud_elsewhere_could_not_fetch_the_demos_pictures(demo: list[LayoutTemplate]) -> None:
    problems = [problem for row in demo for problem in check(row.rules)]
    assert {(problem.code, problem.severity) for problem in problems} == {
        ("url_private_host", "warning")
    }


def test_the_demos_pictures_are_there_before_their_server_is(demo: list[LayoutTemplate]) -> None:
    shown = {one.url for row in demo for one in wanted_by(row.rules)}
    frames = Frame.objects.all()
    assert {frame.url for frame in frames} == shown
    assert {frame.state for frame in frames} == {State.READY}
    assert all((PICTURES / Path(urlsplit(url).path).name).exists() for url in shown)


def test_the_demo_is_loaded_once_even_if_its_templates_are_deleted(
    demo: list[LayoutTemplate],
) -> None:
    for row in demo:
        row.delete_softly()
    call_command("demo")
    assert LayoutTemplate.objects.count() == 4


def test_without_the_setting_nothing_is_loaded(db: None, settings: Settings) -> None:
    settings.DEMO = False
    call_command("demo")
    assert not Workspace.objects.exists()
