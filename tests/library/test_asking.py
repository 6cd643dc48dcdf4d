"""The stage asks for stills by URL, and shows them by their address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studio.editor.models import LayoutTemplate
from studio.library.fetching import LOCKED, NO_ROOM, NOT_KEPT
from studio.library.models import Frame, Kind, Upload
from studio.library.stores import frames
from studio.library.wording import CODECS as CODEC_NAMES
from studio.library.wording import DOCUMENTED, SENTENCES, frame_json
from studio.media.errors import CODES
from studio.media.videodecoder import tracks
from studio.rules.limits import MAX_PICTURES
from tests.builders import Cast, client_for, frame, png, template
from tests.media import clips
from tests.picture_server import PictureServer


@pytest.fixture
def row(cast: Cast) -> LayoutTemplate:
    return template(cast.workspace)


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.editor)


def post(client: Client, row: LayoutTemplate, urls: Any, **more: Any) -> Any:
    address = reverse("template-frames", args=[row.pk])
    return client.post(address, {"urls": urls, **more}, content_type="application/json")


def ask(client: Client, row: LayoutTemplate, url: str, kind: str = "pic", **more: Any) -> Any:
    return post(client, row, [{"url": url, "kind": kind}], **more).json()["frames"][0]


def test_a_still_is_pending_then_ready_with_its_address_and_size(
    client: Client, row: LayoutTemplate, pictures: PictureServer
) -> None:
    url = pictures.url("host.png")
    assert ask(client, row, url)["state"] == "pending"
    Frame.objects.get().fetch()
    answer = ask(client, row, url, "logo")
    assert (answer["state"], answer["width"], answer["height"]) == ("ready", 320, 180)
    assert answer["message"] == ""
    shown = client.get(answer["src"])
    assert (shown["Content-Type"], shown.content[:4]) == ("image/png", b"\x89PNG")


def test_a_failure_is_told_in_a_sentence(
    client: Client, row: LayoutTemplate, pictures: PictureServer
) -> None:
    url = pictures.url("none.png")
    ask(client, row, url)
    Frame.objects.get().fetch()
    answer = ask(client, row, url)
    assert (answer["state"], answer["src"]) == ("failed", None)
    assert answer["message"] == str(SENTENCES["not_found"])


def test_a_failed_refetch_still_shows_the_old_picture_with_its_date(
    client: Client, row: LayoutTemplate, pictures: PictureServer
) -> None:
    url = pictures.url("host.png")
    ask(client, row, url)
    Frame.objects.get().fetch()
    before = ask(client, row, url)
    del pictures.files["host.png"]
    between = ask(client, row, url, again=True)
    assert between == {**before, "fetching": True, "waiting": True}
    Frame.objects.get().fetch()
    after = ask(client, row, url)
    assert after["message"].startswith(str(SENTENCES["not_found"]))
    assert {**after, "message": ""} == before


def test_a_video_is_asked_for_as_a_picture_is(
    client: Client, row: LayoutTemplate, pictures: PictureServer
) -> None:
    pictures.files["talk.flv"] = clips.flv()
    url = pictures.url("talk.flv")
    assert ask(client, row, url, "vod")["state"] == "pending"
    Frame.objects.get().fetch()
    answer = ask(client, row, url, "vod")
    assert (answer["state"], answer["width"], answer["height"]) == ("ready", 64, 48)
    assert client.get(answer["src"])["Content-Type"] == "image/jpeg"


def test_the_page_is_told_how_long_a_video_is_and_how_fast(
    client: Client, row: LayoutTemplate, pictures: PictureServer
) -> None:
    pictures.files["talk.mp4"] = clips.mp4()
    url = pictures.url("talk.mp4")
    ask(client, row, url, "vod")
    Frame.objects.get().fetch()
    answer = ask(client, row, url, "vod")
    assert (answer["duration"], answer["rate"], answer["sound"]) == (2.0, 5.0, False)


def test_each_second_of_a_video_is_a_picture_of_its_own(
    client: Client, row: LayoutTemplate, pictures: PictureServer
) -> None:
    pictures.files["talk.mp4"] = clips.mp4()
    url = pictures.url("talk.mp4")
    asked = [{"url": url, "kind": "vod", "second": second} for second in (0, 1, 1, 600)]
    post(client, row, asked)
    for one in Frame.objects.all():
        one.fetch()
    answers = post(client, row, asked).json()["frames"]
    assert answers[1] == answers[2]
    assert len({answer["src"] for answer in answers}) == 3
    assert [answer["message"] for answer in answers[:3]] == ["", "", ""]
    assert "ends at 0:02" in answers[3]["message"]


def test_a_still_that_was_given_is_asked_for_by_its_key(
    cast: Cast, client: Client, row: LayoutTemplate, data: Path
) -> None:
    upload = Upload.objects.take(cast.workspace, cast.editor, png(320, 180))
    answer = ask(client, row, str(upload.pk), "still")
    assert (answer["state"], answer["width"], answer["given"]) == ("ready", 320, True)
    assert client.get(answer["src"])["Content-Type"] == "image/png"
    elsewhere = Upload.objects.take(cast.stranger.memberships.get().workspace, cast.owner, png())
    for key in (str(elsewhere.pk), "x", "00000000-0000-0000-0000-000000000000"):
        assert ask(client, row, key, "still")["state"] == "failed"


def test_what_cannot_be_read_of_a_stream_is_told_in_a_sentence(
    client: Client, row: LayoutTemplate, data: Path
) -> None:
    url = "rtmps://a.example.com/live/s"
    ask(client, row, url, "live")
    Frame.objects.get().fetch()
    assert ask(client, row, url, "live")["message"] == str(SENTENCES["rtmps"])


def test_a_reader_sees_what_is_there_and_makes_nobody_fetch(
    cast: Cast, row: LayoutTemplate, data: Path
) -> None:
    there = frame(cast.workspace)
    reader = client_for(cast.viewer)
    assert ask(reader, row, there.url, again=True)["state"] == "ready"
    assert ask(reader, row, "https://a.example.com/new.png")["message"].startswith("Not fetched")
    assert list(Frame.objects.values_list("url", "state")) == [(there.url, "ready")]


def test_an_address_too_long_or_of_no_type_is_answered_and_not_kept(
    client: Client, row: LayoutTemplate
) -> None:
    long = "https://a.example.com/" + "x" * 2048
    assert ask(client, row, long)["message"] == str(SENTENCES["url_length"])
    assert ask(client, row, "https://a.example.com/x", "gif")["state"] == "failed"
    assert not Frame.objects.exists()


@pytest.mark.parametrize(
    "urls",
    [
        *(None, "x", [1], [{}], [{"url": 1, "kind": "pic"}]),
        *([{"url": "x"}], [{"url": "x", "kind": 1}]),
        *([{"url": "x", "kind": "vod", "second": at}] for at in ("1", 1.5, -1, 86401, None)),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    client: Client, row: LayoutTemplate, urls: Any
) -> None:
    answer = post(client, row, urls)
    assert answer.status_code == 400
    assert answer.json()["message"].endswith(".")


def test_so_many_are_asked_for_at_once_and_no_more(client: Client, row: LayoutTemplate) -> None:
    urls = [{"url": f"https://a.example.com/{n}", "kind": "vod"} for n in range(MAX_PICTURES + 1)]
    assert post(client, row, urls[:-1]).status_code == 200
    assert post(client, row, urls).status_code == 422


def test_a_still_may_be_kept_a_while_by_its_reader_alone(
    cast: Cast, client: Client, data: Path
) -> None:
    row = frame(cast.workspace)
    address = reverse("frame", args=[row.pk, "png"])
    answer = client.get(address)
    assert answer["Cache-Control"] == "private, max-age=3600"
    assert answer["X-Content-Type-Options"] == "nosniff"
    known = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    Frame.objects.keep(cast.workspace, row.url, Kind.PICTURE, png(colour="blue"))
    assert client.get(address)["ETag"] != answer["ETag"]


def test_a_still_has_one_address_and_needs_its_file(cast: Cast, client: Client, data: Path) -> None:
    row = frame(cast.workspace)
    assert client.get(reverse("frame", args=[row.pk, "jpg"])).status_code == 404
    frames().delete(row.stage)
    assert client.get(reverse("frame", args=[row.pk, "png"])).status_code == 404


@pytest.mark.parametrize(("kind", "live"), [("pic", False), ("vod", False), ("live", True)])
def test_only_of_a_stream_silence_may_say_that_it_is_not_live(
    cast: Cast, kind: str, live: bool
) -> None:
    row = frame(cast.workspace)
    row.kind, row.state, row.error = kind, "failed", "silent"
    told = frame_json(row)["message"]
    assert isinstance(told, str)
    assert ("not live" in told) == live


def test_every_codec_that_is_decoded_has_a_name() -> None:
    assert {*DOCUMENTED, *CODEC_NAMES} == tracks.CODECS


def test_every_word_of_media_has_a_sentence() -> None:
    assert set(SENTENCES) == CODES | {NO_ROOM, NOT_KEPT, LOCKED}


def test_what_our_network_looks_like_from_inside_is_not_told() -> None:
    told = {
        SENTENCES[code] for code in ("dns", "dns_timeout", "address", "connect", "peer_changed")
    }
    assert len(told) == 1
