"""What the stage shows at 100 % beside what the server draws: the same boxes, the same pictures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, expect

from bench.fidelity.material import FILES, written
from bench.fidelity.seen import says
from bench.fidelity.table import BROWSER, PAGE, rows_of
from bench.fidelity.viewers import by_browser
from studio.documents.pictures import draw
from studio.library.models import Frame, Kind
from studio.rules.document import Logo, MixedRules
from studio.rules.geometry import Box, letterbox
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import painted, scene_point, select
from tests.driving.studio import Studio
from tests.likeness import psnr, scenery

SCENE = (640, 360)
SIZES = ((1280, 720), (480, 640), (333, 211), (300, 100))
BOXES = (Box(0, 0, 301, 170), Box(311, 11, 123, 201), Box(20, 181, 277, 160))
LOGO = Box(470, 250, 151, 51)
URLS = tuple(f"https://pictures.example.com/{n}.png" for n in range(len(SIZES)))
RULES = builders.document(
    *BOXES, urls=URLS[:-1], logos=(Logo(url=URLS[-1], box=LOGO),), width=SCENE[0], height=SCENE[1]
)

# The endings of pictures.
STILL = frozenset({"png", "jpg"})

# The lines of the boxes, and what lies above them.
WITHOUT_MARKS = """(stage) => {
  stage.querySelector(".overlay").style.visibility = "hidden";
  for (const item of stage.querySelectorAll(".item")) item.style.boxShadow = "none";
}"""


def keep(studio: Studio, pictures: list[Image.Image]) -> None:
    for url, picture in zip(URLS, pictures, strict=True):
        file = BytesIO()
        picture.save(file, "PNG")
        Frame.objects.keep(studio.cast.workspace, url, Kind.PICTURE, file.getvalue())


def on_the_stage(page: Page) -> Image.Image:
    """The scene as the page shows it at 100 %, without what lies above it."""
    expect(page.locator(".item.has-picture")).to_have_count(len(SIZES))
    page.locator("#zoom").click()
    page.locator("#view-menu [data-view=actual]").click()
    page.keyboard.press("Escape")
    page.locator("#stage").evaluate(WITHOUT_MARKS)
    painted(page)
    left, top = scene_point(page, (0, 0))
    region = {"x": left, "y": top, "width": SCENE[0], "height": SCENE[1]}
    shot = page.screenshot(clip=region)  # type: ignore[arg-type]  # a plain dictionary will do
    return Image.open(BytesIO(shot)).convert("RGB")


def by_the_server(studio: Studio, rules: MixedRules) -> Image.Image:
    return Image.open(BytesIO(draw(studio.cast.workspace, rules, "png")))


def test_boxes_on_the_stage_are_the_servers_to_the_pixel(
    open_editor: OpenEditor, studio: Studio
) -> None:
    colours = ("#c02020", "#20c020", "#2040e0", "#e0c020")
    keep(
        studio,
        [Image.new("RGB", size, colour) for size, colour in zip(SIZES, colours, strict=True)],
    )
    shown = on_the_stage(open_editor(RULES))
    different = ImageChops.difference(shown, by_the_server(studio, RULES))
    assert different.getbbox() is None


def test_pictures_on_the_stage_are_within_40_decibels_of_the_servers(
    open_editor: OpenEditor, studio: Studio
) -> None:
    keep(studio, [scenery(*size, seed) for seed, size in enumerate(SIZES)])
    shown, drawn = on_the_stage(open_editor(RULES)), by_the_server(studio, RULES)
    for size, box in zip(SIZES, (*BOXES, LOGO), strict=True):
        place = letterbox(*size, box)
        inside = place.x, place.y, place.right, place.bottom
        assert psnr(shown.crop(inside), drawn.crop(inside)) >= 40


def test_the_table_of_the_documents_says_what_a_browser_shows(
    browser: Browser, tmp_path: Path
) -> None:
    """Of pictures: which videos a Chromium plays differs. HDR each version shows in its own way."""
    stills = {name: file for name, file in FILES.items() if file.ending in STILL}
    rows = [row for row in rows_of(PAGE.read_text(encoding="utf-8")) if row["file"] in stills]
    seen = by_browser(browser, written(tmp_path, stills))
    pairs = [pair for pair in zip(rows, seen, strict=True) if "HDR" not in pair[0]["told"]]
    assert len(pairs) > 15
    assert [row for row, one in pairs if not says(row[BROWSER], one, levels=6)] == []


def test_the_page_says_how_true_its_pictures_are(open_editor: OpenEditor, studio: Studio) -> None:
    live = "https://streams.example.com/studio.flv"
    rules = builders.document(BOXES[0], urls=(URLS[0],))
    moving = replace(rules.sources[0], type="live", url=live)
    badge = "#preview .badge"
    expect(open_editor(rules).locator(badge)).to_contain_text("source size unknown")
    builders.frame(studio.cast.workspace, URLS[0])
    expect(open_editor(rules).locator(badge)).to_contain_text("exact")
    Frame.objects.keep(studio.cast.workspace, live, Kind.LIVE, builders.png())
    at = datetime.now(UTC).replace(hour=14, minute=2)
    Frame.objects.filter(url=live).update(fetched_at=at)
    there = {"timezone_id": "UTC", "locale": "en-GB"}
    page = open_editor(replace(rules, sources=(moving,)), **there)
    expect(page.locator(badge)).to_have_text("still from 14:02")
    select(page, "source-1")
    expect(page.locator("#fit-badge")).to_have_text("still from 14:02")
    Frame.objects.filter(url=live).update(colours="hlg")
    page = open_editor(replace(rules, sources=(moving,)), **there)
    expect(page.locator(badge)).to_have_text("HDR · still from 14:02")
    select(page, "source-1")
    expect(page.locator("#fit-badge")).to_have_text("HDR · still from 14:02")
    Frame.objects.filter(url=live).update(colours="plain")
    Frame.objects.filter(url=live).update(fetched_at=datetime(2026, 3, 9, 14, 2, tzinfo=UTC))
    page = open_editor(replace(rules, sources=(moving,)), **there)
    expect(page.locator(badge)).to_contain_text(re.compile("still from .*Mar.* 2026.* 14:02|2:02"))
