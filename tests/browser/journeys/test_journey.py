"""The whole way, as a producer goes it on a fresh computer, with every process running."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from studio.rules.geometry import Box
from tests.browser.conftest import OpenContext, Quiet, Watch
from tests.driving import stage
from tests.driving.processes import RunningStudio, running_studio

RED, BLUE, GREEN = (200, 30, 40), (20, 60, 200), (0, 160, 70)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A picture server: each picture one flat colour, so that its place can be read off."""
    folder = tmp_path_factory.mktemp("pictures")
    Image.new("RGB", (1280, 720), RED).save(folder / "wide.png")
    Image.new("RGB", (600, 900), BLUE).save(folder / "tall.png")
    Image.new("RGBA", (200, 100), (*GREEN, 255)).save(folder / "logo.png")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def studio(
    pictures: str, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningStudio]:
    host = pictures.removeprefix("http://")
    data = tmp_path_factory.mktemp("data")
    with running_studio(
        data, prepared=prepared, STUDIO_FETCH_ALLOW=host, STUDIO_DEMO="1"
    ) as studio:
        studio.start()
        yield studio


def test_a_producer_goes_the_whole_way(
    studio: RunningStudio, pictures: str, context: OpenContext, watch: Watch, tmp_path: Path
) -> None:
    page = watch.page(context(accept_downloads=True).new_page())
    sign_in(page, studio)
    new_template(page)
    wide = add(page, "Source", f"{pictures}/wide.png")
    tall = add(page, "Source", f"{pictures}/tall.png")
    logo = add(page, "Logo", f"{pictures}/logo.png")
    place(page, wide, Box(40, 40, 1200, 900))
    place(page, tall, Box(1280, 40, 601, 700))
    place(page, logo, Box(100, 800, 300, 300))
    drag_a_little(page, wide)

    boxes = {name: picture_box(page, name) for name in (wide, tall, logo)}
    with Image.open(BytesIO(download(page, tmp_path))) as image:
        assert image.size == (1920, 1080)
        colours = {wide: RED, tall: BLUE, logo: GREEN}
        assert {name: area(image, colours[name]) for name in colours} == boxes

    add_push_address(page)
    push(page)
    expect(page.get_by_role("heading", name="Program")).to_be_visible(timeout=60_000)
    expect(page.locator("#task-status")).to_have_attribute("data-state", "on_air")
    expect(page.locator("#said")).to_contain_text("On air")
    stop(page)
    expect(page.locator("#task-status")).to_have_attribute("data-state", "ended", timeout=60_000)


def sign_in(page: Page, studio: RunningStudio) -> None:
    link = studio.sign_in_link()
    page.goto(link)
    page.wait_for_url("**/templates/")
    again = page.context.new_page()
    again.goto(link)
    expect(again.get_by_text("has been used")).to_be_visible()
    again.close()


def new_template(page: Page) -> None:
    page.get_by_role("button", name="New template").first.click()
    page.locator("html[data-ready]").wait_for(state="attached")
    page.get_by_role("button", name="Skip the tour").click()


def add(page: Page, kind: str, url: str) -> str:
    """Adds a source or logo, gives it its address, and waits for its picture."""
    page.get_by_role("button", name=kind, exact=True).click()
    field = stage.field(page, f"{kind.lower()}.Url")
    field.fill(url)
    field.press("Enter")
    chosen = page.locator("#stage [aria-pressed=true].has-picture")
    expect(chosen).to_be_visible(timeout=30_000)
    # A logo is named by its address: only now is that settled.
    return page.locator("#item-name").inner_text()


def place(page: Page, name: str, box: Box) -> None:
    """Types exact numbers; the size first, so that the place is never out of bounds."""
    stage.select(page, name)
    expect(page.locator("#item-name")).to_have_text(name)
    for side, value in (("W", box.w), ("H", box.h), ("X", box.x), ("Y", box.y)):
        field = stage.field(page, f"box.{side}")
        field.fill(str(value))
        field.press("Enter")
    assert stage.box(page) == (box.x, box.y, box.w, box.h)


def drag_a_little(page: Page, name: str) -> None:
    item = stage.select(page, name)
    before = stage.box(page)
    stage.drag(page, item, (-20, 30))
    assert stage.box(page) != before


def picture_box(page: Page, name: str) -> Box:
    """Where the stage draws a picture, in scene pixels, clipped to the scene."""
    found = page.evaluate(
        """(name) => {
          const zoom = Number(document.querySelector(".scene").style.getPropertyValue("--zoom"));
          const scene = document.querySelector(".scene").getBoundingClientRect();
          const item = [...document.querySelectorAll("#stage [role=button]")]
            .find((element) => element.getAttribute("aria-label").startsWith(name));
          const picture = item.querySelector(".picture").getBoundingClientRect();
          return [picture.left - scene.left, picture.top - scene.top, picture.width, picture.height]
            .map((value) => Math.round(value / zoom));
        }""",
        name,
    )
    clipped = Box(*found).clipped(Box(0, 0, 1920, 1080))
    assert clipped
    return clipped


def download(page: Page, folder: Path) -> bytes:
    """The server's own picture, as the page's Download gives it."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download this picture").click()
        page.get_by_role("link", name="PNG: As it goes on air").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path.read_bytes()


def area(image: Image.Image, colour: tuple[int, int, int]) -> Box | None:
    """The rectangle this colour fills."""
    bands = image.convert("RGB").split()
    masks = [
        band.point([255 if value == wanted else 0 for value in range(256)])
        for band, wanted in zip(bands, colour, strict=True)
    ]
    same = Image.merge("RGB", masks).convert("L").point([0] * 255 + [255])
    found = same.getbbox()
    return Box(found[0], found[1], found[2] - found[0], found[3] - found[1]) if found else None


def add_push_address(page: Page) -> None:
    page.get_by_role("tab", name="Output").click()
    page.get_by_role("button", name="Push URL").click()
    field = page.locator("#push-urls input").last
    field.fill("rtmp://push.example.com/live/journey?key=CANARY")
    field.press("Enter")


def push(page: Page) -> None:
    page.get_by_role("button", name="Push…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1920 × 1080")
    expect(dialog).not_to_contain_text("CANARY")
    dialog.get_by_role("button", name="Push to sandbox").click()
    page.wait_for_url("**/tasks/**")


def stop(page: Page) -> None:
    page.get_by_role("button", name="Stop…").click()
    page.get_by_role("dialog").get_by_role("button", name="Stop now").click()
