"""Every awkward picture gets its verdict, every limit holds, and we live on."""

from __future__ import annotations

import io
import resource
import subprocess
import sys

import pytest
from PIL import Image

from studio.media import pictures
from studio.media.errors import BadPicture
from studio.media.picturedecoder import program as decoder
from studio.media.pictures import decode
from tests.media import awkward_pictures
from tests.media.awkward_pictures import CANARY, Case, fractal, lowered, plain_png, saved

CASES = awkward_pictures.cases()


def verdict(data: bytes) -> str:
    try:
        decoded = decode(data)
    except BadPicture as bad:
        return bad.code
    assert_clean(decoded.picture)
    assert_clean(decoded.stage)
    return "ok"


def assert_clean(data: bytes) -> None:
    """Pixels and nothing else."""
    image = Image.open(io.BytesIO(data))
    image.load()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not image.getexif()
    assert CANARY not in data


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_an_awkward_picture_gets_its_verdict(case: Case) -> None:
    assert verdict(case.data) == case.verdict


def test_a_picture_is_decoded_within_300_megabytes_and_two_seconds() -> None:
    assert (decoder.MAX_MEMORY, decoder.DECODE_CPU_SECONDS) == (300 * 2**20, 2)
    assert (decoder.MAX_INPUT_BYTES, decoder.MAX_PIXELS) == (20 * 2**20, 40_000_000)


LIMITS: dict[str, tuple[dict[str, int], dict[str, int], str]] = {
    "bytes": (
        {"MAX_INPUT_BYTES": len(plain_png())},
        {"MAX_INPUT_BYTES": len(plain_png()) - 1},
        "too_big",
    ),
    "pixels": ({"MAX_PIXELS": 64 * 48}, {"MAX_PIXELS": 64 * 48 - 1}, "too_many_pixels"),
    "pixels a side": ({"MAX_SIDE": 64}, {"MAX_SIDE": 63}, "too_many_pixels"),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_a_plain_picture_fits_a_limit_and_not_one_below(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitting, below, word = LIMITS[limit]
    lowered(monkeypatch, **fitting)
    assert verdict(plain_png()) == "ok"
    lowered(monkeypatch, **below)
    assert verdict(plain_png()) == word


def test_a_picture_that_needs_more_memory_than_there_is_is_told_in_a_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    large = saved(Image.new("RGB", (5000, 4000)), "PNG")
    lowered(monkeypatch, MAX_MEMORY=64 * 2**20)
    assert verdict(large) == "too_much_memory"
    assert verdict(saved(fractal(), "PNG")) == "ok"


RIGHTS = """
import sys
sys.path.append(sys.argv[1])
from picturedecoder.program import give_up_rights
give_up_rights()
exec(sys.argv[2])
"""


@pytest.mark.parametrize(
    ("attempt", "failure"),
    [
        ("open('/etc/hosts')", "Too many open files"),
        ("open('/tmp/decoder-was-here', 'w')", "Too many open files"),
        ("import socket; socket.socket()", "Too many open files"),
        ("bytearray(300 * 2**20)", "MemoryError"),
    ],
)
def test_a_decoder_cannot_reach_out(attempt: str, failure: str) -> None:
    finished = run_with_rights_given_up(attempt)
    assert finished.returncode == 1
    assert failure in finished.stderr


def test_a_decoder_cannot_work_for_ever() -> None:
    finished = run_with_rights_given_up("while True: pass")
    assert finished.returncode in pictures.OUT_OF_TIME


def run_with_rights_given_up(attempt: str) -> subprocess.CompletedProcess[str]:
    # Imported before: an import would need the files that are out of reach by then.
    prelude = "import socket, traceback, linecache, tokenize\n"
    return subprocess.run(
        [sys.executable, "-I", "-c", prelude + RIGHTS, pictures.COMMAND[-1], attempt],
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )


def test_a_decoder_gets_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    tell = "import os, sys; sys.exit(0 if not os.environ.get('SECRET') else 3)"
    monkeypatch.setenv("SECRET", "canary")
    assert answer_of(tell, monkeypatch) == "no answer"


@pytest.mark.parametrize(
    ("program", "code", "detail"),
    [
        ("import os; os.abort()", "decoder_died", "-6"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "decoder_died", "-11"),
        ("import sys; sys.exit(7)", "decoder_died", "7"),
        ("pass", "decoder_died", "no answer"),
        ("write(b'junk' * 100)", "decoder_died", "unknown word"),
        (
            "write(pack(b'ok', 0, 1, b'PNG', 0, b'PNG', 0, b'plain', 1))",
            "decoder_died",
            "impossible size",
        ),
        (
            "write(pack(b'ok', 1, 1, b'PNG', 9, b'PNG', 0, b'plain', 1))",
            "decoder_died",
            "impossible length",
        ),
        (
            "write(pack(b'ok', 1, 1, b'PNG', 6, b'PNG', 0, b'plain', 1) + b'<html>')",
            "decoder_died",
            "unknown format",
        ),
        (
            "write(pack(b'ok', 1, 1, b'PNG', 8, b'PNG', 8, b'odd', 1) + 2 * MAGIC['PNG'])",
            "decoder_died",
            "unknown colours",
        ),
        ("while True: write(bytes(2**20))", "decoder_died", "1"),
    ],
)
def test_a_decoder_taken_over_is_not_believed(
    program: str, code: str, detail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = (
        f"import sys; sys.path.append({pictures.COMMAND[-1]!r}); "
        "from picturedecoder.program import HEADER, MAGIC, give_up_rights\n"
        "give_up_rights(); pack = HEADER.pack; write = sys.stdout.buffer.write\n"
    )
    taken_over(tools + program, monkeypatch)
    with pytest.raises(BadPicture) as bad:
        decode(b"")
    assert (bad.value.code, bad.value.detail) == (code, detail)


def test_a_decoder_that_sleeps_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_SECONDS", 0.3)
    taken_over("import time; time.sleep(60)", monkeypatch)
    with pytest.raises(BadPicture) as bad:
        decode(b"")
    assert bad.value.code == "too_slow"


def answer_of(program: str, monkeypatch: pytest.MonkeyPatch) -> str:
    taken_over(program, monkeypatch)
    with pytest.raises(BadPicture) as bad:
        decode(b"")
    return bad.value.detail


def taken_over(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets another program answer in the decoder's place."""
    monkeypatch.setattr(pictures, "COMMAND", (sys.executable, "-I", "-c", program))


def test_we_keep_our_own_rights() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    verdict(plain_png())
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before
