"""What a call to the cloud can end in, other than an answer.

    CloudError
    ├── Refused          the service said no: nothing was changed
    ├── UnknownOutcome   the request went out: it may or may not have taken effect
    └── Unreachable      not one byte of the request was sent: nothing was changed

Only `Refused` and `Unreachable` are certain. After an `UnknownOutcome` of Create, Update or
Delete, look (List, Detail) and never simply send again; a List or Detail may be repeated.
None of them carries a key, a push address or the request's body.
"""

from __future__ import annotations

from typing import Literal

UnknownReason = Literal[
    "timeout",  # no (whole) answer in time
    "dropped",  # the connection ended before the whole answer was there
    "too_big",  # the answer was longer than any real one
    "unreadable",  # not an answer of the service: no JSON object
    "unexpected",  # an object, but not what the service documents, or from something in between
    "server_error",  # the service said that it failed on its side
]
UnreachableReason = Literal[
    "dns",
    "refused",
    "timeout",
    "tls",
    "proxy",
    "network",
    "busy",  # our own requests kept this one waiting for too long
]


class CloudError(Exception):
    """A call that gave no answer to work with."""


class Refused(CloudError):
    """The service said no and changed nothing.

    `code` is the gateway's word (`InvalidAccessKey`, `FlowLimitExceeded` …) or `Result.Code`
    as text (`400`); `message` is the service's own, with addresses and keys masked;
    `request_id` is empty when none was given.
    """

    def __init__(self, code: str, message: str, request_id: str, http_status: int) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.request_id = request_id
        self.http_status = http_status


class UnknownOutcome(CloudError):
    """The request was sent and no clear answer came back."""

    def __init__(self, reason: UnknownReason, request_id: str = "", message: str = "") -> None:
        super().__init__(f"{reason}: {message}" if message else reason)
        self.reason: UnknownReason = reason
        self.request_id = request_id
        self.message = message


class Unreachable(CloudError):
    """The service could not be reached; the request was not sent."""

    def __init__(self, reason: UnreachableReason) -> None:
        super().__init__(reason)
        self.reason: UnreachableReason = reason
