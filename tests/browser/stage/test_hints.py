"""What is said at boxes: assumed sizes, and what is covered, off the scene, outside safe areas."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from studio.library.wording import frame_json
from studio.rules.document import Logo, MixedRules
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import expect_undo, field, item, painted, row, select
from tests.driving.studio import Studio
from tests.media.awkward_pictures import ORIENTATION, saved
from tests.media.colours import profiles

PAIR = builders.document(Box(0, 0, 640, 360), Box(700, 0, 640, 360))


def live(rules: MixedRules) -> MixedRules:
    """The same with streams that nobody plays, so that there is no still of them."""
    sources = (
        replace(source, type="live", url=f"rtmp://pull.example.com/live/{source.layer}")
        for source in rules.sources
    )
    return replace(rules, sources=tuple(sources))


def assume(page: Page, shape: str) -> None:
    field(page, "assumed.Shape").select_option(shape)


def picture_size(page: Page, name: str) -> list[int]:
    """Of an item's picture on the stage, in scene pixels."""
    found: list[int] = (
        item(page, name)
        .locator(".picture")
        .evaluate("({ style }) => [parseInt(style.width), parseInt(style.height)]")
    )
    return found


def test_a_chosen_shape_draws_the_same_boxes_here_and_on_the_server(
    open_editor: OpenEditor, studio: Studio
) -> None:
    made = builders.template(studio.cast.workspace, live(PAIR))
    page = open_editor(template=made)
    drawn = page.locator("#preview img")
    expect(drawn).to_have_attribute("src", re.compile("^blob:"))
    select(page, "source-2")
    before = drawn.get_attribute("src")
    chosen = '"assumed":{"source-2":"9:16"}'
    with page.expect_request(
        lambda sent: "/preview/" in sent.url and chosen in (sent.post_data or "")
    ):
        assume(page, "9:16")
    expect_undo(page, "change assumed shape of source-2")
    expect(page.locator("#fit-bars")).to_have_text("Bars 218/219 × 0 px")
    assert picture_size(page, "source-2") == [203, 360]
    expect(page.locator("#fit-badge")).to_have_text("source size unknown")
    expect(drawn).not_to_have_attribute("src", before or "")
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    made.refresh_from_db()
    assert made.editor_state == {"assumed": {"source-2": "9:16"}}
    picture = page.request.get(f"{studio.address(made)}picture.png")
    seen = Image.open(BytesIO(picture.body())).convert("RGB")
    left, right = 700 + 218, 700 + 218 + 203
    lit = [seen.getpixel((x, 200)) != (0, 0, 0) for x in (left - 1, left, right - 1, right)]
    assert lit == [False, True, True, False]


def test_an_assumed_shape_is_undone_kept_and_used_to_fit(open_editor: OpenEditor) -> None:
    page = open_editor(live(PAIR))
    select(page, "source-1")
    assume(page, "1:1")
    page.get_by_role("button", name="Fit to source").click()
    expect(field(page, "box.W")).to_have_value("360")
    for _step in range(2):
        page.locator("#undo").click()
    expect(field(page, "assumed.Shape")).to_have_value("16:9")
    page.locator("#redo").click()
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    page.reload()
    select(page, "source-1")
    expect(field(page, "assumed.Shape")).to_have_value("1:1")


def test_an_assumed_shape_follows_its_source_and_leaves_with_it(open_editor: OpenEditor) -> None:
    page = open_editor(live(PAIR))
    select(page, "source-2")
    assume(page, "4:3")
    field(page, "source.ID").fill("guest")
    field(page, "source.ID").press("Enter")
    expect(field(page, "assumed.Shape")).to_have_value("4:3")
    item(page, "guest").press("Control+d")
    expect(field(page, "source.ID")).to_have_value("source-2")
    expect(field(page, "assumed.Shape")).to_have_value("4:3")
    page.get_by_role("button", name="Hide guest").click()
    page.get_by_role("button", name="Show guest").click()
    expect(field(page, "assumed.Shape")).to_have_value("4:3")
    select(page, "source-2").press("Delete")
    page.get_by_role("button", name="Source", exact=True).click()
    expect(field(page, "source.ID")).to_have_value("source-2")
    expect(field(page, "assumed.Shape")).to_have_value("16:9")


def test_a_measured_source_has_no_choice_until_it_is_unknown_again(
    open_editor: OpenEditor, studio: Studio
) -> None:
    builders.frame(studio.cast.workspace, "https://pictures.example.com/1.jpg")
    page = open_editor(PAIR)
    select(page, "source-1")
    expect(page.locator("#panel-box [data-shown=source] [data-measured]")).to_have_text(
        "64 × 36 measured"
    )
    expect(field(page, "assumed.Shape")).to_be_hidden()
    field(page, "source.Url").fill("https://pictures.example.com/other.jpg")
    field(page, "source.Url").press("Enter")
    expect(field(page, "assumed.Shape")).to_be_visible()


def test_somebody_who_may_only_look_is_told_what_is_assumed(
    open_editor: OpenEditor, studio: Studio
) -> None:
    made = builders.template(studio.cast.workspace, live(PAIR))
    made.editor_state = {"assumed": {"source-1": "9:16"}}
    made.save()
    page = open_editor(template=made, user=studio.cast.viewer)
    select(page, "source-1")
    expect(page.locator("#panel-box [data-shown=source] [data-measured]")).to_have_text(
        "1080 × 1920 assumed"
    )
    expect(field(page, "assumed.Shape")).to_have_count(0)


def chips(page: Page, name: str) -> Locator:
    """The hints about an item in the list."""
    return row(page, name).locator(".telling")


def mark(page: Page, text: str) -> Locator:
    """A chip on the stage."""
    return page.locator(".marks .telling").filter(has_text=text)


LOGO = Logo(url="https://pictures.example.com/bug.png", box=Box(120, 60, 320, 180))


CROWD = builders.document(
    Box(300, 200, 640, 360),
    Box(300, 200, 640, 360),
    Box(1600, 600, 640, 360),
    logos=(replace(LOGO, box=Box(10, 10, 320, 180)),),
)


def test_chips_stand_at_the_box_in_the_list_and_in_the_inspector_and_are_no_problems(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(CROWD)
    expect(mark(page, "source-1 is covered")).to_be_visible()
    expect(mark(page, "partly off the scene")).to_be_visible()
    expect(mark(page, "outside graphics-safe")).to_be_visible()
    expect(chips(page, "source-1")).to_have_text("covered")
    expect(chips(page, "source-2")).to_have_count(0)
    expect(chips(page, "bug.png")).to_have_text("outside graphics-safe")
    label = re.compile("source-1, .*, covered, layer 1, x 300")
    expect(item(page, "source-1")).to_have_attribute("aria-label", label)
    select(page, "source-1")
    expect(page.locator("#item-tells")).to_have_text("covered")
    expect(page.locator("#problem-list")).not_to_contain_text("graphics-safe")
    item(page, "source-1").press("Shift+ArrowLeft")
    expect(chips(page, "source-1")).to_have_count(0)
    expect(page.locator("#item-tells")).to_be_hidden()
    page.locator("#undo").click()
    expect(chips(page, "source-1")).to_have_text("covered")


def test_chips_stay_on_the_stage_and_none_lies_on_another(open_editor: OpenEditor) -> None:
    page = open_editor(
        builders.document(
            Box(0, 0, 1920, 1080),
            Box(0, 0, 1920, 1080),
            Box(0, 0, 1920, 1080),
            Box(1920, 1080, 640, 360),
        )
    )
    expect(page.locator(".marks")).to_have_count(3)
    stage = page.locator("#stage").bounding_box()
    found = [one.bounding_box() for one in page.locator(".marks").all()]
    assert stage is not None
    for box in found:
        assert box is not None
        assert stage["x"] <= box["x"]
        assert box["x"] + box["width"] <= stage["x"] + stage["width"]
        assert box["y"] + box["height"] <= stage["y"] + stage["height"]
    rows = sorted(box["y"] for box in found[:2] if box)
    assert rows[1] - rows[0] >= 20


def test_the_name_of_what_is_selected_covers_no_chip(open_editor: OpenEditor) -> None:
    page = open_editor(
        builders.document(
            Box(0, 0, 960, 540),
            Box(0, 540, 960, 540),
            Box(0, 0, 960, 540),
        )
    )
    select(page, "source-2")
    painted(page)
    tag = page.locator(".overlay .tag").bounding_box()
    chip = page.locator(".marks").first.bounding_box()
    assert tag is not None
    assert chip is not None
    assert chip["y"] + chip["height"] <= tag["y"]


def test_what_is_out_of_sight_has_no_chip_on_the_stage(open_editor: OpenEditor) -> None:
    page = open_editor(
        builders.document(Box(0, 0, 320, 180), Box(0, 0, 320, 180), Box(1600, 900, 320, 180))
    )
    marks = page.locator("#stage .marks")
    expect(marks).to_have_count(1)
    select(page, "source-3").press("Shift+2")
    expect(marks).to_have_count(0)
    page.keyboard.press("Shift+1")
    expect(marks).to_have_count(1)


def test_chips_are_read_on_a_phone(open_editor: OpenEditor) -> None:
    page = open_editor(CROWD, width=390, height=844, has_touch=True)
    expect(page.locator(".marks .telling").first).to_be_visible()
    page.locator(".dock").get_by_role("button", name="Layers").click()
    expect(chips(page, "source-1")).to_be_visible()
    row(page, "source-1").tap()
    page.locator(".dock").get_by_role("button", name="Box").click()
    expect(page.locator("#item-tells")).to_have_text("covered")


def test_a_transparent_picture_is_known_from_its_file(studio: Studio) -> None:
    data = BytesIO()
    Image.new("RGBA", (64, 36), (255, 0, 0, 128)).save(data, "PNG")
    url = "https://pictures.example.com/{}.png"
    clear = builders.frame(studio.cast.workspace, url.format("clear"), data.getvalue())
    solid = builders.frame(studio.cast.workspace, url.format("solid"))
    assert [frame_json(frame)["opaque"] for frame in (clear, solid)] == [False, True]


def is_within(words: Locator, tag: str) -> bool:
    """Whether it does not reach out of the element of that kind around it."""
    inner = words.bounding_box()
    outer = words.locator(f"xpath=ancestor::{tag}[1]").bounding_box()
    assert inner is not None
    assert outer is not None
    return inner["x"] + inner["width"] <= outer["x"] + outer["width"]


def test_where_the_cloud_may_show_a_picture_otherwise_its_item_and_the_preview_tell(
    open_editor: OpenEditor, studio: Studio
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    pictures: dict[int, dict[str, Any]] = {
        1: {"exif": exif},
        2: {"icc_profile": profiles.display_p3()},
        3: {},
    }
    for number, notes in pictures.items():
        data = saved(Image.new("RGB", (64, 36), (234, 51, 35)), "PNG", **notes)
        url = f"https://pictures.example.com/{number}.jpg"
        builders.frame(studio.cast.workspace, url, data)
    boxes = (Box(0, 0, 640, 1080), Box(640, 0, 640, 360), Box(1280, 0, 640, 360))
    page = open_editor(builders.document(*boxes))
    expect(chips(page, "source-1")).to_have_text("some mixers show this lying on its side")
    expect(chips(page, "source-2")).to_have_text("colours are not exact")
    expect(chips(page, "source-3")).to_have_count(0)
    badge = page.locator("#preview .badge")
    expect(badge).to_have_text("colours are not exact")
    assert is_within(badge, "header")
    assert is_within(chips(page, "source-1"), "li")
    select(page, "source-2")
    expect(page.locator("#item-tells")).to_have_text("colours are not exact")
    expect(page.locator("#inspector")).to_contain_text("its colours are Display P3")


def test_the_name_is_whole_at_the_edges_of_the_stage(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document(Box(1910, 300, 10, 10)), width=1280)
    field_of(page, "source.ID", "a-source-with-a-very-long-name")
    tag, stage = page.locator(".tag").bounding_box(), page.locator("#stage").bounding_box()
    assert tag is not None
    assert stage is not None
    assert tag["x"] + tag["width"] <= stage["x"] + stage["width"]


def field_of(page: Page, name: str, text: str) -> None:
    select(page, "source-1")
    field(page, name).fill(text)
    field(page, name).press("Enter")
    painted(page)
