"""Streams of node-media-server, over RTMP and over HTTP. Who comes late is sent all since the last
key picture at once; of a stream that is not live, the beginning of an FLV and then nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from tests.media.servers import node
from tests.media.servers.publishing import INTERVAL, SIZE, Publisher, publishing
from tests.media.servers.running import StreamServer
from tests.media.servers.viewers import MARGIN, awaited, late, refusal

MISSING = node.missing()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING or "")
WAYS = {"RTMP": StreamServer.rtmp, "HTTP": StreamServer.flv}
ENCODERS = {"h264": "libx264", "hevc": "libx265"}
each_way = pytest.mark.parametrize("way", WAYS)
each_codec = pytest.mark.parametrize("codec", ENCODERS)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StreamServer]:
    with node.node_media_server(tmp_path_factory.mktemp("node")) as started:
        yield started


@pytest.fixture(scope="module")
def shows(server: StreamServer) -> Iterator[dict[str, Publisher]]:
    """One in each codec, named like it."""
    with ExitStack() as stack:
        yield {
            codec: stack.enter_context(publishing(server.rtmp(codec), encoder))
            for codec, encoder in ENCODERS.items()
        }


@each_way
@each_codec
def test_who_comes_late_has_the_last_key_picture_at_once(
    server: StreamServer, shows: dict[str, Publisher], codec: str, way: str
) -> None:
    picture, behind, seconds = late(shows[codec], WAYS[way](server, codec), server.policy)
    assert (picture.width, picture.height) == SIZE
    assert (picture.codec, picture.whole) == (codec, True)
    # 1 where much else is to be done, and the next one was sent before the first word.
    assert behind <= 1
    assert seconds <= INTERVAL + MARGIN


@each_way
@each_codec
def test_who_waits_for_a_stream_has_its_picture_once_it_begins(
    server: StreamServer, codec: str, way: str
) -> None:
    name = f"{codec}-{way}"
    target = server.rtmp(name)
    assert awaited(WAYS[way](server, name), server.policy, target, ENCODERS[codec]) <= 1


@each_way
def test_of_a_stream_that_is_not_live_it_is_told_that_nothing_comes(
    server: StreamServer, way: str
) -> None:
    assert refusal(WAYS[way](server, "none"), replace(server.policy, deadline=3.0)) == "silent"
