"""axe-core on the control page in every state, wide and narrow, and what it says in each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from studio.mixes.models import Look, MixTask, Operation, State, Take
from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.browser.pages.conftest import Judge, judge  # noqa: F401  # a fixture
from tests.builders import rewrite
from tests.driving.studio import Studio
from tests.driving.walking.material import RULES
from tests.mixes.history.past import pushed, settled, stopped

WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
FULL = builders.document()
HALF = builders.document(Box(0, 0, 960, 1080))
BLANK = builders.document(logos=(Logo(url="", box=Box(0, 0, 0, 0)),))


@pytest.fixture
def push(studio: Studio) -> Operation:
    return on_air(studio)


def on_air(studio: Studio) -> Operation:
    """Since five minutes, with two looks in its rundown and one of them in preview."""
    row = pushed(studio.cast, FULL, name="thursday-talk")
    earlier = timezone.now() - timedelta(minutes=5)
    settled(row, settled_at=earlier, sent_at=earlier)
    task = MixTask.objects.get(pk=row.task.pk)
    looks = [
        Look.objects.append(task, title, rules, studio.cast.operator)
        for title, rules in (("Host alone", FULL), ("Two chairs", HALF))
    ]
    task.put_on_program(FULL, "Host alone")
    task.version = task.applied_version = 1
    task.detailed_at = timezone.now()
    task.save()
    task.prepare(looks[1].rules, looks[1].title, studio.cast.operator, looks[1])
    return Operation.objects.get(pk=row.pk)


def take(push: Operation, **values: object) -> Operation:
    task = MixTask.objects.get(pk=push.task.pk)
    row = Take.record(task=task, person=push.person, rules=HALF, title="Two chairs")
    return settled(row, **values)


def idle(push: Operation) -> None:
    MixTask.objects.get(pk=push.task.pk).prepare(None, "", None)


def armed(push: Operation) -> None:
    """Nothing but the preview: the page is armed by hand."""


def sent(push: Operation) -> None:
    take(push, state=State.SENDING, settled_at=None)


def accepted(push: Operation) -> None:
    take(push, version=2)


def applied(push: Operation) -> None:
    row = take(push, version=2, applied_at=timezone.now())
    told = {"program_title": row.title, "version": 2, "applied_version": 2}
    rewrite(MixTask.objects.all(), program=row.document, **told)


def not_applied(push: Operation) -> None:
    earlier = timezone.now() - timedelta(seconds=60)
    take(push, version=2, settled_at=earlier, not_applied_at=timezone.now())


def not_applied_because(push: Operation) -> None:
    earlier = timezone.now() - timedelta(seconds=60)
    take(
        push,
        version=2,
        settled_at=earlier,
        not_applied_at=timezone.now(),
        error_code="5001",
        error_message="the new layout could not be started",
        in_trouble=["source-1"],
    )


def in_trouble(push: Operation) -> None:
    MixTask.objects.update(
        trouble_code="6001", trouble="no data from source", in_trouble=["source-1", "guest"]
    )


def in_words_alone(push: Operation) -> None:
    MixTask.objects.update(trouble="the encoder is overloaded")


def ended_in_trouble(push: Operation) -> None:
    stopped(push)
    MixTask.objects.update(trouble_code="7001", trouble="all sources lost")


def logo_left_blank(push: Operation) -> None:
    rewrite(MixTask.objects.all(), program=BLANK)


def unseen(push: Operation) -> None:
    """Accepted a minute ago, and the cloud has not told a version since."""
    take(push, version=2, settled_at=timezone.now() - timedelta(seconds=60))


def refused(push: Operation) -> None:
    take(push, state=State.REFUSED, error_code="400", error_message="source “guest-2” unknown")


def unknown(push: Operation) -> None:
    sent_at = timezone.now() - timedelta(minutes=2)
    take(push, state=State.UNKNOWN, sent_at=sent_at, settled_at=None, inquiries=4)


def drifted(push: Operation) -> None:
    rewrite(
        MixTask.objects.all(), drift=HALF, drift_version=2, drifted_at=timezone.now(), version=1
    )


def not_readable(push: Operation) -> None:
    MixTask.objects.update(program={})


def near_its_end(push: Operation) -> None:
    MixTask.objects.update(began_at=timezone.now() - timedelta(days=2, hours=21))


def ended(push: Operation) -> None:
    stopped(push)


STATES: dict[Callable[[Operation], None], str] = {
    idle: "Nothing is prepared",
    armed: "TAKE?",
    sent: "is on its way",
    accepted: "is on its way",
    applied: "This look is on air already.",
    not_applied: "Version 1 is still on air.",
    not_applied_because: "the new layout could not be started",
    in_trouble: "in trouble: source-1, guest",
    in_words_alone: "the encoder is overloaded",
    ended_in_trouble: "The cloud said this when it ended",
    logo_left_blank: "Logo 1 is on air and not drawn",
    unseen: "the cloud has not said whether it went on air",
    refused: "source “guest-2” unknown",
    unknown: "I checked: it did not happen",
    drifted: "Someone changed this task outside Mix Studio",
    not_readable: "What is on air now is not known here.",
    near_its_end: "Start a successor…",
    ended: "A task can’t be started again",
}


def test_each_state_is_said_and_can_be_used_by_everybody(
    studio: Studio,
    context: OpenContext,
    watch: Watch,
    judge: Judge,  # noqa: F811
    subtests: pytest.Subtests,
) -> None:
    person = context()
    person.add_cookies([studio.cookie(studio.cast.operator)])
    page = watch.page(person.new_page())
    for state, said in STATES.items():
        with subtests.test(state.__name__):
            push = on_air(studio)
            state(push)
            page.set_viewport_size(WIDE)
            page.goto(studio.url + reverse("task", args=[push.task.pk]))
            if state is armed:
                page.keyboard.press("t")
            expect(page.locator("#task-status")).to_contain_text(said)
            judge(page)
            page.set_viewport_size(NARROW)
            judge(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_the_looks_to_choose_from_and_the_tasks_to_adopt(
    push: Operation,
    studio: Studio,
    context: OpenContext,
    watch: Watch,
    judge: Judge,  # noqa: F811
) -> None:
    builders.template(studio.cast.workspace, HALF, user=studio.cast.operator)
    page = open_task(studio, context, watch, push)
    page.locator("#add-look").click()
    expect(page.locator("dialog[open]")).to_be_visible()
    judge(page)


def test_the_whole_show_can_be_run_by_focus_and_enter(
    push: Operation, studio: Studio, context: OpenContext, watch: Watch
) -> None:
    """Without any of its own keys: Tab to a look, Enter; Tab to TAKE, Enter, Enter."""
    idle(push)
    page = open_task(studio, context, watch, push)
    page.locator("[data-digit='2']").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".mon.pvw > header")).to_contain_text("Two chairs")
    page.locator("#take").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_have_class("task-page is-armed")
    page.keyboard.press("Enter")
    expect(page.locator(".hist > li").first).to_contain_text("Take 1")


def test_a_page_stays_where_it_was_scrolled_when_a_look_is_pressed(
    push: Operation, studio: Studio, context: OpenContext, watch: Watch
) -> None:
    """What is replaced holds the focus and whatever else is in sight."""
    page = open_task(studio, context, watch, push)
    page.set_viewport_size(NARROW)
    page.evaluate("scrollTo(0, 300)")
    page.locator("[data-digit='1']").click()
    expect(page.locator(".mon.pvw > header")).to_contain_text("Host alone")
    assert page.evaluate("scrollY") == 300


def test_what_was_unfolded_stays_so_when_it_is_told_anew(
    push: Operation, studio: Studio, context: OpenContext, watch: Watch
) -> None:
    """And the focus with it: whoever reads it is not thrown out every minute."""
    drifted(push)
    MixTask.objects.get(pk=push.task.pk).prepare(RULES, "With warnings", studio.cast.operator)
    page = open_task(studio, context, watch, push)
    for fold in ("#drift", ".changes"):
        summary = page.locator(f"{fold} summary")
        summary.focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"{fold} details li").first).to_be_visible()
    page.set_viewport_size(ViewportSize(width=1440, height=400))
    down = page.evaluate("() => { scrollTo(0, document.body.scrollHeight); return scrollY; }")
    MixTask.objects.update(trouble="the encoder is overloaded")
    expect(page.locator("#task-status")).to_contain_text("the encoder is overloaded")
    for fold in ("#drift", ".changes"):
        expect(page.locator(f"{fold} details li").first).to_be_visible()
    expect(page.locator(".changes summary")).to_be_focused()
    assert page.evaluate("scrollY") == down > 0
    page.keyboard.press("Enter")
    page.locator("#drift summary").focus()
    MixTask.objects.update(trouble="the encoder is well again")
    expect(page.locator("#task-status")).to_contain_text("the encoder is well again")
    expect(page.locator("#drift summary")).to_be_focused()
    expect(page.locator(".changes details li").first).to_be_hidden()


def open_task(studio: Studio, context: OpenContext, watch: Watch, push: Operation) -> Page:
    person = context()
    person.add_cookies([studio.cookie(studio.cast.operator)])
    page = watch.page(person.new_page())
    page.goto(studio.url + reverse("task", args=[push.task.pk]))
    return page
