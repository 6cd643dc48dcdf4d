"""The server's picture while one drags: tiles over the last one, and at rest the whole file."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, Response, expect

from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import centre, select

PAIR = builders.document(Box(0, 0, 1920, 1080), Box(400, 300, 501, 283))

# Whether the canvas shows, to the pixel, the whole picture of what was asked for.
IS_WHOLE = """async (body) => {
  const { shows, ...asked } = JSON.parse(body);
  const { urls, csrfCookie } = JSON.parse(document.getElementById("page-data").textContent);
  const token = document.cookie.split("; ").find((one) => one.startsWith(`${csrfCookie}=`));
  const answer = await fetch(urls.preview, {
    method: "POST",
    headers: { "X-CSRFToken": token.split("=")[1], "Content-Type": "application/json" },
    body: JSON.stringify(asked),
  });
  const image = new Image();
  image.src = URL.createObjectURL(await answer.blob());
  await image.decode();
  const whole = document.createElement("canvas");
  [whole.width, whole.height] = [image.naturalWidth, image.naturalHeight];
  whole.getContext("2d").drawImage(image, 0, 0);
  const [seen, meant] = [document.querySelector("#preview canvas"), whole].map(
    (one) => one.getContext("2d").getImageData(0, 0, one.width, one.height).data,
  );
  return seen.length === meant.length && seen.every((value, n) => value === meant[n]);
}"""


def picture_address(page: Page) -> str:
    return page.locator("#preview img").get_attribute("src") or ""


def has_tiles(got: Response) -> bool:
    return "preview-tiles" in got.headers


def is_whole(got: Response) -> bool:
    return "/preview/" in got.url and not has_tiles(got)


def tiles_of_a_move(page: Page, x: float, y: float) -> None:
    """As the pointer came to lie: what was asked for on the way there may be answered before."""
    with page.expect_response(has_tiles):
        page.mouse.move(x, y, steps=6)
    expect(page.locator("#preview canvas").last).to_be_visible()


def comes_to_show(page: Page, answers: list[Response]) -> None:
    """The canvas, what the last answer is of; another may come while one looks."""
    deadline = time.monotonic() + 10
    while not page.evaluate(IS_WHOLE, answers[-1].request.post_data):
        assert time.monotonic() < deadline


def test_tiles_are_drawn_over_the_picture_and_at_rest_it_is_whole(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    picture, canvas = page.locator("#preview img"), page.locator("#preview canvas").last
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    answers: list[Response] = []
    page.on("response", lambda got: answers.append(got) if has_tiles(got) else None)
    x, y = centre(select(page, "source-2"))
    page.mouse.move(x, y)
    page.mouse.down()
    before = ""
    for by in (23, 120):
        tiles_of_a_move(page, x + by, y + by / 2)
        # A whole picture may have been on its way when the drag began; from then on there is none.
        before = before or picture_address(page)
        comes_to_show(page, answers)
    assert picture_address(page) == before
    boxes = [one.bounding_box() for one in (picture, canvas)]
    assert boxes[0] == boxes[1]
    with page.expect_response(is_whole):
        page.mouse.up()
    expect(canvas).to_be_hidden()
    expect(picture).not_to_have_attribute("src", before)


def test_a_drag_that_is_given_up_ends_in_the_whole_picture_too(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    picture, canvas = page.locator("#preview img"), page.locator("#preview canvas").last
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    x, y = centre(select(page, "source-2"))
    page.mouse.move(x, y)
    page.mouse.down()
    tiles_of_a_move(page, x + 50, y)
    page.keyboard.press("Escape")
    expect(canvas).to_be_hidden()
    page.mouse.up()


def test_where_the_panel_changes_its_size_no_tile_lies_askew(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    picture, canvas = page.locator("#preview img"), page.locator("#preview canvas").last
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    x, y = centre(select(page, "source-2"))
    page.mouse.move(x, y)
    page.mouse.down()
    tiles_of_a_move(page, x + 40, y)
    picture.evaluate("image => { image.style.width = '120px'; }")
    expect(canvas).to_be_hidden()
    page.mouse.move(x + 80, y, steps=6)
    page.mouse.up()
    expect(page.locator("#preview .badge")).to_have_attribute("data-state", "assumed")
