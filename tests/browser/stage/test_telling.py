"""What the stage tells: assumed sizes, what is covered or off the scene, problems at the boxes."""

from __future__ import annotations

import random
import re
from dataclasses import astuple, replace
from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from studio.documents import assumed
from studio.library.wording import frame_json
from studio.rules import codec
from studio.rules.document import Logo, MixedRules
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import expect_undo, field, item, painted, row, select
from tests.driving.studio import Studio

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


def test_browser_and_server_assume_the_same_sizes(modules: Page) -> None:
    sizes = modules.evaluate(
        """import("/editor/document/assumed.js").then(({ SIZES }) =>
          Object.entries(SIZES).map(([shape, { width, height }]) => [shape, width, height]))"""
    )
    assert {shape: (width, height) for shape, width, height in sizes} == assumed.SIZES


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
    """What the list tells of an item."""
    return row(page, name).locator(".telling")


def mark(page: Page, text: str) -> Locator:
    """A chip on the stage."""
    return page.locator(".marks .telling").filter(has_text=text)


def counted(rect: Box, covers: list[Box]) -> bool:
    """Whether every pixel of `rect` lies in one of `covers`."""
    pixels = {(x, y) for x in range(rect.x, rect.right) for y in range(rect.y, rect.bottom)}
    for cover in covers:
        pixels -= {(x, y) for x, y in pixels if cover.contains(Box(x, y, 1, 1))}
    return not pixels


def test_rectangles_together_cover_what_counting_pixels_says(modules: Page) -> None:
    dice = random.Random(5)

    def rectangle(most: int) -> Box:
        return Box(
            dice.randint(0, 9), dice.randint(0, 9), dice.randint(1, most), dice.randint(1, most)
        )

    cases = [
        (rectangle(5), [rectangle(9) for _n in range(dice.randint(0, 7))]) for _n in range(600)
    ]
    found = modules.evaluate(
        """async (cases) => {
          const { uncovered } = await import("/editor/geometry/coverage.js");
          const made = ([x, y, w, h]) => ({ x, y, w, h });
          return cases.map(([rect, covers]) => uncovered(made(rect), covers.map(made)));
        }""",
        [[astuple(rect), [astuple(cover) for cover in covers]] for rect, covers in cases],
    )
    wanted = [counted(rect, covers) for rect, covers in cases]
    assert 50 < sum(wanted) < 550
    for (rect, covers), parts, whole in zip(cases, found, wanted, strict=True):
        assert (parts == []) == whole, (rect, covers)
        left = [Box(**part) for part in parts]
        assert counted(rect, [*covers, *left]), (rect, covers)
        assert all(part.clipped(cover) is None for part in left for cover in covers)


def told(page: Page, rules: MixedRules, frames: dict[str, dict[str, object]]) -> list[list[str]]:
    """What is told of each item, bottom to top."""
    found: list[list[str]] = page.evaluate(
        """async ([rules, frames]) => {
          const { adopt, items } = await import("/editor/document/document.js");
          const { assumedSize } = await import("/editor/document/assumed.js");
          const { tellings } = await import("/editor/document/hints.js");
          const adopted = adopt(rules);
          const assumed = (item) => assumedSize(adopted, item);
          const all = tellings(adopted, { of: ({ url }) => frames[url], assumed });
          return items(adopted).map(({ key }) => all[key] ?? []);
        }""",
        [codec.write(rules), frames],
    )
    return found


LOGO = Logo(url="https://pictures.example.com/bug.png", box=Box(120, 60, 320, 180))
STILLS: dict[str, dict[str, object]] = {
    f"https://pictures.example.com/{n}.jpg": {"state": "ready", "width": 500, "height": 540}
    for n in (2, 3)
}


def test_what_several_pictures_cover_together_is_told(modules: Page) -> None:
    covered = builders.document(Box(10, 10, 940, 520), Box(0, 0, 500, 540), Box(460, 0, 500, 540))
    assert told(modules, covered, STILLS) == [["covered"], [], []]
    gap = builders.document(Box(10, 10, 940, 520), Box(0, 0, 500, 540), Box(501, 0, 500, 540))
    assert told(modules, gap, STILLS)[0] == []


def test_bars_and_what_can_be_seen_through_cover_nothing(modules: Page) -> None:
    behind_a_bar = builders.document(Box(0, 0, 100, 60), Box(0, 0, 960, 540))
    assert told(modules, behind_a_bar, {}) == [["covered"], []]
    narrow = {"https://pictures.example.com/2.jpg": {"state": "ready", "width": 9, "height": 16}}
    assert told(modules, behind_a_bar, narrow)[0] == []
    clear = {url: {**still, "opaque": False} for url, still in STILLS.items()}
    exact = builders.document(Box(10, 10, 400, 400), Box(0, 0, 500, 540))
    assert told(modules, exact, STILLS)[0] == ["covered"]
    assert told(modules, exact, clear)[0] == []
    under_a_logo = builders.document(
        Box(200, 100, 160, 90), logos=(replace(LOGO, box=Box(192, 96, 320, 180)),)
    )
    assert told(modules, under_a_logo, {}) == [[], []]


def test_what_lies_beyond_the_scene_is_no_part_of_it(modules: Page) -> None:
    """What is seen of it counts: the part within the scene."""
    rules = builders.document(
        Box(1600, 0, 640, 360), Box(1600, 0, 640, 360), Box(1920, 0, 320, 180)
    )
    assert told(modules, rules, {}) == [["covered", "partlyOff"], ["partlyOff"], ["off"]]


def test_a_logo_is_told_to_be_outside_the_graphics_safe_area(modules: Page) -> None:
    edge = Box(96, 54, 320, 180)  # 5 % of 1920 and of 1080
    boxes = [edge, replace(edge, x=95), replace(edge, y=53), Box(1504, 846, 320, 180)]
    boxes += [Box(1505, 846, 320, 180), Box(1700, 100, 320, 180)]
    rules = builders.document(logos=tuple(replace(LOGO, box=box) for box in boxes))
    assert told(modules, rules, {})[1:] == [
        [],
        ["unsafe"],
        ["unsafe"],
        [],
        ["unsafe"],
        ["partlyOff"],
    ]


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
