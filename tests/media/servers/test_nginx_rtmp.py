"""Streams of nginx-rtmp. Who comes late is sent sound at once, and no word of the video before the
next key picture. Of H.265 as encoders send it today the server knows no key picture at all, and of
its older form it keeps no header.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.media.servers import nginx
from tests.media.servers.older import older
from tests.media.servers.publishing import INTERVAL, SIZE, publishing
from tests.media.servers.running import StreamServer
from tests.media.servers.viewers import MARGIN, awaited, late, refusal

MISSING = nginx.missing()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING or "")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StreamServer]:
    with nginx.nginx(tmp_path_factory.mktemp("nginx")) as started:
        yield started


def test_who_waits_for_a_stream_has_its_picture_once_it_begins(server: StreamServer) -> None:
    url = server.rtmp("awaited")
    assert awaited(url, server.policy, url, "libx264") <= 1


def test_who_comes_late_has_the_next_key_picture_as_soon_as_it_is_sent(
    server: StreamServer,
) -> None:
    url = server.rtmp("show")
    with publishing(url, "libx264") as publisher:
        picture, behind, seconds = late(publisher, url, server.policy)
    assert (picture.width, picture.height) == SIZE
    assert (picture.codec, picture.whole, picture.sound) == ("h264", True, True)
    assert behind in (1, 2)
    assert seconds <= INTERVAL + MARGIN


def test_of_h265_it_is_told_in_time_that_no_picture_comes(server: StreamServer) -> None:
    url = server.rtmp("modern")
    with publishing(url, "libx265"):
        assert refusal(url, server.policy) == "sound_alone"


def test_of_h265_in_its_older_form_it_is_told_in_time_that_it_cannot_be_decoded(
    server: StreamServer,
) -> None:
    """Its key pictures come, without the header that was sent before them."""
    url = server.rtmp("older")
    with older(server) as relay, publishing(relay.rtmp("older"), "libx265"):
        assert refusal(url, server.policy) == "corrupt"


def test_of_a_stream_that_is_not_live_it_is_told_that_nothing_comes(server: StreamServer) -> None:
    assert refusal(server.rtmp("none"), replace(server.policy, deadline=3.0)) == "silent"
