"""What goes wrong with a request does so in the order in which it is written, and as it says."""

from __future__ import annotations

import socket
from contextlib import AbstractContextManager, nullcontext
from urllib.parse import urlsplit

import pytest

from studio.volcengine.sandbox.envelope import Answer
from studio.volcengine.sandbox.faults import NO_FAULT, Fault, lose, outcome_of
from studio.volcengine.sandbox.signature import Request
from tests.volcengine import stand_in
from tests.volcengine.stand_in import Nobody, drop, reset

REQUEST = Request(method="POST", path="/", query="", headers={}, body=b"")
DONE, OTHER = Answer(200, "1", b"done"), Answer(500, "2", b"other")


class Noting(Nobody):
    """Notes what it carries out."""

    def __init__(self, happened: list[object]) -> None:
        super().__init__()
        self._happened = happened

    def answer(self, request: Request, *, failing: bool = False) -> Answer:
        self._happened.append("failing" if failing else "carried out")
        return DONE


@pytest.mark.parametrize(
    ("fault", "happens", "outcome"),
    [
        (NO_FAULT, [0, "carried out", 0], DONE),
        (Fault(wait=2, slow=3), [2, "carried out", 3], DONE),
        (Fault(failing=True), [0, "failing", 0], DONE),
        (Fault(instead=OTHER, slow=3), [0, 3], OTHER),
        (Fault(wait=2, ending=lose), [2, "carried out", 0], lose),
        (Fault(instead=OTHER, ending=lose), [0, 0], lose),
    ],
)
def test_a_fault_happens_in_order(
    fault: Fault, happens: list[object], outcome: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[object] = []
    monkeypatch.setattr("studio.volcengine.sandbox.faults.time.sleep", happened.append)
    assert outcome_of(fault, REQUEST, Noting(happened)) == outcome
    assert happened == happens


@pytest.mark.parametrize("fault", [drop, reset], ids=["drop", "reset"])
def test_a_connection_ends_in_silence_or_by_a_reset(fault: Fault) -> None:
    with stand_in.running(fault) as cloud, socket.socket() as connection:
        connection.connect(("127.0.0.1", urlsplit(cloud.url).port))
        connection.sendall(b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
        ended: AbstractContextManager[object] = nullcontext()
        if fault is reset:
            ended = pytest.raises(ConnectionResetError)
        with ended:
            assert connection.recv(1) == b""
