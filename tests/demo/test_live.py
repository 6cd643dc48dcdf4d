"""The demo's live stream: one film for ever, as long as somebody listens."""

from __future__ import annotations

import threading
import time
from http.client import HTTPConnection, HTTPResponse
from io import BytesIO
from itertools import pairwise, takewhile
from pathlib import Path

import av
import pytest

from studio.demo import live, serving
from studio.demo.filming.film import LENGTH
from studio.demo.serving import MOST_LISTENERS, DemoServer
from studio.library.models import Frame, Kind, State, Wanted
from tests.builders import Cast
from tests.driving.processes import wait_for


def listening(server: DemoServer) -> tuple[HTTPConnection, HTTPResponse]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", f"/{serving.LIVE}")
    return connection, connection.getresponse()


def threads() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def test_its_times_grow_where_the_film_begins_again_and_all_can_be_decoded(filmed: Path) -> None:
    stream = live.read(filmed / serving.LIVE)
    joined = 3 * LENGTH + 5.5
    packets = takewhile(lambda packet: packet[0] < joined + 2 * LENGTH, stream.joined(joined))
    sent = stream.begun() + b"".join(data for _due, data in packets)
    with av.open(BytesIO(sent), "r", format="flv") as heard:
        assert_even([float(frame.time or 0) for frame in heard.decode(video=0)])
    with av.open(BytesIO(sent), "r", format="flv") as heard:
        assert_even([float(frame.time or 0) for frame in heard.decode(audio=0)])


def assert_even(times: list[float]) -> None:
    """As well as milliseconds can tell."""
    steps = [after - before for before, after in pairwise(times)]
    assert max(steps) - min(steps) <= 0.0031
    assert times[-1] - times[0] > 2 * LENGTH - 0.1


def test_who_joins_begins_with_the_last_key_picture_and_sees_what_all_see(filmed: Path) -> None:
    stream = live.read(filmed / serving.LIVE)
    early, late = stream.joined(LENGTH + 3.2), stream.joined(LENGTH + 3.9)
    assert [next(early) for _packet in range(9)] == [next(late) for _packet in range(9)]
    due, first = next(stream.joined(2 * LENGTH + 0.01))
    assert due == 2 * LENGTH
    assert first[live.HEAD.size] >> 4 == live.KEY_PICTURE


def test_times_go_on_for_longer_than_three_bytes_can_tell(filmed: Path) -> None:
    (tag, *_rest) = live.read(filmed / serving.LIVE).round
    for time_told in (0, 0x00FFFFFF, 0x01000000, 0x7FFFFFFF):
        (again,) = live.tags_in(live.HEADER + tag.at(time_told))
        assert again == live.Tag(tag.kind, time_told, tag.body)


def test_a_reader_is_sent_it_as_it_happens(server: DemoServer) -> None:
    began = time.monotonic()
    with av.open(f"http://127.0.0.1:{server.server_port}/{serving.LIVE}") as heard:
        times = (float(frame.time or 0) for frame in heard.decode(video=0))
        last = next(time for time in times if time > 2)
    # What has been since the last key picture, at most a second, comes at once.
    assert time.monotonic() - began > last - 1.1


def test_nothing_runs_for_it_while_nobody_listens(server: DemoServer) -> None:
    before = threads()
    connection, answer = listening(server)
    assert answer.read(3) == b"FLV"
    assert threads() - before
    answer.close()
    connection.close()
    wait_for(lambda: not threads() - before, "nothing runs any more")


def test_no_more_listen_than_there_are_places(server: DemoServer) -> None:
    listeners = [listening(server) for _listener in range(MOST_LISTENERS)]
    assert {answer.status for _connection, answer in listeners} == {200}
    connection, answer = listening(server)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    connection.close()
    for connection, answer in listeners:
        answer.close()
        connection.close()
    wait_for(lambda: is_admitted(server), "there is a place again")


def is_admitted(server: DemoServer) -> bool:
    connection, answer = listening(server)
    answer.close()
    connection.close()
    return answer.status == 200


@pytest.mark.parametrize(
    ("name", "kind"),
    [("bug.png", Kind.PICTURE), ("pendulums.mp4", Kind.VOD), ("pitch.flv", Kind.LIVE)],
)
def test_a_still_of_each_kind_of_source_is_fetched(
    cast: Cast, server: DemoServer, name: str, kind: Kind
) -> None:
    wanted = Wanted(f"http://127.0.0.1:{server.server_port}/{name}", kind)
    frame = Frame.objects.ask(cast.workspace, [wanted])[wanted]
    frame.fetch()
    assert (frame.state, frame.error, frame.whole) == (State.READY, "", True)
