"""What goes wrong with requests on their way to the gateway and back.

One layer, whoever chooses: a person's wishes are stored (mischief.py), a harness draws them by a
seed, a test writes them down.
"""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass

from studio.volcengine.sandbox.gateway import Gateway
from studio.volcengine.sandbox.http import Outcome, Wire
from studio.volcengine.sandbox.signature import Request


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """What goes wrong with one request, in the order in which it does; nothing unless it is said.

    It is carried out `wait` seconds late, or not at all where something is answered `instead`; an
    update that is `failing` is accepted and never applied. `slow` seconds later it is answered,
    with another `ending` if there is one.
    """

    wait: float = 0
    instead: Outcome | None = None
    failing: bool = False
    slow: float = 0
    ending: Outcome | None = None


NO_FAULT = Fault()


def outcome_of(fault: Fault, request: Request, gateway: Gateway) -> Outcome:
    """What comes of a request with which this goes wrong."""
    time.sleep(fault.wait)
    outcome = fault.instead or gateway.answer(request, failing=fault.failing)
    time.sleep(fault.slow)
    return fault.ending or outcome


def lose(_wire: Wire) -> None:
    """The connection ends without a word."""


def reset(wire: Wire) -> None:
    """The other side gets a reset."""
    linger = struct.pack("ii", 1, 0)
    wire.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    wire.connection.close()
