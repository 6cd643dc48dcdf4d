"""Autosave: what is saved when, and what stops or delays it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from studio.mixes.models import Operation
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor, Watch
from tests.driving.saves import (
    expect_saved,
    save_elsewhere,
    saved_layouts,
    saved_x,
    turn_clock,
    type_x,
)
from tests.driving.stage import centre, item
from tests.driving.studio import Studio

START = (200, 100, 640, 360)
PAIR = builders.document(Box(*START), Box(1000, 500, 400, 300))
# Several of the quiet seconds after which it is saved, in ms.
LONG = 5000
# Seconds of an outage, and those after it within which all is saved.
OUTAGE, SOON = 45, 10


def answer_with(status: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status)


def test_nothing_is_saved_while_a_gesture_is_under_way(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template, alone=True)
    turn_clock(page)
    type_x(page, 300)
    x, y = centre(item(page, "source-1"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=4)
    page.clock.run_for(LONG)
    assert saved_x(template) == START[0]
    page.mouse.up()
    page.clock.run_for(LONG)
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    assert saved_x(template) > 300


def test_undoing_back_to_what_is_saved_is_nothing_to_save(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template, alone=True)
    turn_clock(page)
    type_x(page, 300)
    page.locator("#undo").click()
    page.clock.run_for(LONG)
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    template.refresh_from_db()
    assert template.version == 1


def test_a_save_whose_answer_was_lost_is_no_conflict(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    puts: list[str] = []

    def lose_the_first(route: Route) -> None:
        puts.append(route.request.post_data or "")
        if len(puts) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/document/", lose_the_first)
    type_x(page, 300)
    expect(page.locator("#saved")).to_contain_text("Offline: kept in this browser")
    expect_saved(page)
    assert len(puts) == 2
    assert puts[0] == puts[1]
    expect(page.get_by_role("dialog")).to_have_count(0)
    template.refresh_from_db()
    assert template.version == 2


@pytest.mark.parametrize("meanwhile", [False, True])
def test_a_save_whose_answer_broke_off_is_repeated_as_it_was(
    open_editor: OpenEditor, studio: Studio, *, meanwhile: bool
) -> None:
    """Whether it was accepted or, as a team-mate saved meanwhile, a conflict."""
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    puts: list[str] = []
    statuses: list[int] = []

    def cut_the_first(route: Route) -> None:
        puts.append(route.request.post_data or "")
        answer = route.fetch()
        statuses.append(answer.status)
        text = answer.text()
        cut = text[: len(text) // 2] if len(puts) == 1 else text
        route.fulfill(status=answer.status, content_type="application/json", body=cut)

    if meanwhile:
        save_elsewhere(template, {"Y": 40}, layout=1)
    page.route("**/document/", cut_the_first)
    type_x(page, 300)
    expect(page.locator("#saved")).to_contain_text("Offline: kept in this browser")
    expect_saved(page)
    assert statuses == ([409, 409, 200] if meanwhile else [200, 200])
    assert puts[0] == puts[1]
    assert [(layout.box.x, layout.box.y) for layout in saved_layouts(template)] == [
        (300, 100),
        (1000, 40 if meanwhile else 500),
    ]


def test_after_an_outage_it_is_saved_soon_however_long_that_was(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template, alone=True)
    turn_clock(page)
    page.route("**/document/", answer_with(503))
    type_x(page, 300)
    for _second in range(OUTAGE):
        page.clock.run_for(1000)
    expect(page.locator("#saved")).to_have_attribute("data-kind", "away")
    page.unroute_all()
    for _second in range(SOON):
        page.clock.run_for(1000)
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    assert saved_x(template) == 300


def test_a_change_after_a_refusal_is_saved_although_the_network_was_gone_before(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    page.context.set_offline(True)
    type_x(page, 300)
    saved = page.locator("#saved")
    expect(saved).to_contain_text("Offline: kept in this browser")
    page.route("**/document/", answer_with(422))
    page.context.set_offline(False)
    expect(saved).to_contain_text("cannot read this document")
    page.unroute_all()
    type_x(page, 320)
    expect(saved).to_have_attribute("data-kind", "saved")
    assert saved_x(template) == 320


def test_a_browser_that_will_not_forget_its_copy_stops_no_save(
    open_editor: OpenEditor, studio: Studio, watch: Watch
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    watch.leave(page)
    page.evaluate("""() => {
      const { removeItem } = Storage.prototype;
      Storage.prototype.removeItem = () => {
        Storage.prototype.removeItem = removeItem;
        throw new Error("This browser forgets nothing.");
      };
    }""")
    for x in (300, 320):
        type_x(page, x)
        expect_saved(page)
    assert saved_x(template) == 320


def test_a_refusal_stops_and_tells(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    for status, words in (
        (413, "too large"),
        (422, "cannot read this document"),
        (403, "you may not change this template"),
    ):
        page.route("**/document/", answer_with(status))
        type_x(page, status)
        expect(page.locator("#saved")).to_contain_text(words)
        expect(page.locator("#saved")).to_have_attribute("data-kind", "stopped")
        page.unroute_all()


def test_the_push_dialog_sees_what_was_just_done(open_editor: OpenEditor, studio: Studio) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    type_x(page, 300)
    page.get_by_role("button", name="Push…").click()
    expect(page.get_by_role("dialog")).to_contain_text("Version 2")
    assert saved_x(template) == 300


def test_neither_saving_nor_a_reload_ever_pushes(open_editor: OpenEditor, studio: Studio) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    type_x(page, 300)
    page.get_by_role("button", name="Push…").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.reload()
    expect(page.locator("html[data-ready]")).to_have_count(1)
    expect_saved(page)
    assert not Operation.objects.exists()


def test_the_name_is_changed_in_place(open_editor: OpenEditor, studio: Studio) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    name = page.get_by_label("Template name")
    name.fill("Friday show")
    name.press("Enter")
    expect(page).to_have_title("Friday show · Mix Studio")
    template.refresh_from_db()
    assert template.name == "Friday show"


def test_a_preview_that_nobody_drew_is_drawn_when_the_network_is_back(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    badge = page.locator("#preview .badge")
    expect(badge).to_contain_text("source size unknown")
    page.context.set_offline(True)
    type_x(page, 1900)
    expect(badge).to_have_text("not drawn")
    page.context.set_offline(False)
    expect(badge).to_contain_text("source size unknown")
    expect(page.locator("#panel-box .why")).to_contain_text("past the scene")
