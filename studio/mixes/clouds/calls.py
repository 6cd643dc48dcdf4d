"""What is told of each call to a cloud: a line for the log, a count, and a span."""

from __future__ import annotations

import logging

from studio import counting, spans, tracing
from studio.spans import Kind
from studio.volcengine.client import Call
from studio.volcengine.errors import CloudError, Refused, UnknownOutcome, Unreachable

logger = logging.getLogger(__name__)


def tell(call: Call) -> None:
    """Of what a person asked for, everybody's log has a line; the clock asks every few seconds."""
    outcome = outcome_of(call.error)
    counting.cloud_call(call.action, outcome, call.seconds)
    spans.past(call.action, Kind.CLIENT, call.seconds, about(call, outcome))
    fields = {
        "action": call.action,
        "outcome": outcome,
        "reason": reason_of(call.error),
        "cloud_request": call.request_id,
        "seconds": round(call.seconds, 4),
    }
    level = logging.INFO if tracing.current() else logging.DEBUG
    logger.log(level, "%s: %s %s", call.action, outcome, call.request_id, extra={"fields": fields})


def about(call: Call, outcome: str) -> dict[str, str | int]:
    """What its span says."""
    said: dict[str, str | int] = {
        "mixstudio.action": call.action,
        "mixstudio.outcome": outcome,
        "mixstudio.reason": reason_of(call.error),
        "mixstudio.cloud_request": call.request_id,
    }
    return said | ({spans.ERROR: outcome} if call.error else {})


def outcome_of(error: CloudError | None) -> str:
    """One of `counting.OUTCOMES`."""
    if error is None:
        return "ok"
    if isinstance(error, Refused):
        return "refused"
    return "unknown" if isinstance(error, UnknownOutcome) else "unreachable"


def reason_of(error: CloudError | None) -> str:
    """In the service's word or the client's; never its sentence."""
    if isinstance(error, Refused):
        return error.code
    return error.reason if isinstance(error, UnknownOutcome | Unreachable) else ""
