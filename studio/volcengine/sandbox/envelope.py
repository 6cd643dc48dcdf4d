"""The service's two envelopes, as its pages show them (docs/6469/1126805, /1126806)."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from studio.rules.document import Json

SERVICE = "live"
VERSION = "2023-01-01"

# Code: (CodeN, HTTP status). FlowLimitExceeded's status is assumed.
GATEWAY_ERRORS = {
    "MissingParameter": (100002, 400),
    "MissingRequestInfo": (100004, 400),
    "InvalidTimestamp": (100006, 400),
    "ServiceNotFound": (100007, 404),
    "InvalidActionOrVersion": (100008, 404),
    "InvalidAccessKey": (100009, 401),
    "SignatureDoesNotMatch": (100010, 401),
    "FlowLimitExceeded": (100018, 429),
}

# The documents spell the request id's key in two ways, and one sample has both.
_REQUEST_ID_KEYS = {
    "CreateCloudMixTask": ("RequestId",),
    "ListCloudMixTask": ("RequestId", "RequestID"),
    "UpdateCloudMixTask": ("RequestID",),
    "DeleteCloudMixTask": ("RequestID",),
    "GetCloudMixTaskDetail": ("RequestID",),
}


class Turned(Exception):
    """The gateway turns a request away, with one of GATEWAY_ERRORS."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: status, the X-Tt-Logid header, and the JSON body."""

    status: int
    request_id: str
    body: bytes


def new_request_id() -> str:
    """The time of day and chance, as the service's own look."""
    return f"{datetime.now(UTC):%Y%m%d%H%M%S}{secrets.token_hex(10).upper()}"


def result(action: str, code: int, message: str, data: Json = None) -> Answer:
    """`Result.Code` 0, or 400 for a request the action itself does not accept: HTTP 200."""
    request_id = new_request_id()
    metadata = _metadata(action)
    for key in _REQUEST_ID_KEYS[action]:
        metadata[key] = request_id
    content: dict[str, Json] = {"Code": code, "Message": message}
    if data is not None:
        content["Data"] = data
    return _answer(200, request_id, {"ResponseMetadata": metadata, "Result": content})


def turned_away(action: str, error: Turned) -> Answer:
    """An `Error` and no `Result`."""
    request_id = new_request_id()
    number, status = GATEWAY_ERRORS[error.code]
    metadata = _metadata(action) | {
        "RequestId": request_id,
        "Error": {"CodeN": number, "Code": error.code, "Message": error.message},
    }
    return _answer(status, request_id, {"ResponseMetadata": metadata})


def _metadata(action: str) -> dict[str, Json]:
    return {"Action": action, "Version": VERSION, "Service": SERVICE, "Region": "cn-north-1"}


def _answer(status: int, request_id: str, value: Json) -> Answer:
    return Answer(status, request_id, json.dumps(value, ensure_ascii=False).encode())
