"""Presets: the pixels both sides agree on, and what choosing one does to the sources there are."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from studio.rules.document import MixedRules
from studio.rules.geometry import Box
from studio.rules.presets import PRESETS
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import expect_box, expect_undo, field, item, places, select
from tests.driving.studio import Studio

ALL = f"All {len(PRESETS)}"
LINE = (Box(0, 0, 200, 200), Box(300, 0, 200, 200), Box(600, 0, 200, 200), Box(900, 0, 200, 200))


FOUR = builders.document(*LINE)


QUARTERS = [(0, 0, 960, 540), (960, 0, 960, 540), (0, 540, 960, 540), (960, 540, 960, 540)]


def preset(page: Page, name: str) -> Locator:
    return page.locator("#presets").get_by_role("button", name=name, exact=True)


def boxes(page: Page, count: int) -> None:
    """The first `count` sources lie in the quarters."""
    for number in range(1, count + 1):
        select(page, f"source-{number}")
        expect_box(page, QUARTERS[number - 1])


def test_a_preset_places_the_sources_by_layer_in_one_named_step_that_is_undone(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(FOUR)
    preset(page, "Quad").click()
    expect_undo(page, "preset Quad")
    expect(preset(page, "Quad")).to_have_attribute("aria-current", "true")
    boxes(page, 4)
    page.locator("#undo").click()
    expect(page.locator("#undo")).to_be_disabled()
    select(page, "source-2")
    expect_box(page, (300, 0, 200, 200))
    # What was parked is back by it too.
    preset(page, "Full screen").click()
    expect(page.locator("#parked-list li")).to_have_count(3)
    page.locator("#undo").click()
    expect(page.locator("#parked")).to_be_hidden()
    select(page, "source-4")
    expect_box(page, (900, 0, 200, 200))


def test_a_digit_on_the_stage_chooses_a_favourite_and_in_a_field_it_is_a_digit(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(FOUR)
    select(page, "source-1")
    page.locator("[data-field='source.ID']").press("2")
    expect(page.locator("#undo")).to_be_disabled()
    page.locator("[data-field='source.ID']").press("Escape")
    item(page, "source-1").press("2")
    boxes(page, 4)
    expect(page.locator("#live")).to_contain_text("Preset Quad")


def test_what_finds_no_box_is_parked_saved_unsent_and_can_come_back(
    open_editor: OpenEditor, studio: Studio
) -> None:
    made = builders.template(studio.cast.workspace, FOUR)
    page = open_editor(template=made)
    preset(page, "Side by side").click()
    parked = page.locator("#parked-list li")
    expect(parked).to_have_count(2)
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    made.refresh_from_db()
    assert [source.id for source in made.rules.sources] == ["source-1", "source-2"]
    kept = made.editor_state["parked"]
    assert isinstance(kept, list)
    assert kept[1] == {
        "source": made_source(4),
        "layout": {"X": 900, "Y": 0, "W": 200, "H": 200, "Layer": 4},
    }
    page.locator("#push").click()
    expect(page.locator("#push-form")).to_be_visible()
    expect(page.locator("#push-form")).to_contain_text("source-3, source-4")
    page.keyboard.press("Escape")
    page.reload()
    page.get_by_role("button", name="Bring back source-4").click()
    expect_undo(page, "bring source-4 back")
    expect_box(page, (900, 0, 200, 200))
    expect(parked).to_have_count(1)
    page.locator("#undo").click()
    expect(parked).to_have_count(2)


def made_source(layer: int) -> dict[str, object]:
    source = builders.picture_source(layer)
    return {"ID": source.id, "Layer": layer, "Type": "pic", "Url": source.url}


def test_a_larger_preset_takes_the_parked_sources_back_by_layer_in_one_step(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(FOUR)
    preset(page, "Full screen").click()
    expect(page.locator("#parked-list li")).to_have_count(3)
    expect(preset(page, "Quad").locator(".cell.is-free")).to_have_count(0)
    preset(page, "Side by side").click()
    expect(page.locator("#parked-list b")).to_have_text(["source-3", "source-4"])
    expect(page.locator("#toasts")).to_contain_text("Brought back")
    preset(page, "Quad").click()
    expect(page.locator("#parked")).to_be_hidden()
    boxes(page, 4)
    page.locator("#undo").click()
    expect(page.locator("#parked-list b")).to_have_text(["source-3", "source-4"])
    page.locator("#push").click()
    expect(page.locator("#push-form")).to_be_visible()
    expect(page.locator("#push-form")).to_contain_text("source-3, source-4")
    page.keyboard.press("Escape")
    page.locator("#redo").click()
    expect(page.locator("#parked")).to_be_hidden()
    page.locator("#push").click()
    expect(page.locator("#push-form")).to_be_visible()
    expect(page.locator("#push-form")).not_to_contain_text("source-3")


def test_a_preset_leaves_hidden_sources_hidden(open_editor: OpenEditor) -> None:
    page = open_editor(FOUR)
    page.get_by_role("button", name="Hide source-2").click()
    preset(page, "Quad").click()
    expect(page.locator("#source-list .is-hidden")).to_contain_text("source-2")
    assert places(page, "source-1", "source-3", "source-4") == QUARTERS[:3]


def test_a_parked_source_whose_layer_was_taken_comes_back_on_a_free_one(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(FOUR)
    preset(page, "Full screen").click()
    page.get_by_role("button", name="Source", exact=True).click()
    expect(field(page, "source.Layer")).to_have_value("2")
    preset(page, "Quad").click()
    expect(page.locator("#parked-list b")).to_have_text(["source-4"])
    layers = page.locator("#source-list .more")
    expect(layers).to_have_text(["layer 4", "layer 3", "layer 2", "layer 1"])
    boxes(page, 1)


def test_boxes_beyond_the_sources_stay_free(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document(Box(5, 5, 100, 100)))
    expect(preset(page, "Quad").locator(".cell.is-free")).to_have_count(3)
    preset(page, "Quad").click()
    expect(page.locator("#source-list li")).to_have_count(1)
    boxes(page, 1)


def test_all_presets_are_in_the_dialog_and_one_is_chosen_there(open_editor: OpenEditor) -> None:
    page = open_editor(FOUR)
    page.get_by_role("button", name=ALL).click()
    dialog = page.locator("#preset-dialog")
    expect(dialog.locator("[data-preset]")).to_have_count(len(PRESETS))
    dialog.get_by_role("button", name="2 + 4").press("Enter")
    expect(dialog).to_be_hidden()
    expect_undo(page, "preset 2 + 4")
    expect(page.get_by_role("button", name=ALL)).to_be_focused()


def narrow_scene() -> MixedRules:
    return builders.document(Box(0, 0, 20, 20), Box(0, 0, 20, 20), width=24, height=24)


def test_a_preset_that_cannot_fit_says_why_and_does_nothing(open_editor: OpenEditor) -> None:
    page = open_editor(narrow_scene())
    lecture = page.locator("#presets [data-preset='lecture']")
    expect(lecture).to_have_attribute("aria-disabled", "true")
    expect(lecture).to_contain_text("under 10 px")
    lecture.press("Enter")
    expect(page.locator("#live")).to_contain_text("under 10 px")
    expect(page.locator("#undo")).to_be_disabled()


def test_gap_margin_and_mirror_are_drawn_before_they_are_used(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document(Box(0, 0, 100, 100), Box(0, 0, 100, 100)))
    page.get_by_label("Mirror").check()
    page.get_by_role("spinbutton", name="Margin").fill("60")
    first = preset(page, "Lecture").locator(".cell").first
    assert first.evaluate("e => e.style.left") != "0%"
    preset(page, "Lecture").click()
    select(page, "source-2")
    expect_box(page, (60, 420, 450, 240))


def test_a_portrait_scene_has_favourites_of_its_own(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document(Box(0, 0, 100, 100), width=1080, height=1920))
    expect(page.locator("#presets [data-preset]").first).to_contain_text("Two strips")


def test_somebody_who_may_only_look_has_no_presets(open_editor: OpenEditor, studio: Studio) -> None:
    page = open_editor(FOUR, user=studio.cast.viewer)
    expect(page.locator("#presets")).to_have_count(0)
    item(page, "source-1").press("2")
    label = re.compile(", x 0, y 0, 200 by 200$")
    expect(item(page, "source-1")).to_have_attribute("aria-label", label)
