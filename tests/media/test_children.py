"""One decoder waits for the next video; none of them sees two, and none outlives us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.media import fetch_video, videos
from studio.media.children import Children
from studio.media.errors import BadPicture, Refused
from tests.driving.processes import wait_for
from tests.media import clips
from tests.media.video_server import VideoServer

ROOT = Path(__file__).parents[2]
# Tells its process, then says again whatever it hears.
ECHO = """
import os, sys
print(os.getpid(), flush=True)
for line in sys.stdin: print(line, flush=True)
"""


@pytest.fixture
def children() -> Iterator[Children]:
    some = Children((sys.executable, "-I", "-c", ECHO))
    yield some
    some.dismiss()


def one(children: Children) -> int:
    """The process of a decoder that is used."""
    with children.one(5) as line:
        return int(line.hear())


def waiting(children: Children) -> int | None:
    """The process of the one that waits."""
    child = children._waiting
    return child.process.pid if child else None


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def ends(process: int) -> bool:
    """Whether it does within ten seconds."""
    end = time.monotonic() + 10
    while is_running(process):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_the_one_that_waits_is_used_next_and_once(children: Children) -> None:
    children.prepare()
    ready = waiting(children)
    children.prepare()
    assert waiting(children) == ready
    assert one(children) == ready
    assert waiting(children) is None
    assert one(children) != ready


def test_what_was_used_is_gone(children: Children) -> None:
    used = one(children)
    assert not is_running(used)


def test_one_that_died_while_it_waited_is_not_used(children: Children) -> None:
    children.prepare()
    dead = waiting(children)
    assert dead
    os.kill(dead, signal.SIGKILL)
    os.waitid(os.P_PID, dead, os.WEXITED | os.WNOWAIT)
    assert one(children) != dead


def test_one_that_nobody_needs_ends() -> None:
    impatient = Children((sys.executable, "-I", "-c", ECHO), patience=0.05)
    impatient.prepare()
    ready = waiting(impatient)
    assert ready is None or ends(ready)
    assert waiting(impatient) is None


def test_nothing_waits_for_the_end_of_one_that_was_used(children: Children) -> None:
    def waits() -> list[threading.Thread]:
        timers = [each for each in threading.enumerate() if isinstance(each, threading.Timer)]
        return [each for each in timers if each.function == children.dismiss]

    children.prepare()
    assert len(waits()) == 1
    one(children)
    wait_for(lambda: not waits(), "nothing waits")


def test_two_videos_at_once_have_a_decoder_each(children: Children) -> None:
    children.prepare()
    with children.one(5) as first, children.one(5) as second:
        assert first.hear() != second.hear()
        first.say(b"mine\n")
        second.say(b"yours\n")
        assert (first.hear(), second.hear()) == (b"mine\n", b"yours\n")


def test_the_time_it_waits_is_not_the_videos(children: Children) -> None:
    children.prepare()
    time.sleep(0.3)
    with children.one(0.25) as line:
        line.hear()
        with pytest.raises(BadPicture, match="too_slow"):
            line.hear()


def test_a_forked_process_has_no_part_in_it(children: Children) -> None:
    children.prepare()
    fork = os.fork()
    if fork == 0:
        os._exit(waiting(children) or 0)
    assert os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]) == 0
    assert one(children)


OWNER = """
import os, signal, sys
from studio.media.children import Children
children = Children((sys.executable, "-I", "-c", sys.argv[1]))
children.prepare()
print(children._waiting.process.pid, flush=True)
{}
"""


@pytest.mark.parametrize("end", ["", "os.kill(os.getpid(), signal.SIGKILL)", "os._exit(0)"])
def test_the_one_that_waits_ends_with_us(end: str) -> None:
    owner = subprocess.run(
        [sys.executable, "-c", OWNER.format(end), ECHO],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=False,
    )
    assert ends(int(owner.stdout))


def test_after_a_video_the_next_decoder_waits_without_rights(videos: VideoServer) -> None:
    videos.files["clip"] = clips.mp4()
    fetch_video(videos.url("ranges/clip"), videos.policy())
    assert_waits_without_rights()


def test_after_a_refusal_it_does_so_too(videos: VideoServer) -> None:
    videos.files["clip"] = b"clip"
    with pytest.raises(Refused):
        fetch_video(videos.url("whole/clip"), videos.policy(max_bytes=1))
    assert_waits_without_rights()


def assert_waits_without_rights() -> None:
    ready = waiting(videos.DECODERS)
    assert ready
    end = time.monotonic() + 10
    while "Max open files            0 " not in Path(f"/proc/{ready}/limits").read_text():
        assert time.monotonic() < end
        time.sleep(0.02)
