"""Pictures that people give: checked as if they came from an enemy, whole or not at all."""

from __future__ import annotations

import io
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageColor
from PIL.PngImagePlugin import PngInfo
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from studio.audit.models import Entry
from studio.documents.pictures import draw
from studio.documents.state import EditorState
from studio.editor.models import LayoutTemplate
from studio.editor.views.uploads import MAX_BYTES
from studio.library.models import Frame, Kind, State, Upload, Wanted, upload
from studio.library.stores import uploads
from studio.library.wording import OF_UPLOADS
from studio.media.errors import PICTURE_CODES
from studio.rules.document import Json
from tests import builders
from tests.builders import Cast, client_for, document, png, template
from tests.media.awkward_pictures import cases as awkward
from tests.media.awkward_pictures import lowered, plain_png
from tests.media.colours import profiles
from tests.media.colours.notes import cicp, gamma, noted

# Which scaling leaves as they are.
RED, BLUE = "#c00000", "#0000c0"
PUBLIC = "https://studio.example.com"
TOKEN = "t" * 32


@pytest.fixture
def row(cast: Cast, data: Path) -> LayoutTemplate:
    return template(cast.workspace)


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.editor)


def address(row: LayoutTemplate) -> str:
    return reverse("template-upload", args=[row.pk])


def give(client: Client, row: LayoutTemplate, body: bytes) -> Any:
    return client.post(address(row), body, content_type="image/png")


def colour_of(drawn: bytes) -> Any:
    return Image.open(io.BytesIO(drawn)).convert("RGB").getpixel((160, 90))


def files() -> list[bytes]:
    """What lies there, in the folder or the bucket."""
    return [uploads().read(each.name) for each in uploads().kept()]


def test_a_picture_is_kept_decoded_and_encoded_anew(
    client: Client, row: LayoutTemplate, data: Path
) -> None:
    notes = PngInfo()
    notes.add_text("Comment", "canary")
    body = io.BytesIO()
    Image.new("RGBA", (320, 180), (200, 30, 30, 128)).save(body, "PNG", pnginfo=notes)
    answer = give(client, row, body.getvalue() + b"<script>canary</script>")
    assert answer.status_code == 201
    made = Upload.objects.get(pk=answer.json()["id"])
    assert (made.workspace, made.width, made.height) == (row.workspace, 320, 180)
    (file,) = files()
    assert b"canary" not in file
    assert Image.open(io.BytesIO(file)).getpixel((5, 5)) == (200, 30, 30, 128)


def test_its_colours_become_a_screens_where_its_profile_tells_how(
    client: Client, row: LayoutTemplate, data: Path
) -> None:
    body = io.BytesIO()
    image = Image.new("RGB", (320, 180), (234, 51, 35))
    image.save(body, "PNG", icc_profile=profiles.display_p3())
    assert give(client, row, body.getvalue()).status_code == 201
    (file,) = files()
    assert Image.open(io.BytesIO(file)).getpixel((5, 5)) == (255, 0, 0)
    assert "icc_profile" not in Image.open(io.BytesIO(file)).info


@pytest.mark.parametrize(
    "note",
    [cicp(12, 13), cicp(9, 16), cicp(9, 18), gamma(1)],
    ids=["P3", "PQ", "HLG", "linear"],
)
def test_of_one_whose_colours_cant_become_a_screens_it_is_told_what_to_do(
    client: Client, row: LayoutTemplate, data: Path, note: bytes
) -> None:
    answer = give(client, row, noted((234, 51, 35), note))
    assert (answer.status_code, "save it in sRGB" in answer.json()["message"]) == (422, True)
    assert (files(), Upload.objects.count()) == ([], 0)


def test_one_of_many_megabytes_is_taken(client: Client, row: LayoutTemplate) -> None:
    body = io.BytesIO()
    Image.effect_noise((2000, 2000), 90).convert("RGB").save(body, "PNG", compress_level=0)
    assert len(body.getvalue()) > MAX_BYTES / 2
    assert give(client, row, body.getvalue()).status_code == 201


def test_with_a_public_address_the_cloud_can_fetch_it(
    client: Client, row: LayoutTemplate, settings: Settings
) -> None:
    settings.PUBLIC_URL = PUBLIC
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "studio.example.com"]
    answer = give(client, row, png(64, 36)).json()
    assert answer["url"].startswith(f"{PUBLIC}/u/")
    assert (answer["message"], answer["width"], answer["height"]) == ("", 64, 36)
    fetched = Client(headers={"host": "studio.example.com"}).get(answer["url"])
    assert (fetched.status_code, fetched["Content-Type"]) == (200, "image/png")
    assert fetched["X-Content-Type-Options"] == "nosniff"
    assert fetched["Cache-Control"] == "public, max-age=31536000, immutable"
    assert fetched.cookies == {}
    assert Image.open(io.BytesIO(fetched.content)).size == (64, 36)


def test_without_one_it_is_told_that_the_cloud_cannot(client: Client, row: LayoutTemplate) -> None:
    answer = give(client, row, png()).json()
    assert answer["url"].startswith("http://testserver/u/")
    assert "the cloud can fetch it only if" in answer["message"]


def test_nobody_guesses_an_address(client: Client, row: LayoutTemplate) -> None:
    give(client, row, png())
    key = Upload.objects.get().key
    assert len(key) == 43
    somebody = Client()
    for wrong in (key[:-1], key[:-1] + "-", "x" * 43):
        at = reverse("public-upload", args=[wrong, "logo", "png"])
        assert somebody.get(at).status_code == 404
    for suffix, status in (("jpg", 404), ("svg", 404), ("png", 200)):
        at = reverse("public-upload", args=[key, "logo", suffix])
        assert somebody.get(at).status_code == status


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Thursday Talk.PNG", "thursday-talk"),
        ("", "logo"),
        ("../../etc/passwd", "passwd"),
        ("周四.png", "logo"),
        ("x" * 300, "x" * 40),
        ("a\r\n<b>.png", "a-b"),
    ],
)
def test_the_address_ends_in_the_files_name_as_far_as_it_can(
    client: Client, row: LayoutTemplate, name: str, word: str
) -> None:
    made = client.post(f"{address(row)}?{urlencode({'name': name})}", png(), "image/png").json()
    assert made["url"].endswith(f"/{word}.png")
    assert Client().get(made["url"]).status_code == 200


def test_a_logos_own_address_is_shown_without_a_way_through_the_network(
    cast: Cast, client: Client, row: LayoutTemplate
) -> None:
    url = give(client, row, png(320, 180)).json()["url"]
    wanted = Wanted(url, Kind.PICTURE)
    frame = Frame.objects.ask(cast.workspace, [wanted])[wanted]
    frame.fetch()
    assert (frame.state, frame.width, frame.height) == (State.READY, 320, 180)


def test_the_same_picture_is_kept_once_and_who_gave_it_is_on_record(
    client: Client, row: LayoutTemplate, cast: Cast, data: Path
) -> None:
    first, second = give(client, row, png()), give(client, row, png())
    assert first.json() == second.json()
    assert len(files()) == 1
    entry = Entry.objects.get(act="picture-added")
    assert (entry.person_id, entry.name) == (cast.editor.pk, "64 × 36")


# One of each way to be bad; tests/media has them all.
BAD: dict[str, bytes] = {
    case.verdict: case.data for case in awkward() if case.verdict in PICTURE_CODES
}


@pytest.mark.parametrize("word", BAD)
def test_what_is_no_picture_of_ours_is_told_in_a_sentence_and_leaves_nothing(
    client: Client, row: LayoutTemplate, data: Path, word: str
) -> None:
    answer = give(client, row, BAD[word])
    assert (answer.status_code, answer.json()["message"]) == (422, str(OF_UPLOADS[word]))
    assert (files(), Upload.objects.count()) == ([], 0)


def test_one_of_too_many_pixels_is_told_and_leaves_nothing(
    client: Client, row: LayoutTemplate, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lowered(monkeypatch, MAX_PIXELS=64 * 48 - 1)
    answer = give(client, row, plain_png())
    assert answer.status_code == 422
    assert answer.json()["message"] == str(OF_UPLOADS["too_many_pixels"])
    assert (files(), Upload.objects.count()) == ([], 0)


def test_one_that_is_too_large_is_refused_before_it_is_read(
    client: Client, row: LayoutTemplate
) -> None:
    answer = give(client, row, b"x" * (MAX_BYTES + 1))
    assert answer.status_code == 413
    assert answer.json()["message"] == "A picture that is uploaded has 20 MiB at most."


def test_nothing_at_all_is_no_picture(client: Client, row: LayoutTemplate) -> None:
    answer = give(client, row, b"")
    assert (answer.status_code, answer.json()["message"]) == (
        422,
        str(OF_UPLOADS["not_an_image"]),
    )


def test_one_that_breaks_off_leaves_nothing(
    client: Client, row: LayoutTemplate, data: Path
) -> None:
    environment: dict[str, Any] = {
        "wsgi.input": io.BytesIO(png()),
        "CONTENT_LENGTH": str(len(png()) + 1000),
        "CONTENT_TYPE": "image/png",
    }
    answer = client.generic("POST", address(row), **environment)
    assert (answer.status_code, "broke off" in answer.json()["message"]) == (400, True)
    assert (files(), Upload.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_who_hangs_up_amid_an_upload_leaves_nothing(
    live_server: LiveServer, plain_static: None, data: Path
) -> None:
    people = builders.cast()
    made = template(people.workspace)
    cookie = client_for(people.editor).cookies.output(header="", attrs=[]).strip()
    host = urlsplit(live_server.url)
    head = (
        f"POST {address(made)} HTTP/1.1\r\nHost: {host.netloc}\r\n"
        f"Content-Type: image/png\r\nContent-Length: 500000\r\n"
        f"Cookie: {cookie}; {settings.CSRF_COOKIE_NAME}={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n\r\n"
    )
    with socket.create_connection((str(host.hostname), int(host.port or 0))) as connection:
        connection.sendall(head.encode() + png())
        connection.shutdown(socket.SHUT_WR)
        answer = connection.makefile("rb").read()
    assert b" 400 " in answer.splitlines()[0]
    assert b"broke off" in answer
    assert (files(), Upload.objects.count()) == ([], 0)


def test_a_workspace_has_room_for_so_much(
    client: Client, row: LayoutTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(client, row, png())
    monkeypatch.setattr(upload, "MOST_BYTES", 10)
    answer = give(client, row, png(10, 10))
    assert (answer.status_code, answer.json()["message"]) == (
        507,
        "There is no room for more uploads in this workspace.",
    )


def test_a_still_stands_in_for_its_source_wherever_it_is_drawn_and_is_never_sent(
    cast: Cast, client: Client, row: LayoutTemplate
) -> None:
    key = give(client, row, png(320, 180, RED)).json()["id"]
    row.editor_state = {"stills": {"source-1": key}}
    row.save()
    for width in (None, 960):
        drawn = draw(row.workspace, row.rules, "png", state=row.state, width=width)
        assert Image.open(io.BytesIO(drawn)).convert("RGB").getpixel(
            (200, 200)
        ) == ImageColor.getrgb(RED)
    sent = client.get(reverse("template-mixedrules", args=[row.pk])).content.decode()
    assert key not in sent
    assert Upload.objects.get().key not in sent


def test_a_still_of_another_workspace_is_not_shown(cast: Cast, row: LayoutTemplate) -> None:
    elsewhere = cast.stranger.memberships.get().workspace
    theirs = Upload.objects.take(elsewhere, cast.stranger, png(64, 36, RED))
    state: dict[str, Json] = {"stills": {"source-1": str(theirs.pk)}}
    with_theirs = draw(row.workspace, row.rules, "png", state=EditorState.read(state), width=320)
    assert with_theirs == draw(row.workspace, row.rules, "png", width=320)


@pytest.mark.parametrize("stills", [None, 3, [], {"source-1": 5}, {"source-1": "x"}, {"x": {}}])
def test_choices_that_cannot_be_read_are_as_if_there_were_none(
    row: LayoutTemplate, stills: Any
) -> None:
    state = {"stills": stills, "seconds": stills}
    drawn = draw(row.workspace, row.rules, "png", state=EditorState.read(state), width=320)
    assert drawn == draw(row.workspace, row.rules, "png", width=320)


def test_the_chosen_second_is_the_picture_that_is_drawn(cast: Cast, row: LayoutTemplate) -> None:
    (source,) = document().sources
    row.rules = replace(document(), sources=(replace(source, type="vod"),))
    url = source.url
    for second, colour in ((0, RED), (5, BLUE)):
        frame, _made = Frame.objects.row_of(cast.workspace, Wanted(url, Kind.VOD, second))
        frame.keep(Upload.objects.take(cast.workspace, cast.editor, png(64, 36, colour)).still())
    for second, wanted in ((0, RED), (5, BLUE)):
        state: dict[str, Json] = {"seconds": {"source-1": second}}
        drawn = draw(row.workspace, row.rules, "png", state=EditorState.read(state), width=320)
        assert Image.open(io.BytesIO(drawn)).convert("RGB").getpixel(
            (160, 90)
        ) == ImageColor.getrgb(wanted)
