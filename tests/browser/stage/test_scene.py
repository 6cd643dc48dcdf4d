"""The scene's size: what is asked, and what becomes of the boxes."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import expect_box, expect_undo, field, select
from tests.driving.studio import Studio

HALVES = builders.document(
    Box(0, 270, 961, 540),
    Box(961, 270, 959, 540),
    logos=(Logo(url="https://pictures.example.com/bug.png", box=Box(96, 54, 192, 108)),),
)


def choose(page: Page, size: str) -> None:
    page.locator("#scene-size").click()
    page.locator("#scene-sizes").get_by_role("button", name=size).click()


def answer(page: Page, name: str) -> None:
    page.locator("#scene-dialog").get_by_role("button", name=name).click()


def test_everything_is_scaled_in_one_step_and_saved(
    open_editor: OpenEditor, studio: Studio
) -> None:
    made = builders.template(studio.cast.workspace, HALVES)
    page = open_editor(template=made)
    choose(page, "1280 × 720")
    answer(page, "Scale everything")
    expect(page.locator("#scene-size")).to_have_text("1280 × 720 · landscape")
    expect_undo(page, "scene size 1280 × 720")
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    made.refresh_from_db()
    after = made.rules
    assert [layout.box for layout in after.scene.layouts] == [
        Box(0, 180, 641, 360),
        Box(641, 180, 639, 360),
    ]
    assert after.logos is not None
    assert after.logos[0].box == Box(64, 36, 128, 72)
    page.locator("#undo").click()
    expect(page.locator("#scene-size")).to_have_text("1920 × 1080 · landscape")
    expect(page.locator("#undo")).to_be_disabled()


def test_pixels_are_kept_when_that_is_the_answer(open_editor: OpenEditor) -> None:
    page = open_editor(HALVES)
    choose(page, "1080 × 1920")
    answer(page, "Keep their pixels")
    expect(page.locator("#scene-size")).to_have_text("1080 × 1920 · portrait")
    select(page, "source-1")
    expect_box(page, (0, 270, 961, 540))


def test_cancelling_changes_nothing(open_editor: OpenEditor) -> None:
    page = open_editor(HALVES)
    page.get_by_role("tab", name="Scene").click()
    field(page, "scene.Width").fill("1000")
    field(page, "scene.Width").press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#scene-dialog")).to_be_hidden()
    expect(field(page, "scene.Width")).to_have_value("1920")
    expect(field(page, "scene.Width")).to_be_focused()
    expect(page.locator("#undo")).to_be_disabled()


def test_other_numbers_are_asked_about_together_within_the_apis_range(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(HALVES)
    page.locator("#scene-size").click()
    page.get_by_role("button", name="Other size…").click()
    expect(field(page, "scene.Width")).to_be_focused()
    page.keyboard.type("9000")
    page.keyboard.press("Tab")
    page.keyboard.type("1200")
    page.get_by_role("button", name="Change the size…").click()
    expect(page.locator("#scene-dialog")).to_be_hidden()
    expect(page.locator("#why-scene-Width")).to_have_text("“9000” is not from 10 to 2,160.")
    field(page, "scene.Width").fill("2160")
    page.get_by_role("button", name="Change the size…").click()
    expect(page.locator("#scene-dialog")).to_contain_text("2160 × 1200")
    page.keyboard.press("Enter")
    expect(page.locator("#scene-size")).to_have_text("2160 × 1200 · landscape")
    page.locator("#undo").click()
    expect(field(page, "scene.Width")).to_have_value("1920")


def test_an_empty_scene_changes_at_once(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document(Box(0, 0, 100, 100)))
    select(page, "source-1").press("Delete")
    choose(page, "1080 × 1080")
    expect(page.locator("#scene-size")).to_have_text("1080 × 1080 · square")
