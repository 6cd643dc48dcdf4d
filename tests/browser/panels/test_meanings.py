"""What a field means and takes, in the help's own words: by its section's button, or by F1."""

from __future__ import annotations

import re
from dataclasses import replace

from django.utils.translation import override
from playwright.sync_api import Locator, Page, expect

from studio.help.fields import sheets
from studio.help.reading import pages
from studio.lists import in_sentences
from studio.rules import limits
from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.browser.pages.conftest import Judge, judge  # noqa: F401  # a fixture
from tests.driving.stage import expect_box, field, item, select
from tests.driving.studio import Studio

LOGO = Logo(url="https://pictures.example.com/logo.png", box=Box(0, 0, 64, 64))
PICTURES = builders.document(Box(200, 100, 640, 360), Box(1000, 500, 400, 300), logos=(LOGO,))
# One source of a video, which has a field of its own.
SHOW = replace(PICTURES, sources=(replace(PICTURES.sources[0], type="vod"), PICTURES.sources[1]))
NAMES = "fields => fields.map((field) => field.dataset.field)"


def meanings(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Meaning and limits")


def button(page: Page, section: str) -> Locator:
    """Of the section whose heading that is."""
    headed = page.locator("#inspector .sec", has=page.get_by_role("heading", name=section))
    return headed.get_by_role("button", name="Meaning and limits")


def told(path: str) -> str:
    """What the help says of a field."""
    (row,) = (row for sheet in sheets() for row in sheet.rows if row.path == path)
    return f"{row.meaning} {in_sentences(row.takes)}"


def output(page: Page) -> None:
    page.get_by_role("tab", name="Output").click()


def test_a_section_s_button_shows_what_the_help_says_of_its_fields(
    open_editor: OpenEditor,
    judge: Judge,  # noqa: F811
) -> None:
    page = open_editor(SHOW)
    output(page)
    video = button(page, "Video")
    video.press("Enter")
    rows = meanings(page).locator("dl > div")
    expect(rows).to_have_count(4)
    expect(rows.nth(2)).to_contain_text("Key frame")
    expect(rows.nth(2)).to_contain_text("GOP")
    expect(rows.nth(2)).to_contain_text(told("MixedRules.Output.Video.GOP"))
    expect(rows.nth(2)).to_contain_text(f"{limits.GOP.min} to {limits.GOP.max} s.")
    expect(meanings(page)).to_be_focused()
    judge(page)
    page.keyboard.press("Escape")
    expect(meanings(page)).to_be_hidden()
    expect(video).to_be_focused()


def test_f1_tells_of_the_field_that_is_typed_in_and_takes_nothing_from_it(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(SHOW)
    select(page, "source-1")
    width = field(page, "box.W")
    width.fill("77")
    width.press("F1")
    row = meanings(page).locator("[aria-current]")
    expect(row).to_contain_text(told("MixedRules.InputLayout.Scene.Layout[].W"))
    expect(width).to_be_focused()
    expect(width).to_have_accessible_description(re.compile("The width of the box"))
    expect(page.locator("#live")).to_contain_text(told("MixedRules.InputLayout.Scene.Layout[].W"))
    # Esc is the help's first, then the field's.
    page.keyboard.press("Escape")
    expect(meanings(page)).to_be_hidden()
    expect(width).to_have_value("77")
    expect(width).to_be_focused()
    page.keyboard.press("Escape")
    expect(width).to_have_value("640")
    expect_box(page, (200, 100, 640, 360))
    # The same key shows it and puts it away; where it is shown, it goes on with the focus.
    width.press("F1")
    expect(meanings(page)).to_be_visible()
    field(page, "box.Y").focus()
    expect(meanings(page).locator("[aria-current]")).to_contain_text("From the top edge")
    field(page, "box.Y").press("F1")
    expect(meanings(page)).to_be_hidden()
    expect(field(page, "box.Y")).not_to_have_attribute("aria-describedby", "why-box meaning")


def test_a_field_that_nothing_described_is_left_as_it_was(open_editor: OpenEditor) -> None:
    page = open_editor(SHOW)
    select(page, "source-1")
    shape = field(page, "assumed.Shape")
    shape.press("F1")
    expect(shape).to_have_attribute("aria-describedby", "meaning")
    page.keyboard.press("Escape")
    expect(shape).not_to_have_attribute("aria-describedby", re.compile(""))


def test_a_tap_shows_it_and_a_tap_elsewhere_puts_it_away(open_editor: OpenEditor) -> None:
    page = open_editor(SHOW, width=390, height=844, has_touch=True)
    page.locator(".dock [data-tab=scene]").tap()
    button(page, "Scene").tap()
    expect(meanings(page)).to_contain_text(told("MixedRules.InputLayout.Scene.Width"))
    shown, asked = meanings(page).bounding_box(), field(page, "scene.Width").bounding_box()
    assert shown
    assert asked
    assert shown["y"] + shown["height"] <= asked["y"]  # what it speaks of stays in sight
    button(page, "Scene").tap()
    expect(meanings(page)).to_be_hidden()
    button(page, "Scene").tap()
    expect(meanings(page)).to_be_visible()
    page.locator(".dock [data-tab=output]").tap()
    expect(meanings(page)).to_be_hidden()


def test_no_field_of_the_inspector_is_without(open_editor: OpenEditor) -> None:
    page = open_editor(SHOW)
    asked = set[str]()
    for choose in (lambda: select(page, "source-1"), lambda: item(page, "logo").click()):
        choose()
        asked |= asked_of(page)
    item(page, "source-1").focus()
    page.keyboard.press("Control+a")
    asked |= asked_of(page)
    for tab in ("Scene", "Output"):
        page.get_by_role("tab", name=tab).click()
        asked |= asked_of(page)
    every = page.locator("#inspector [data-field]").evaluate_all(NAMES)
    assert asked == {*every}


def asked_of(page: Page) -> set[str]:
    """The fields that are seen, each of which has told what it means."""
    seen = page.locator("#inspector [data-field]").filter(visible=True)
    for one in seen.all():
        one.focus()
        page.keyboard.press("F1")
        expect(meanings(page).locator("[aria-current]")).to_have_count(1)
        page.keyboard.press("F1")
        expect(meanings(page)).to_be_hidden()
    return {*seen.evaluate_all(NAMES)}


def test_what_does_not_come_is_said_and_asked_for_again(open_editor: OpenEditor) -> None:
    page = open_editor(SHOW)
    output(page)
    page.route("**/help/fields/", lambda route: route.abort())
    button(page, "Audio").click()
    expect(page.get_by_text("There was no answer")).to_be_visible()
    expect(meanings(page)).to_be_hidden()
    page.unroute("**/help/fields/")
    button(page, "Audio").click()
    expect(meanings(page)).to_contain_text(told("MixedRules.Output.Audio.SampleRate"))
    # Once there, it needs nobody.
    page.context.set_offline(True)
    button(page, "Callback").click()
    expect(meanings(page)).to_contain_text(told("MixedRules.Output.Callback.Url"))
    page.context.set_offline(False)


def test_who_may_only_look_is_told_the_same_in_their_language(
    open_editor: OpenEditor, studio: Studio
) -> None:
    page = open_editor(SHOW, user=studio.cast.viewer, locale="zh-CN")
    page.locator("#tab-output").click()
    page.locator("#panel-output [data-meanings]").first.click()
    dialog = page.get_by_role("dialog", name="含义与取值范围")
    with override("zh-hans"):
        expect(dialog).to_contain_text(told("MixedRules.Output.Url[]"))
    chinese = pages("zh-hans")["fields"]
    link = dialog.get_by_role("link", name=chinese.title)
    expect(link).to_have_attribute("href", "/help/fields/")


def test_the_push_dialog_tells_of_its_own_fields(
    open_editor: OpenEditor,
    judge: Judge,  # noqa: F811
) -> None:
    page = open_editor(SHOW)
    page.get_by_role("button", name="Push…").click()
    dialog = page.locator("dialog.push[open]")
    dialog.get_by_role("button", name="Meaning and limits").press("Enter")
    expect(meanings(page)).to_contain_text(told("Name"))
    expect(meanings(page)).to_contain_text(told("MixedRules.Output.Url[]"))
    judge(page)
    page.keyboard.press("Escape")
    expect(meanings(page)).to_be_hidden()
    expect(dialog).to_be_visible()
