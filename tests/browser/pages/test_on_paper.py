"""What a page is on paper: what is read of it, and nothing that is pressed."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from studio.editor.models import LayoutTemplate
from studio.mixes.models import Look, MixTask
from tests.browser.conftest import OpenEditor
from tests.browser.pages.conftest import Visit
from tests.driving.walking.material import RULES

# Paper of A4 between its margins, in a browser's pixels.
PAPER = {"width": 688, "height": 1000}
PRESSED = ".btn, nav, [role=tab], input[type=search]"


def on_paper(page: Page) -> None:
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]  # a dictionary of that shape
    page.emulate_media(media="print", color_scheme="dark")


def nothing_to_press(page: Page) -> None:
    seen = page.locator(PRESSED).evaluate_all(
        "(found) => found.filter((each) => each.checkVisibility()).map((each) => each.outerHTML)"
    )
    assert seen == []


def is_white(page: Page) -> bool:
    colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour == "rgb(255, 255, 255)"


def test_a_rundown_is_a_cue_sheet_with_a_line_for_each_look(visit: Visit, task: MixTask) -> None:
    for name in ("Opening", "Match"):
        Look.objects.append(task, name, RULES, None)
    page = visit("task", task.pk)
    on_paper(page)
    nothing_to_press(page)
    assert is_white(page)
    looks = page.locator(".rundown li")
    expect(looks).to_have_count(2)
    first, second = (look.bounding_box() for look in looks.all())
    assert first
    assert second
    assert first["x"] == second["x"]
    assert second["y"] >= first["y"] + first["height"]
    expect(looks.first).to_contain_text(re.compile("1.*Opening", re.DOTALL))


def test_a_table_is_one_although_paper_is_as_narrow_as_a_phone(visit: Visit, task: MixTask) -> None:
    for name in ("tasks", "history", "audit"):
        page = visit(name)
        on_paper(page)
        nothing_to_press(page)
        expect(page.locator(".tbl th").first).to_be_visible()
        expect(page.locator(".tbl tbody tr").first).to_have_css("display", "table-row")
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]


def test_of_a_template_there_are_its_name_its_picture_and_its_layers(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    expect(page.locator("#preview img")).to_have_attribute("src", re.compile("^blob:"))
    on_paper(page)
    nothing_to_press(page)
    assert is_white(page)
    expect(page.get_by_label("Template name")).to_be_visible()
    picture = page.locator("#preview img").bounding_box()
    assert picture
    assert picture["width"] > 0.9 * PAPER["width"]
    for name in ("source-1", "source-2", "logo.png"):
        expect(page.locator(".left").get_by_text(name, exact=True)).to_be_visible()
    expect(page.locator("#stage")).to_be_hidden()
