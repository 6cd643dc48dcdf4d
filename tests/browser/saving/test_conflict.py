"""Somebody else saved meanwhile: merged where it can be, asked where both changed the same."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from studio.editor.models import LayoutTemplate
from studio.rules import codec
from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.saves import (
    expect_saved,
    save_elsewhere,
    save_rules_elsewhere,
    saved_layouts,
    saved_x,
    type_in,
    type_x,
)
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

BUG = Logo(url="https://pictures.example.com/bug.png", box=Box(96, 54, 192, 108))
FETCHED = "performance.getEntriesByType('resource').map((one) => one.name).join()"
PAIR = builders.document(Box(200, 100, 640, 360), Box(1000, 500, 400, 300), logos=(BUG,))


def dialog(page: Page) -> Locator:
    return page.locator("#conflict")


def choose(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def clash(open_editor: OpenEditor, template: LayoutTemplate) -> Page:
    """A page that moved the first box while a team-mate moved it elsewhere, and the second too."""
    page = open_editor(template=template)
    save_elsewhere(template, {"X": 555})
    save_elsewhere(template, {"Y": 444}, layout=1)
    type_x(page, 300)
    expect(dialog(page)).to_be_visible()
    return page


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
    answers: list[Route] = []
    page.route("**/document/", lambda route: answers.append(route))  # noqa: PLW0108  # Playwright marks it
    save_elsewhere(template, {"Y": 444}, layout=1)
    with page.expect_request("**/document/"):
        type_x(page, 300)
    drag_to(page, centre(item(page, "source-1")), (60, 30))
    with page.expect_response("**/document/"):
        answers[0].continue_()
    page.unroute_all()
    painted(page)
    expect_undo(page, "change X of source-1")
    page.mouse.up()
    expect_undo(page, "merge the changes of teammate")
    expect_saved(page)
    first, second = saved_layouts(template)
    assert first.box.x > 300
    assert second.box.y == 444


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


def test_saving_mine_as_a_copy_leaves_theirs_as_they_saved_it(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = clash(open_editor, template)
    choose(page, "Save mine as a copy")
    expect(page.get_by_role("link", name="Open the copy")).to_be_visible()
    expect_saved(page)
    assert saved_x(template) == 555
    copy = LayoutTemplate.objects.exclude(pk=template.pk).get()
    assert copy.name == "Thursday talk show (my version)"
    assert saved_x(copy) == 300
    link = page.get_by_role("link", name="Open the copy")
    assert link.evaluate("link => link.href") == studio.address(copy)


def test_a_copy_that_cannot_be_saved_is_said_and_leaves_nothing_behind(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = clash(open_editor, template)
    page.route("**/copy/", lambda route: route.abort())
    dialog(page).get_by_role("button", name="Save mine as a copy").click()
    expect(page.locator("#conflict-failed")).to_be_visible()
    assert LayoutTemplate.objects.get() == template
    page.unroute("**/copy/")
    choose(page, "Save mine as a copy")
    expect(page.get_by_role("link", name="Open the copy")).to_be_visible()
    assert LayoutTemplate.objects.exclude(pk=template.pk).count() == 1


def test_one_copy_is_saved_however_often_it_is_asked_for(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = clash(open_editor, template)
    button = page.get_by_role("button", name="Save mine as a copy")
    button.evaluate("button => { button.click(); button.click(); }")  # a held Enter repeats
    expect(page.get_by_role("link", name="Open the copy")).to_be_visible()
    expect_saved(page)
    page.wait_for_load_state("networkidle")
    assert LayoutTemplate.objects.exclude(pk=template.pk).count() == 1


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
