"""What the service's envelope says: data, a refusal, or nothing clear.

Two envelopes are documented (docs/6469/1126805 and each action's page), and a failed call may
be HTTP 200 in both:

    {"ResponseMetadata": {"RequestId", "Error": {"CodeN", "Code", "Message"}}}
    {"ResponseMetadata": {"RequestId"}, "Result": {"Code": 0|400|500, "Message", "Data"}}

A redirect or HTTP 4xx turned the request away, whoever says so and however: it is a refusal,
with the HTTP status as its code where no envelope has one. Anything else that is in neither form
says nothing about what became of the request.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from studio.rules.document import Json
from studio.rules.redaction import masked
from studio.volcengine.errors import Refused, UnknownOutcome, UnknownReason
from studio.volcengine.lenient_json import CONTRADICTION, lenient_loads
from studio.volcengine.wire import Reply

# The gateway turned the request away before any action ran (docs/6469/1126806).
NOT_EXECUTED = frozenset(
    {
        "MissingParameter",
        "MissingRequestInfo",
        "InvalidTimestamp",
        "ServiceNotFound",
        "InvalidActionOrVersion",
        "InvalidAccessKey",
        "SignatureDoesNotMatch",
        "AccessDenied",
        "FlowLimitExceeded",
    }
)
REQUEST_TIMEOUT, TOO_MANY_REQUESTS = 408, 429

_WORD = re.compile(r"[A-Za-z0-9_.:-]{1,128}")
# InternalError, InternalServiceTimeout and their kin: it failed on their side, at any point.
_THEIR_FAULT = re.compile(r"^Internal|Timeout|Unavailable")


@dataclass(frozen=True, slots=True)
class Answer:
    """`Result.Data` of a call that succeeded, and the request's id (empty when none came)."""

    data: Json = field(repr=False)
    request_id: str


def read(reply: Reply, secrets: Collection[str]) -> Answer:
    """The data of a successful call. Raises Refused or UnknownOutcome.

    `secrets` are masked in what the service says.
    """
    envelope = _envelope(reply)
    metadata = _object(envelope.get("ResponseMetadata")) if envelope else {}
    voice = _Voice(reply.status, _request_id(reply, metadata), secrets)
    if envelope is None:
        raise voice.unclear("unreadable")
    if envelope.get("ResponseMetadata") is CONTRADICTION:
        raise voice.unclear("unexpected")
    error = _object(metadata.get("Error"))
    result = _object(envelope.get("Result"))
    if reply.status >= 500:
        raise voice.unknown_server_error(error.get("Message") or result.get("Message"))
    if metadata.get("Error") is not None:
        raise voice.gateway_error(error)
    code = result.get("Code")
    if code == 0 and isinstance(code, int) and not isinstance(code, bool):
        if voice.succeeded:
            return Answer(result.get("Data"), voice.request_id)
        raise voice.contradiction()
    raise voice.abnormal_result(code, result.get("Message"))


@dataclass(frozen=True, slots=True)
class _Voice:
    """Turns what one answer says into the error it means."""

    status: int
    request_id: str
    secrets: Collection[str]

    @property
    def succeeded(self) -> bool:
        return 200 <= self.status < 300

    @property
    def turned_away(self) -> bool:
        """Whether this status alone says that the request was not carried out."""
        return 300 <= self.status < 500 and self.status not in (REQUEST_TIMEOUT, TOO_MANY_REQUESTS)

    def gateway_error(self, error: dict[str, Json]) -> Refused | UnknownOutcome:
        code, message = error.get("Code"), error.get("Message")
        if not isinstance(code, str) or not _WORD.fullmatch(code):
            return self.unclear("unexpected")
        if _THEIR_FAULT.search(code):
            return self.unknown_server_error(message)
        if self.status == TOO_MANY_REQUESTS and code not in NOT_EXECUTED:
            return self.unclear("unexpected")
        return self._refused(code, message)

    def abnormal_result(self, code: Json, message: Json) -> Refused | UnknownOutcome:
        if not isinstance(code, int) or isinstance(code, bool):
            return self.unclear("unexpected")
        if code >= 500:
            return self.unknown_server_error(message)
        if 400 <= code < 500 and self.status != TOO_MANY_REQUESTS:
            return self._refused(str(code), message)
        return self.unclear("unexpected")

    def unclear(self, reason: UnknownReason) -> Refused | UnknownOutcome:
        """No envelope to go by: then the HTTP status has the word."""
        if self.status >= 500:
            return self.unknown_server_error(None)
        if self.turned_away:
            return self._refused(str(self.status), None)
        return UnknownOutcome(reason, self.request_id, f"HTTP {self.status}")

    def contradiction(self) -> UnknownOutcome:
        """Success in one place and failure in another."""
        return UnknownOutcome("unexpected", self.request_id, f"HTTP {self.status}")

    def unknown_server_error(self, message: Json) -> UnknownOutcome:
        text = f"HTTP {self.status} {masked(message, self.secrets)}".rstrip()
        return UnknownOutcome("server_error", self.request_id, text)

    def _refused(self, code: str, message: Json) -> Refused:
        word, sentence = masked(code, self.secrets), masked(message, self.secrets)
        return Refused(word, sentence, self.request_id, self.status)


def _envelope(reply: Reply) -> dict[str, Json] | None:
    try:
        value = lenient_loads(reply.body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _request_id(reply: Reply, metadata: dict[str, Json]) -> str:
    """From the body under either of its documented names, else from the header."""
    for word in (metadata.get("RequestId"), metadata.get("RequestID"), reply.log_id):
        if isinstance(word, str) and _WORD.fullmatch(word):
            return word
    return ""
