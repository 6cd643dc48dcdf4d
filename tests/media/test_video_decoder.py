"""The process that decodes videos: without rights, and not believed when it is taken over."""

from __future__ import annotations

import subprocess
import sys

import pytest

from studio.media import videos
from studio.media.children import Children
from studio.media.errors import BadPicture
from studio.media.sources import Forward
from studio.media.videodecoder import asking, boxes, containers, rights
from tests.media import clips
from tests.media.decoding import first_picture


def test_a_decoder_cannot_reach_out() -> None:
    for attempt in ("open('/etc/hosts')", "socket.socket()", "open('/tmp/was-here', 'w')"):
        finished = with_rights_given_up(attempt)
        assert (finished.returncode, "Too many open files" in finished.stderr) == (1, True)


def test_a_decoder_keeps_to_the_pixels_it_is_told() -> None:
    """Not only we do, who are told the size by it."""
    with videos.DECODERS.one(5) as line:
        line.say(b"%d 0\n" % (64 * 48 - 1))
        with pytest.raises(BadPicture, match="too_many_pixels"):
            videos.answered(line, Forward(iter([clips.mp4()]), 2**20))


def test_no_more_boxes_are_looked_through_for_an_index_than_a_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However many a stream has: here it has one more than that."""
    offsets = []

    def at(_file: asking.Remote, offset: int, _size: int) -> bytes:
        offsets.append(offset)
        kind = b"free" if len(offsets) <= containers.MAX_BOXES else b"moov"
        return boxes.BOX_HEAD.pack(8, kind, 0)

    monkeypatch.setattr(asking.Remote, "at", at)
    assert not containers.index_comes_first()
    assert offsets == [8 * number for number in range(containers.MAX_BOXES)]


def test_a_box_to_the_end_of_the_file_is_passed_over_as_any_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its length is written as 0."""
    heads = iter([(0, b"free"), (8, b"moov")])
    offsets = []

    def at(_file: asking.Remote, offset: int, _size: int) -> bytes:
        offsets.append(offset)
        return boxes.BOX_HEAD.pack(*next(heads), 0)

    monkeypatch.setattr(asking.Remote, "at", at)
    assert containers.index_comes_first()
    assert offsets == [0, boxes.SHORTEST_BOX]


def test_a_decoder_cannot_take_all_memory() -> None:
    finished = with_rights_given_up(f"bytearray({rights.MAX_MEMORY})")
    assert (finished.returncode, "MemoryError" in finished.stderr) == (1, True)


def test_a_decoder_cannot_work_for_ever() -> None:
    finished = with_rights_given_up("print(resource.getrlimit(resource.RLIMIT_CPU)[0])")
    assert int(finished.stdout) == rights.MAX_CPU_SECONDS


def with_rights_given_up(attempt: str) -> subprocess.CompletedProcess[str]:
    # Imported before: an import would need the files that are out of reach by then.
    prelude = "import resource, sys, socket, traceback, linecache, tokenize\n"
    prelude += "sys.path.append(sys.argv[1])\nfrom videodecoder.rights import give_up_rights\n"
    program = "give_up_rights()\nexec(sys.argv[2])"
    return subprocess.run(
        [sys.executable, "-I", "-c", prelude + program, videos.DECODER[-1], attempt],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("program", "code", "detail"),
    [
        ("import os; os.abort()", "decoder_died", "-6"),
        ("sys.exit(7)", "decoder_died", "7"),
        ("pass", "decoder_died", "no answer"),
        ("say('junk')", "decoder_died", "unknown word"),
        ("say('bad manners')", "decoder_died", "unknown word"),
        ("say('bad ok')", "decoder_died", "unknown word"),
        ("say('x' * 10**6)", "decoder_died", "unknown word"),
        ("say('read -1 5')", "decoder_died", "unknown word"),
        ("say('frame 0 5 1 1 1 0 0 1 0 0 0 h264 plain 1')", "decoder_died", "impossible size"),
        ("say('frame 5 5 1 0 1 0 0 1 0 0 0 h264 plain 1')", "decoder_died", "impossible size"),
        ("say('frame 9999 9999 1 1 1 0 0 1 0 0 0 h264 plain 1')", "too_many_pixels", ""),
        (
            "say('frame 5 5 1 1 1 0 0 1 0 0 0 h264 plain 1'); sys.exit(0)",
            "decoder_died",
            "no answer",
        ),
        ("say('frame 5 5 1 1 1 0 0 1 0 0 0 h264 odd 1')", "decoder_died", "unknown colours"),
        ("while True: say('read 0 1'); os.read(0, 9)", "decoder_died", "too many reads"),
        ("while True: say('read 0 1')", "too_slow", ""),
        (
            "import resource; resource.setrlimit(0, (1, 1)); [0 for _ in iter(int, 1)]",
            "too_slow",
            "",
        ),
        ("time.sleep(60)", "too_slow", ""),
        ("os.close(0); os.close(1); time.sleep(60)", "too_slow", ""),
    ],
)
def test_a_decoder_taken_over_is_not_believed(
    program: str, code: str, detail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(videos, "MAX_SECONDS", 2.0)
    if detail == "too many reads":
        monkeypatch.setattr(videos, "MAX_READS", 500)
    taken_over(program, monkeypatch)
    with pytest.raises(BadPicture) as bad:
        first_picture(Forward(iter([b"x"]), 10))
    assert (bad.value.code, bad.value.detail) == (code, detail)


def taken_over(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets another program speak in the decoder's place, once it was spoken to."""
    tools = "import os, resource, sys, time\ndef say(words): print(words, flush=True)\n"
    begun = "os.read(0, 100)\n"
    command = (sys.executable, "-I", "-c", tools + begun + program)
    monkeypatch.setattr(videos, "DECODERS", Children(command))


def test_a_decoder_gets_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "canary")
    taken_over("sys.exit(3 if os.environ.get('SECRET') else 0)", monkeypatch)
    with pytest.raises(BadPicture, match="no answer"):
        first_picture(Forward(iter([b"x"]), 10))
