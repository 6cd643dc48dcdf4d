"""The server's picture of a document while it is worked on."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from studio.accounts.models import Membership
from studio.compositor import encode, paint
from studio.compositor.composition import MOST_BOXES
from studio.compositor.splicing import interval
from studio.documents.pictures import composed
from studio.documents.state import EditorState
from studio.editor.models import LayoutTemplate
from studio.library.models import Frame
from studio.rules import codec
from studio.rules.document import MixedRules
from studio.rules.geometry import Box
from tests.builders import Cast, client_for, document, frame, png, template
from tests.driving.tiles import decoded, laid

pytestmark = pytest.mark.usefixtures("data")

URL = "https://pictures.example.com/1.jpg"


@pytest.fixture
def row(cast: Cast) -> LayoutTemplate:
    return template(cast.workspace)


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.viewer)


def preview(
    client: Client,
    row: LayoutTemplate,
    rules: MixedRules,
    query: str = "",
    etag: str = "",
    shows: object = None,
) -> Any:
    headers = {"If-None-Match": etag} if etag else {}
    address = reverse("template-preview", args=[row.pk]) + query
    body = {"rules": codec.write(rules), "shows": shows}
    return client.post(address, body, content_type="application/json", headers=headers)


def whole(client: Client, row: LayoutTemplate, rules: MixedRules, query: str = "") -> Image.Image:
    return decoded(preview(client, row, rules, query).content)


def windows(x: int) -> MixedRules:
    """A picture over the scene, and a card that lies at x."""
    return document(Box(0, 0, 1920, 1080), Box(x, 100, 480, 270))


def test_each_step_of_a_drag_is_the_picture_that_a_fresh_look_gives(
    cast: Cast, row: LayoutTemplate, client: Client
) -> None:
    frame(row.workspace, URL, png(1600, 900, "red"))
    for x in (0, 7, 900, 1900, 300):
        dragged = preview(client, row, windows(x)).content
        fresh = preview(client_for(cast.editor), template(cast.workspace), windows(x)).content
        assert dragged == fresh


@pytest.mark.parametrize(
    ("query", "size"), [("", (960, 540)), ("?size=full", (1920, 1080)), ("?size=9", (960, 540))]
)
def test_a_preview_may_have_the_scenes_own_size(
    client: Client, row: LayoutTemplate, query: str, size: tuple[int, int]
) -> None:
    image = Image.open(BytesIO(preview(client, row, windows(0), query).content))
    assert (image.format, image.size) == ("JPEG", size)


def test_a_picture_fetched_anew_is_seen_in_the_next_preview(
    client: Client, row: LayoutTemplate
) -> None:
    seen = []
    for colour in ("red", "blue"):
        Frame.objects.all().delete()
        frame(row.workspace, URL, png(160, 90, colour))
        image = Image.open(BytesIO(preview(client, row, document()).content))
        red, _green, blue = image.getpixel((480, 270))  # type: ignore[misc]
        seen.append(red > blue)
    assert seen == [True, False]


def test_the_etag_changes_with_what_is_seen_and_with_nothing_else(
    client: Client, row: LayoutTemplate
) -> None:
    frame(row.workspace, URL, png(160, 90, "red"))
    rules = windows(0)
    louder = replace(rules.output, audio=replace(rules.output.audio, bit_rate=192_000))
    shown = [rules, rules, replace(rules, output=louder), windows(1)]
    etags = [preview(client, row, each).headers["ETag"] for each in shown]
    Frame.objects.all().delete()
    frame(row.workspace, URL, png(160, 90, "blue"))
    etags += [preview(client, row, rules, query).headers["ETag"] for query in ("", "?size=full")]
    assert etags[0] == etags[1] == etags[2]
    assert len(set(etags)) == 4


@pytest.mark.parametrize("query", ["", "?size=full", "?format=png"])
def test_who_has_the_picture_already_is_told_so_and_sent_none(
    client: Client, row: LayoutTemplate, query: str
) -> None:
    etag = preview(client, row, windows(0), query).headers["ETag"]
    unchanged = preview(client, row, windows(0), query, etag)
    assert (unchanged.status_code, unchanged.content) == (412, b"")
    assert unchanged.headers["ETag"] == etag
    assert preview(client, row, windows(1), query, etag).status_code == 200


class Page:
    """What somebody's page shows of a template."""

    def __init__(self, client: Client, row: LayoutTemplate, query: str = "") -> None:
        self.client, self.row, self.query = client, row, query
        self.manifest = ""
        self.picture = Image.new("RGB", (1, 1))

    def ask(self, rules: MixedRules, *, dragged: bool = True) -> bool:
        """Whether tiles came."""
        shows = self.manifest if dragged else None
        answer = preview(self.client, self.row, rules, self.query, shows=shows)
        self.manifest = answer.headers["Preview-Manifest"]
        told = answer.headers.get("Preview-Tiles")
        if told is None:
            self.picture = decoded(answer.content)
        else:
            self.picture = laid(self.picture, told, answer.content)
        return told is not None


@pytest.mark.parametrize("query", ["", "?size=full"])
def test_tiles_over_what_a_page_shows_are_the_picture_a_fresh_look_gives(
    cast: Cast, row: LayoutTemplate, client: Client, query: str
) -> None:
    frame(row.workspace, URL, png(1600, 900, "red"))
    page = Page(client, row, query)
    page.ask(windows(0))
    for x in (0, 7, 900, 1900, 300):
        assert page.ask(windows(x))
        fresh = whole(client_for(cast.editor), template(cast.workspace), windows(x), query)
        assert page.picture.tobytes() == fresh.tobytes()


def test_at_rest_the_file_is_that_of_a_server_that_saw_no_drag(
    row: LayoutTemplate, client: Client
) -> None:
    page = Page(client, row)
    for x in (0, 7, 900, 1900):
        page.ask(windows(x))
    rested = preview(client, row, windows(300)).content
    shown = composed(row.workspace, windows(300), state=EditorState.read({}), width=960)
    assert rested == encode(paint(shown), "jpeg", restart=interval(960))


def test_two_pages_of_one_person_each_get_the_tiles_that_fit_theirs(
    row: LayoutTemplate, client: Client
) -> None:
    pages = [Page(client, row), Page(client, row)]
    for x, page in enumerate(pages):
        page.ask(windows(900 * x))
    for x in (30, 600, 90):
        for page in pages:
            assert page.ask(windows(x))
            assert page.picture.tobytes() == whole(client, row, windows(x)).tobytes()


def test_a_picture_that_comes_during_a_drag_is_seen_in_it(
    row: LayoutTemplate, client: Client
) -> None:
    small = document(Box(0, 0, 480, 270), Box(900, 100, 480, 270))
    page = Page(client, row)
    page.ask(small)
    for colour in ("red", "blue"):
        Frame.objects.all().delete()
        frame(row.workspace, URL, png(160, 90, colour))
        assert page.ask(small)
        assert page.picture.tobytes() == whole(client, row, small).tobytes()
    red, _green, blue = page.picture.getpixel((120, 67))  # type: ignore[misc]
    assert blue > red


@pytest.mark.parametrize("shows", [None, "", "960x540", "x", 7, ["960x540"]])
def test_who_shows_nothing_that_can_be_told_gets_the_whole_picture(
    row: LayoutTemplate, client: Client, shows: object
) -> None:
    answer = preview(client, row, windows(0), shows=shows)
    assert answer.content == preview(client, row, windows(0)).content
    assert "Preview-Tiles" not in answer.headers


def test_a_picture_of_so_much_that_a_proxy_would_refuse_its_headers_comes_whole(
    row: LayoutTemplate, client: Client
) -> None:
    def crowded(x: int) -> MixedRules:
        return document(*(Box(x + 30 * n, 10 * n, 60, 60) for n in range(MOST_BOXES)))

    whole_one = preview(client, row, crowded(0))
    assert whole_one.status_code == 200
    assert "Preview-Manifest" not in whole_one.headers
    manifest = str(composed(row.workspace, crowded(0), width=960).manifest)
    dragged = preview(client, row, crowded(7), shows=manifest)
    assert dragged.content == preview(client, row, crowded(7)).content
    assert all(len(value) < 2000 for value in dragged.headers.values())


def test_what_moves_on_such_a_picture_is_not_drawn_for_itself(
    row: LayoutTemplate, client: Client
) -> None:
    def crowded(x: int) -> MixedRules:
        still = [Box(30 * n, 10 * n, 60, 60) for n in range(MOST_BOXES - 1)]
        return document(*still, Box(x, 900, 60, 60))

    manifest = str(composed(row.workspace, crowded(0), width=960).manifest)
    answer = preview(client, row, crowded(7), shows=manifest)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "Preview-Manifest" not in answer.headers


def test_a_scene_of_another_size_comes_whole(row: LayoutTemplate, client: Client) -> None:
    page = Page(client, row)
    page.ask(windows(0))
    other = replace(windows(0), scene=replace(windows(0).scene, height=1000))
    assert not page.ask(other)
    assert page.picture.size == (960, 500)


def test_a_page_that_lost_its_template_gets_no_further_tile(
    cast: Cast, row: LayoutTemplate, client: Client
) -> None:
    def status() -> int:
        code: int = preview(client, row, windows(7), shows=page.manifest).status_code
        return code

    page = Page(client, row)
    page.ask(windows(0))
    assert status() == 200
    row.delete_softly()
    assert status() == 404
    row.restore()
    assert status() == 200
    Membership.objects.filter(user=cast.viewer).delete()
    assert status() == 404


def test_a_dragged_picture_is_a_few_lookups(
    row: LayoutTemplate, client: Client, django_assert_num_queries: Any
) -> None:
    page = Page(client, row)
    page.ask(windows(0))
    # The session, the person, the template with the role, the frames.
    with django_assert_num_queries(4):
        page.ask(windows(7))
