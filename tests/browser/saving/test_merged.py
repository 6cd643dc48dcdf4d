"""Somebody else saved meanwhile: what can be is merged without a question, and told."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from studio.editor.models import LayoutTemplate
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.browser.saving.conflicts import PAIR, choose, dialog
from tests.driving.arriving import Held
from tests.driving.saves import expect_saved, save_elsewhere, saved_layouts, type_in, type_x
from tests.driving.stage import (
    centre,
    drag_to,
    expect_box,
    expect_selected,
    expect_undo,
    item,
    painted,
    select,
)
from tests.driving.studio import Studio

FETCHED = "performance.getEntriesByType('resource').map((one) => one.name).join()"


def test_what_both_did_elsewhere_is_merged_in_one_named_step_and_said(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    save_elsewhere(template, {"Y": 444}, layout=1)
    type_x(page, 300)
    expect(page.locator("#toasts")).to_contain_text(
        "teammate changed source-2 meanwhile; both are kept."
    )
    expect(dialog(page)).to_be_hidden()
    expect_selected(page, "source-1")
    expect_undo(page, "merge the changes of teammate")
    expect_saved(page)
    assert [layout.box for layout in saved_layouts(template)] == [
        Box(300, 100, 640, 360),
        Box(1000, 444, 400, 300),
    ]
    page.locator("#undo").click()
    expect_undo(page, "change X of source-1")
    select(page, "source-2")
    expect_box(page, (1000, 500, 400, 300))


def test_what_oneself_did_in_another_tab_is_told_as_such(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    own = LayoutTemplate.objects.filter(pk=template.pk)
    save_elsewhere(template, {"Y": 444}, layout=1)
    own.update(updated_by=studio.cast.operator)
    type_x(page, 300)
    expect(page.locator("#toasts")).to_contain_text(
        "You changed source-2 elsewhere meanwhile; both are kept."
    )
    expect_undo(page, "merge what you changed elsewhere")
    expect_saved(page)
    template.refresh_from_db()
    save_elsewhere(template, {"X": 555})
    own.update(updated_by=studio.cast.operator)
    type_x(page, 320)
    expect(dialog(page)).to_contain_text("You saved this template elsewhere at")
    choose(page, "Merge both")
    expect(page.locator("#toasts")).to_contain_text("Merged with what you changed elsewhere")


def test_nothing_is_merged_in_the_middle_of_a_gesture(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    held = Held(page, "**/document/")
    save_elsewhere(template, {"Y": 444}, layout=1)
    with page.expect_request("**/document/"):
        type_x(page, 300)
    drag_to(page, centre(item(page, "source-1")), (60, 30))
    with page.expect_response("**/document/"):
        held.let_go()
    painted(page)
    expect_undo(page, "change X of source-1")
    page.mouse.up()
    expect_undo(page, "merge the changes of teammate")
    expect_saved(page)
    first, second = saved_layouts(template)
    assert first.box.x > 300
    assert second.box.y == 444


def test_what_somebody_assumed_of_a_source_is_merged_and_told_by_its_name(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    save_elsewhere(template, {})
    LayoutTemplate.objects.filter(pk=template.pk).update(
        editor_state={"assumed": {"source-2": "4:3"}}
    )
    type_x(page, 300)
    expect(page.get_by_text("teammate changed source-2 meanwhile; both are kept.")).to_be_visible()
    expect_saved(page)
    template.refresh_from_db()
    assert template.editor_state == {"assumed": {"source-2": "4:3"}}


def test_two_fields_of_one_place_are_merged_without_a_question(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    save_elsewhere(template, {"Y": 111})
    type_in(page, "source-1", "box.X", 300)
    expect_saved(page)
    expect_box(page, (300, 111, 640, 360))
    assert saved_layouts(template)[0].box == Box(300, 111, 640, 360)


def test_what_merges_is_fetched_at_the_first_conflict_and_asked_for_again_if_that_fails(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    assert "merging" not in page.evaluate(FETCHED)
    saved = page.locator("#saved")
    failed: list[str] = []

    def at_first_broken(route: Route) -> None:
        if failed:
            route.continue_()
        else:
            failed.append(route.request.url)
            expect(saved).to_have_attribute("data-kind", "saving")
            route.abort()

    page.route("**/editor/merging/start.*js*", at_first_broken)
    save_elsewhere(template, {"Y": 444}, layout=1)
    type_x(page, 300)
    expect(saved).to_have_attribute("data-kind", "failing")
    expect(saved).to_have_attribute("data-kind", "saved")
    assert failed
    mine, other = saved_layouts(template)
    assert (mine.box.x, other.box.y) == (300, 444)
