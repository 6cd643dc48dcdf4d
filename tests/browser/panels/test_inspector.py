"""Exact numbers, addresses, settings, and problems beside what they name."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.saves import expect_saved
from tests.driving.stage import (
    centre,
    expect_box,
    expect_undo,
    field,
    item,
    places,
    select,
)
from tests.driving.studio import Studio

START = (200, 100, 640, 360)
PAIR = builders.document(Box(*START), Box(1000, 500, 400, 300))


def type_in(page: Page, name: str, text: str) -> None:
    field(page, name).fill(text)
    field(page, name).press("Enter")


def test_enter_commits_escape_reverts_and_a_percentage_is_of_the_scene(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    type_in(page, "box.X", "321")
    expect_box(page, (321, 100, 640, 360))
    field(page, "box.Y").fill("9")
    field(page, "box.Y").press("Escape")
    expect_box(page, (321, 100, 640, 360))
    type_in(page, "box.W", "50%")
    type_in(page, "box.H", "25 %")
    expect_box(page, (321, 100, 960, 270))
    # What the foot says is about the latest change.
    type_in(page, "box.W", "99999")
    expect(page.locator("#live")).to_contain_text("“99999” is not from 10 to 2,160.")
    type_in(page, "box.W", "600")
    expect(page.locator("#live")).to_have_text("Done: change width of source-1")


def test_arrows_step_a_number_by_one_with_shift_by_ten_and_as_far_as_its_limits(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    field(page, "box.W").focus()
    for key in ("ArrowUp", "Shift+ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    expect_box(page, (200, 100, 650, 360))
    expect_undo(page, "change width of source-1")
    page.locator("#undo").click()
    expect_box(page, START)
    type_in(page, "box.W", "2159")
    field(page, "box.W").press("Shift+ArrowUp")
    expect(page.locator("#live")).to_contain_text("Goes from 10 to 2160; set to 2160")
    expect_box(page, (200, 100, 2160, 360))


def test_a_key_pressed_before_the_next_frame_is_for_what_was_just_selected(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    page.evaluate(
        """async () => {
          const row = (name) => [...document.querySelectorAll("#layers button[data-key]")]
            .find((one) => one.textContent.includes(name));
          const width = document.querySelector('[data-field="box.W"]');
          for (const name of ["source-1", "source-2"]) {
            row(name).click();
            await null; // the next event, still in the same frame
            width.focus();
            width.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", bubbles: true }));
            await null;
          }
        }"""
    )
    assert places(page, "source-1", "source-2") == [(200, 100, 641, 360), (1000, 500, 401, 300)]


def test_what_was_typed_is_kept_for_the_item_it_was_typed_for(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    field(page, "box.X").fill("333")
    item(page, "source-2").click()
    expect_box(page, (1000, 500, 400, 300))
    select(page, "source-1")
    expect_box(page, (333, 100, 640, 360))


def test_a_new_source_is_on_top_has_a_free_id_and_waits_for_its_url(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    page.get_by_role("button", name="Source", exact=True).click()
    expect(field(page, "source.Url")).to_be_focused()
    expect(field(page, "source.ID")).to_have_value("source-3")
    expect(field(page, "source.Layer")).to_have_value("3")
    expect(page.locator("#why-source-Url .error")).to_be_visible()
    expect(page.locator("#source-list").get_by_role("img", name="Problems: 1")).to_be_visible()
    page.keyboard.type("rtmp://pull.example.com/live/host")
    page.keyboard.press("Enter")
    expect(field(page, "source.Type")).to_have_value("live")
    expect(page.locator("#why-source-Url .error")).to_have_count(0)


def test_undo_in_a_field_is_the_browsers_amid_typing_and_the_documents_before_and_after(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    name = page.get_by_label("Template name")
    name.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Morning show")
    page.keyboard.press("Enter")
    expect(page.locator("#heading")).to_have_text("Morning show")
    page.get_by_role("button", name="Source", exact=True).click()
    expect(field(page, "source.Url")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator("#source-list li")).to_have_count(2)
    expect(name).to_have_value("Morning show")
    page.keyboard.press("Control+y")
    url = field(page, "source.Url")
    url.focus()
    page.keyboard.type("r")
    page.keyboard.press("Control+z")
    expect(url).to_have_value("")
    expect(page.locator("#source-list li")).to_have_count(3)
    page.keyboard.press("Control+Shift+z")
    expect(url).to_have_value("r")
    page.keyboard.press("Control+z")
    expect(url).to_have_value("")
    page.keyboard.type("rtmp://pull.example.com/live/host")
    page.keyboard.press("Enter")
    expect_undo(page, "change URL of source-3")
    page.keyboard.press("Control+z")
    expect(url).to_have_value("")
    expect_undo(page, "add source-3")
    expect(page.locator("#heading")).to_have_text("Morning show")


def test_the_ninth_source_and_the_fifth_logo_are_refused_in_words(
    open_editor: OpenEditor,
) -> None:
    logo = Logo(url="https://pictures.example.com/logo.png", box=Box(9, 9, 90, 90))
    full = builders.document(*[Box(100 * n, 50, 90, 90) for n in range(8)], logos=(logo,) * 4)
    page = open_editor(full)
    expect(page.locator('[data-meter="sources"]')).to_contain_text("8/8")
    expect(page.locator('[data-meter="logos"]')).to_contain_text("4/4")
    page.get_by_role("button", name="Source", exact=True).click()
    expect(page.get_by_text("A mix has 8 sources at most.")).to_be_visible()
    expect(page.locator(".toast.warning")).to_be_visible()
    page.get_by_role("button", name="Logo", exact=True).click()
    expect(page.get_by_text("A mix has 4 logos at most.")).to_be_visible()
    expect(page.locator(".item")).to_have_count(12)


def test_a_problem_in_the_list_leads_to_the_field_it_names(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    page.get_by_role("tab", name="Scene").click()
    type_in(page, "scene.Width", "1921")
    page.get_by_role("button", name="Keep their pixels").click()
    page.get_by_role("tab", name="Problems").click()
    row = page.locator("#problem-list li").filter(has_text="odd")
    expect(row).to_be_visible()
    row.get_by_role("button").click()
    expect(field(page, "scene.Width")).to_be_focused()
    expect(page.locator("#why-scene-Width")).to_contain_text("odd")


def test_the_output_is_set_field_by_field_and_saved(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    page.get_by_role("tab", name="Output").click()
    page.get_by_role("button", name="Push URL", exact=True).click()
    page.keyboard.type("rtmp://push.example.com/live/second")
    page.keyboard.press("Enter")
    type_in(page, "video.BitRate", "4000000")
    field(page, "video.Codec").select_option("h265")
    field(page, "audio.SampleRate").select_option("44100")
    type_in(page, "callback.Url", "https://callback.example.com/mix")
    page.get_by_role("button", name="Remove push URL 1").click()
    expect(page.locator('[data-meter="pushUrls"]')).to_contain_text("1/8")
    expect_saved(page)
    template.refresh_from_db()
    output = template.rules.output
    assert output.urls == ("rtmp://push.example.com/live/second",)
    assert (output.video.bit_rate, output.video.codec) == (4_000_000, "h265")
    assert output.audio.sample_rate == 44_100
    assert output.callback is not None
    assert output.callback.url == "https://callback.example.com/mix"


def test_emptying_the_callback_takes_it_out(open_editor: OpenEditor, studio: Studio) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    page.get_by_role("tab", name="Output").click()
    type_in(page, "callback.Url", "https://callback.example.com/mix")
    type_in(page, "callback.Url", "")
    expect_saved(page)
    template.refresh_from_db()
    assert template.rules.output.callback is None


def test_bars_are_told_in_pixels_and_per_cent(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document(Box(1272, 40, 608, 612)))
    select(page, "source-1")
    expect(page.locator("#fit-bars")).to_have_text("Bars 0 × 135 px")
    expect(page.locator("#fit-unused")).to_have_text("44 % of the box is unused")
    expect(page.locator("#fit-picture")).to_have_text("picture 608 × 342")
    expect(page.locator("[data-measured]").first).to_have_text("1920 × 1080 assumed")


def test_the_servers_preview_follows_the_document_in_the_scenes_shape(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    picture = page.locator("#preview img")
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    shown = picture.bounding_box()
    assert shown is not None
    assert abs(shown["width"] / shown["height"] - 1920 / 1080) < 0.05
    before = picture.get_attribute("src")
    select(page, "source-1")
    type_in(page, "box.X", "700")
    expect(picture).not_to_have_attribute("src", before or "")
    expect(page.locator("#preview .badge")).to_contain_text("source size unknown")


def test_letting_go_asks_for_the_servers_preview_at_once(
    open_editor: OpenEditor, studio: Studio, data: Path
) -> None:
    for source in PAIR.sources:  # all are there: none that comes has the preview made anew
        builders.frame(studio.cast.workspace, source.url)
    page = open_editor(PAIR, alone=True)
    # From its very beginning the page has no timer that is not turned.
    page.clock.install()
    page.reload()
    page.locator("html[data-ready]").wait_for(state="attached")
    expect(page.locator("#preview img")).to_have_attribute("src", re.compile("^blob:"))
    dragged = select(page, "source-2")
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    # What the page still asks for because of what came as it opened, is asked for and answered.
    page.clock.run_for(1000)
    expect(page.locator("#preview")).not_to_have_attribute("aria-busy", "true")
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "/preview/" in sent.url else None)
    x, y = centre(dragged)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 40, steps=4)
    # Much less than the page waits for quiet.
    page.clock.run_for(50)
    assert asked == []
    with page.expect_request("**/preview/"):
        page.mouse.up()
        page.clock.run_for(50)


def test_the_picture_is_saved_first_and_downloaded_with_what_was_asked_for(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    select(page, "source-1")
    type_in(page, "box.X", "321")
    page.get_by_role("button", name="Download this picture").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="JPEG: With boxes and names").click()
    assert waiting.value.suggested_filename == "Thursday talk show.jpg"
    assert waiting.value.url.endswith("/picture.jpg?show=boxes")
    template.refresh_from_db()
    assert template.rules.scene.layouts[0].box.x == 321


def test_a_picture_that_cannot_be_made_leaves_the_page_as_it_is(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    type_in(page, "box.X", "321")
    page.route("**/picture.png", lambda route: route.fulfill(status=422, body="No."))
    page.get_by_role("button", name="Download this picture").click()
    page.get_by_role("link", name="PNG: As it goes on air").click()
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    page.wait_for_load_state("networkidle")
    expect_box(page, (321, 100, 640, 360))
    expect_undo(page, "change X of source-1")


def test_problems_of_narrow_fields_have_the_whole_width(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    type_in(page, "source.Layer", "2")
    type_in(page, "source.ID", "")
    why = page.locator("#why-source-ID")
    expect(why).to_be_visible()
    expect(field(page, "source.ID")).to_have_attribute("aria-describedby", "why-source-ID")
    section, sentence = page.locator("#source-Url").bounding_box(), why.bounding_box()
    assert section is not None
    assert sentence is not None
    assert sentence["width"] >= section["width"]
