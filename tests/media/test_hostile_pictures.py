"""Every hostile picture gets its verdict inside the enforced limits, and we live on."""

from __future__ import annotations

import io
import resource
import subprocess
import sys

import pytest
from PIL import Image

from studio.media import decoder, pictures
from studio.media.errors import PICTURE_CODES, BadPicture
from studio.media.pictures import decode
from tests.media import hostile_pictures
from tests.media.hostile_pictures import Case

CASES = hostile_pictures.cases()

# Runs the decoder and tells its peak memory in KiB and its seconds of work, also of one that is
# out of time. Not by getrusage, whose figure a child inherits from the process that started it.
# Opened first: the decoder gives up opening files.
MEASURE = """
import runpy, signal, sys, time
signal.signal(signal.SIGXCPU, lambda *_: sys.exit())
status = open("/proc/self/status")
try:
    runpy.run_path(sys.argv[1], run_name="__main__")
finally:
    sys.stderr.write(status.read().split("VmHWM:")[1].split()[0] + f" {time.process_time()}")
"""


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
    assert b"script" not in data
    assert b"PK\x03\x04" not in data


def test_the_collection_is_all_there() -> None:
    assert len({case.name for case in CASES}) == len(CASES) == 81


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_hostile_picture_gets_its_verdict(case: Case) -> None:
    found = verdict(case.data)

    assert found in PICTURE_CODES | {"ok"}
    if case.verdict == "either":
        assert found != "decoder_died"
    else:
        assert found == case.verdict


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_verdict_costs_less_than_two_seconds_and_300_megabytes(case: Case) -> None:
    finished = subprocess.run(
        [sys.executable, "-I", "-c", MEASURE, str(pictures.DECODER)],
        input=case.data,
        capture_output=True,
        check=True,
    )
    *_warnings, kilobytes, seconds = finished.stderr.split()
    assert int(kilobytes) * 1024 < decoder.MAX_MEMORY == 300 * 2**20
    assert float(seconds) < 2


RIGHTS = """
import runpy, sys
decoder = runpy.run_path(sys.argv[1])
decoder["give_up_rights"]()
exec(sys.argv[2])
"""


@pytest.mark.parametrize(
    ("attempt", "failure"),
    [
        ("open('/etc/passwd')", "Too many open files"),
        ("open('/tmp/decoder-was-here', 'w')", "Too many open files"),
        ("import socket; socket.socket()", "Too many open files"),
        ("bytearray(400 * 2**20)", "MemoryError"),
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
        [sys.executable, "-I", "-c", prelude + RIGHTS, str(pictures.DECODER), attempt],
        capture_output=True,
        text=True,
        check=False,
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
        ("write(pack(b'ok', 0, 1, b'PNG', 0, b'PNG', 0))", "decoder_died", "impossible size"),
        ("write(pack(b'ok', 1, 1, b'PNG', 9, b'PNG', 0))", "decoder_died", "impossible length"),
        (
            "write(pack(b'ok', 1, 1, b'PNG', 6, b'PNG', 0) + b'<html>')",
            "decoder_died",
            "unknown format",
        ),
        ("while True: write(bytes(2**20))", "decoder_died", "1"),
    ],
)
def test_a_decoder_taken_over_is_not_believed(
    program: str, code: str, detail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = (
        f"import runpy, sys; d = runpy.run_path({str(pictures.DECODER)!r}); "
        "d['give_up_rights'](); pack = d['HEADER'].pack; write = sys.stdout.buffer.write\n"
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
    verdict(hostile_pictures.plain_png())
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before
