"""Pushing to saved destinations, chosen by name, in place of the addresses a template has."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from studio.editor.models import LayoutTemplate
from studio.library.models import Saved, Sort
from studio.mixes.models import MixTask, Operation
from tests import builders
from tests.builders import Cast, client_for

pytestmark = pytest.mark.usefixtures("data")

MAIN, BACKUP = (f"rtmp://push.example.com/live/{name}CANARY" for name in ("main", "backup"))
ELSEWHERE = "rtmp://push.example.com/live/elsewhereCANARY"


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.operator)


@pytest.fixture
def main(cast: Cast) -> Saved:
    builders.saved(cast.workspace, Sort.DESTINATION, name="Backup", url=BACKUP)
    elsewhere = cast.stranger.memberships.get().workspace
    builders.saved(elsewhere, Sort.DESTINATION, name="Theirs", url=ELSEWHERE)
    return builders.saved(cast.workspace, Sort.DESTINATION, name="Main stage", url=MAIN)


def without_address(cast: Cast) -> LayoutTemplate:
    rules = builders.document()
    output = replace(rules.output, urls=())
    return builders.template(cast.workspace, replace(rules, output=output))


def stamp(row: Saved) -> str:
    return f"{row.pk}:{row.version}"


def push(client: Client, template: LayoutTemplate, *chosen: str, name: str = "friday") -> Any:
    click = {"key": str(uuid4()), "version": "1", "name": name, "destination": chosen}
    return client.post(reverse("push", args=[template.pk]), click)


def test_it_goes_where_was_chosen_by_name(client: Client, cast: Cast, main: Saved) -> None:
    template = without_address(cast)
    page = client.get(reverse("push", args=[template.pk])).content.decode()
    assert "Main stage" in page
    assert "rtmp://push.example.com/live/…" in page
    assert "CANARY" not in page
    assert "Theirs" not in page
    assert "disabled" not in page.partition("<footer>")[2]
    # By no destination it goes nowhere.
    assert push(client, template).status_code == 422
    both = [stamp(row) for row in Saved.objects.of(cast.workspace, Sort.DESTINATION)]
    answer = push(client, template, *both)
    task = MixTask.objects.get()
    assert answer["Location"] == reverse("task", args=[task.pk])
    assert task.output
    assert task.output.urls == (BACKUP, MAIN)
    # The template stays without one.
    assert LayoutTemplate.objects.get(pk=template.pk).rules.output.urls == ()


def test_it_stands_in_for_what_the_template_has(client: Client, cast: Cast, main: Saved) -> None:
    push(client, builders.template(cast.workspace), stamp(main))
    output = MixTask.objects.get().output
    assert output
    assert output.urls == (MAIN,)


def test_what_is_not_as_it_was_shown_is_not_pushed_to(
    client: Client, cast: Cast, main: Saved
) -> None:
    template = without_address(cast)
    seen = stamp(main)
    Saved.objects.filter(pk=main.pk).update(version=2)
    gone = f"{uuid4()}:1"
    theirs = stamp(Saved.objects.get(name="Theirs"))
    for chosen in (seen, gone, theirs, "x"):
        answer = push(client, template, chosen)
        assert answer.status_code == 409
        assert "A destination was changed" in answer.content.decode()
    assert not Operation.objects.exists()


def test_no_destination_mends_what_is_wrong_elsewhere(
    client: Client, cast: Cast, main: Saved
) -> None:
    broken = builders.template(cast.workspace, builders.document(urls=("file:///etc/passwd",)))
    page = client.get(reverse("push", args=[broken.pk])).content.decode()
    assert "disabled" in page.partition("<footer>")[2]
    assert push(client, broken, stamp(main)).status_code == 422


def test_one_in_use_says_so_before_it_is_ticked(client: Client, cast: Cast, main: Saved) -> None:
    template = without_address(cast)
    push(client, template, stamp(main))
    MixTask.objects.update(task_id="1", status="runing")
    page = client.get(reverse("push", args=[template.pk])).content.decode()
    task = MixTask.objects.get()
    assert re.findall(r"In use by ([^.]+)\.", page) == [f"friday {task.suffix}"]
    assert page.index("Main stage") < page.index("In use by")


def test_a_refused_click_names_where_it_goes_and_what_was_ticked_apart(
    client: Client, cast: Cast, main: Saved
) -> None:
    rules = builders.document()
    own = "rtmp://own.example.com/live/ownCANARY"
    template = builders.template(cast.workspace, replace(rules, output=builders.output(own)))
    answer = push(client, template, stamp(main), name="a\u202eb")
    assert answer.status_code == 422
    addresses = re.findall(r'<code class="cut" title="([^"]*)"', answer.content.decode())
    assert addresses == ["rtmp://own.example.com/live/…"]
    assert answer.content.decode().count("checked") == 1
