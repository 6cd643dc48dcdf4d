"""Both changed the same: both versions are shown, and whoever saves last decides."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from studio.editor.models import LayoutTemplate
from studio.rules import codec
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.browser.saving.conflicts import PAIR, choose, clash, dialog
from tests.driving.saves import (
    expect_saved,
    save_elsewhere,
    save_rules_elsewhere,
    saved_layouts,
    saved_x,
    type_x,
)
from tests.driving.stage import expect_box, expect_selected, expect_undo, item, select
from tests.driving.studio import Studio


def test_both_versions_are_shown_as_pictures_with_what_differs_in_words(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    rules: Any = codec.write(template.rules)
    rules["InputLayout"]["Scene"]["Layout"][0] |= {"X": 555, "H": 200}
    rules["InputLayout"]["Logo"] = []
    rules["Output"]["Video"]["BitRate"] = 4_000_000
    save_rules_elsewhere(template, codec.read_rules(rules))
    type_x(page, 300)
    expect(dialog(page)).to_have_accessible_name("Two versions of “Thursday talk show”")
    expect(dialog(page)).to_contain_text("teammate saved this template at")
    for name in ("My version of the scene", "Their version of the scene", "Both versions merged"):
        picture = dialog(page).get_by_role("img", name=name)
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.naturalWidth") > 0
    table = dialog(page).get_by_role("table", name="Differences")
    expect(table.locator("tbody tr")).to_have_count(4)
    shown = [
        [" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()]
        for row in table.locator("tbody tr").all()
    ]
    assert shown == [
        ["source-1, place both changed it", "200, 100", "300, 100", "555, 100"],
        ["source-1, size", "640 × 360", "640 × 360", "640 × 200"],
        ["bug.png", "there", "unchanged", "removed"],
        ["Video, video bit rate", "6,000,000", "6,000,000", "4,000,000"],
    ]
    expect(dialog(page).locator("[data-version=mine] .changed")).to_have_count(1)
    expect(dialog(page).locator("[data-version=theirs] .changed")).to_have_count(2)


def test_what_both_assumed_of_a_source_is_told_by_its_name(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    LayoutTemplate.objects.filter(pk=template.pk).update(
        editor_state={"assumed": {"source-1": "4:3"}}, version=template.version + 1
    )
    select(page, "source-1")
    page.get_by_label("Shape until measured").select_option("9:16")
    table = dialog(page).get_by_role("table", name="Differences")
    expect(table.locator("tbody tr")).to_have_count(1)
    cells = table.locator("tbody tr").locator("th, td").all_inner_texts()
    assert [" ".join(cell.split()) for cell in cells] == [
        "source-1, assumed shape both changed it",
        "none",
        "9:16",
        "4:3",
    ]


def test_each_clash_is_decided_with_the_keyboard_alone_and_merged_with_the_rest(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = clash(open_editor, template)
    expect(page.locator("#conflict-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_visible()
    mine = dialog(page).get_by_role("radio", name="source-1, place: mine, 300, 100")
    expect(mine).to_be_checked()
    for _stop in range(4):
        page.keyboard.press("Tab")
    expect(mine).to_be_focused()
    page.keyboard.press("ArrowRight")
    theirs = dialog(page).get_by_role("radio", name="source-1, place: theirs, 555, 100")
    expect(theirs).to_be_checked()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Merge both")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog(page)).to_be_hidden()
    expect(page.locator("#toasts")).to_contain_text("Merged with the changes of teammate")
    expect_saved(page)
    assert [layout.box for layout in saved_layouts(template)] == [
        Box(555, 100, 640, 360),
        Box(1000, 444, 400, 300),
    ]
    expect_undo(page, "merge the changes of teammate")


def test_on_a_phone_merging_keeps_mine_where_nothing_else_was_chosen(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = clash(open_editor, template)
    page.set_viewport_size({"width": 390, "height": 844})
    choose(page, "Merge both")
    expect_saved(page)
    assert [layout.box.x for layout in saved_layouts(template)] == [300, 1000]
    assert saved_layouts(template)[1].box.y == 444


def test_keeping_mine_saves_over_theirs(open_editor: OpenEditor, studio: Studio) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = clash(open_editor, template)
    choose(page, "Keep mine")
    expect_saved(page)
    assert saved_x(template) == 300
    assert saved_layouts(template)[1].box.y == 500


def test_keeping_mine_leaves_theirs_one_undo_away(open_editor: OpenEditor, studio: Studio) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = clash(open_editor, template)
    expect(dialog(page).locator("[data-version=mine]")).to_contain_text("stays one Undo away")
    choose(page, "Keep mine")
    expect_saved(page)
    expect_selected(page, "source-1")
    expect_box(page, (300, 100, 640, 360))
    expect_undo(page, "keep my version")
    page.locator("#undo").click()
    expect_box(page, (555, 100, 640, 360))
    expect_saved(page)
    assert saved_x(template) == 555
    assert saved_layouts(template)[1].box.y == 444
    page.locator("#undo").click()
    expect_undo(page, "change X of source-1")
    expect_box(page, (300, 100, 640, 360))


def test_taking_theirs_leaves_mine_one_undo_away(open_editor: OpenEditor, studio: Studio) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = clash(open_editor, template)
    choose(page, "Take theirs")
    expect_saved(page)
    expect_selected(page, "source-1")
    expect_box(page, (555, 100, 640, 360))
    expect_undo(page, "take their version")
    page.locator("#undo").click()
    expect_box(page, (300, 100, 640, 360))


def test_removing_what_somebody_else_changed_is_asked(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    save_elsewhere(template, {"X": 555})
    select(page, "source-1")
    page.get_by_role("button", name="Remove", exact=True).click()
    dialog(page).get_by_role("radio", name="source-1: theirs, changed").check()
    choose(page, "Merge both")
    expect(item(page, "source-1")).to_be_visible()
    expect_saved(page)
    assert saved_x(template) == 555


def test_who_saves_again_while_one_decides_is_asked_about_next(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = clash(open_editor, template)
    save_elsewhere(template, {"X": 666})
    choose(page, "Keep mine")
    expect(dialog(page).locator("tbody")).to_contain_text("666, 100")
    choose(page, "Keep mine")
    expect_saved(page)
    assert saved_x(template) == 300


def test_a_picture_that_could_not_be_drawn_is_said_and_drawn_again(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    page.route("**/preview/", lambda route: route.abort())
    save_elsewhere(template, {"X": 555})
    type_x(page, 300)
    mine = dialog(page).locator("[data-version=mine]")
    expect(mine).to_contain_text("No picture could be drawn.")
    page.unroute_all()
    mine.get_by_role("button", name="Try again").click()
    expect(mine.get_by_role("img")).to_be_visible()
