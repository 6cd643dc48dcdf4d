"""axe-core on the editor, its panels and dialogs, light, dark and in forced colours."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from studio.accounts.models import Workspace
from studio.editor.models import LayoutTemplate
from studio.rules.presets import PRESETS
from tests.browser.conftest import OpenEditor
from tests.browser.pages.conftest import Judge, open_dialog
from tests.driving.arriving import Held
from tests.driving.saves import expect_saved, save_elsewhere, type_x
from tests.driving.stage import item, select
from tests.driving.studio import Studio


@pytest.fixture
def other(studio: Studio) -> Workspace:
    """The operator's second workspace, so that pages offer to switch."""
    return Workspace.objects.open_for(studio.cast.operator, "Champions League rehearsals")


@pytest.mark.usefixtures("other")
def test_the_panels_and_what_is_saved_meanwhile(
    open_editor: OpenEditor, template: LayoutTemplate, judge: Judge
) -> None:
    page = open_editor(template=template)
    expect(page.locator("#preview img")).to_have_attribute("src", re.compile("^blob:"))
    judge(page)
    for name in ("source-2", "logo.png"):
        select(page, name)
        judge(page)
    for tab in ("Scene", "Output", "Problems"):
        page.get_by_role("tab", name=tab).click()
        judge(page)
    page.get_by_role("tab", name="Box").click()
    while_the_picture_is_drawn_anew(page, judge)
    expect_saved(page)
    type_x(page, 400)
    page.locator("#undo").click()
    page.get_by_role("button", name="All steps").click()
    judge(page)
    template.refresh_from_db()
    save_elsewhere(template, {"X": 555})
    page.keyboard.press("Escape")
    type_x(page, 350)
    expect(page.locator("#conflict [data-state=drawn]")).to_have_count(3)
    judge(page)
    page.set_viewport_size({"width": 390, "height": 844})
    judge(page)


def while_the_picture_is_drawn_anew(page: Page, judge: Judge) -> None:
    held = Held(page, "**/preview/")
    type_x(page, 300)
    expect(page.locator("#preview")).to_have_attribute("aria-busy", "true")
    judge(page)
    held.let_go()
    expect(page.locator("#preview")).not_to_have_attribute("aria-busy", "true")


def test_what_opens_over_it(
    open_editor: OpenEditor, template: LayoutTemplate, judge: Judge
) -> None:
    page = open_editor(template=template)

    def judged() -> None:
        judge(page)
        page.keyboard.press("Escape")

    open_dialog(page, f"All {len(PRESETS)}")
    judge(page)
    page.get_by_role("dialog").get_by_role("button", name="Full screen").first.click()
    page.get_by_role("button", name="Hide source-1").click()
    expect(page.get_by_role("button", name="Bring back source-2")).to_be_visible()
    judge(page)
    page.locator("#undo").click(click_count=2)
    select(page, "source-2").focus()
    page.get_by_role("button", name="Lock source-2").click()
    item(page, "source-2").click(button="right")
    judged()
    page.get_by_role("button", name="Move and size").click()
    judged()
    page.get_by_role("button", name="Swap with…").click()
    judged()
    page.get_by_role("button", name="Keys and gestures").click()
    judge(page)
    page.get_by_role("button", name="Take the tour").click()
    judge_the_tour(page, judge)
    open_dialog(page, "Push…")
    judged()
    page.locator("#zoom").click()
    for toggle in page.locator("#view-menu [data-mode]").all():
        toggle.click()
    judged()
    page.locator("#scene-size").click()
    judge(page)
    page.locator("#scene-sizes").get_by_role("button", name="1280 × 720").click()
    judge(page)


def judge_the_tour(page: Page, judge: Judge) -> None:
    """Its first step, at both sizes, and its last."""
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.locator(".tour")).to_be_visible()
        judge(page)
    for _step in range(4):
        page.locator("[data-next]").click()
    judge(page)
    page.get_by_role("button", name="Done").click()


@pytest.mark.usefixtures("other")
def test_the_editor_on_a_phone(
    open_editor: OpenEditor, template: LayoutTemplate, judge: Judge
) -> None:
    page = open_editor(template=template, width=390, height=844, has_touch=True)
    for panel in ("Layers", "Box", "Presets", "Scene", "Output", "Problems"):
        page.locator(".dock").get_by_role("button", name=panel).click()
        judge(page)
    page.locator("#zoom").click()
    for toggle in page.locator("#view-menu [data-mode]").all():
        toggle.click()
    judge(page)


def test_forced_colours_leave_what_is_chosen_and_the_miniatures_to_be_seen(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    page.emulate_media(forced_colors="active")
    select(page, "source-1")

    def colour(selector: str, name: str) -> str:
        found: str = page.locator(selector).first.evaluate(
            "(element, name) => getComputedStyle(element)[name]", name
        )
        return found

    chosen = colour("#tab-box", "borderBottomColor")
    assert chosen != colour("#tab-scene", "borderBottomColor")
    assert colour("#snap", "backgroundColor") != colour("#several", "backgroundColor")
    assert colour("#layers [aria-pressed=true]", "outlineColor") == chosen
    assert colour("#stage .selection", "outlineColor") == chosen
    # The words that say why a preset does not fit lie above it only when there are any.
    assert colour("#presets .reason", "backgroundColor").endswith(", 0)")


def test_forced_colours_leave_pictures_of_the_output_as_they_are(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    select(page, "source-1")
    drawn = (
        "#stage .scene",
        "#stage .card",
        "#preview .shot img",
        "#presets .mini",
        "#presets .cell",
    )
    words = ("#stage .card b", "#stage .card .says")

    def colours() -> list[str]:
        found: list[str] = page.evaluate(
            """([drawn, words]) => {
              const style = (selector) => getComputedStyle(document.querySelector(selector));
              return [
                ...drawn.map((selector) => style(selector).backgroundColor),
                ...words.map((selector) => style(selector).color),
              ];
            }""",
            [drawn, words],
        )
        return found

    usual = colours()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, forced_colors="active")
        assert colours() == usual


def test_the_editor_for_someone_who_only_views(
    open_editor: OpenEditor, studio: Studio, template: LayoutTemplate, judge: Judge
) -> None:
    page = open_editor(template=template, user=studio.cast.viewer)
    select(page, "source-2")
    judge(page)
