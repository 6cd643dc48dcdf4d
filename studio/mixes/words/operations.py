"""An operation as every page tells it: by whom, how far it got, and why no further."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.accounts.models import User, name_of
from studio.mixes.models import Operation, State
from studio.mixes.models.states import Outcome

# Codes of ours, and of the gateway, that have more to say than the cloud's own message.
REASONS = {
    "other_cloud": gettext_lazy("Another cloud is configured now than the one this was meant for."),
    "no_keys": gettext_lazy("There were no keys for its cloud any more. Nothing was sent."),
    "rehearsal_only": gettext_lazy("Its cloud was for rehearsal only by then. Nothing was sent."),
    "locked": gettext_lazy(
        "It holds a secret that is locked: the key that it was sealed with is missing. Nothing was "
        "sent."
    ),
    "interrupted": gettext_lazy("The command was ended before it sent anything."),
    "too_late": gettext_lazy(
        "It waited for more than a minute, so it was not sent: nobody expects it by now."
    ),
    "restored": gettext_lazy(
        "It waited to be sent when this studio was backed up, and was not sent from here since."
    ),
    "unreachable": gettext_lazy("The cloud could not be reached. Nothing was sent."),
    "busy": gettext_lazy("Other requests kept it waiting for too long. Nothing was sent."),
    "given_up": gettext_lazy(
        "It was not found at the cloud, and somebody decided that it did not happen."
    ),
    "InvalidTimestamp": gettext_lazy(
        "The cloud says that this computer’s clock is wrong. Set it right, then try again."
    ),
    "InvalidAccessKey": gettext_lazy(
        "The cloud does not know this access key, or it is disabled. Replace the keys."
    ),
    "SignatureDoesNotMatch": gettext_lazy(
        "The cloud does not accept the signature: the secret key does not fit. Replace the keys."
    ),
    "AccessDenied": gettext_lazy("The account may not do this at the cloud."),
    "FlowLimitExceeded": gettext_lazy(
        "The cloud had too many requests. Nothing was carried out; try again."
    ),
}
# How far a take got, as it is spoken.
OUTCOMES = {
    Outcome.QUEUED: gettext_lazy("is queued"),
    Outcome.SENT: gettext_lazy("is sent"),
    Outcome.ACCEPTED: gettext_lazy("is accepted"),
    Outcome.APPLIED: gettext_lazy("is on air"),
    Outcome.NOT_APPLIED: gettext_lazy("was not applied"),
    Outcome.REFUSED: gettext_lazy("was refused"),
    Outcome.FAILED: gettext_lazy("was not sent"),
    Outcome.UNKNOWN: gettext_lazy("has an unknown outcome"),
    Outcome.GIVEN_UP: gettext_lazy("was given up"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why an operation was not done: in a sentence, and by what support will ask for."""

    message: str
    code: str
    request_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OperationRow:
    """An operation as a line of a page.

    `number` is a take's place among the takes of its task, from 1; `note` says why it was not
    done, and `by` who asked for it; "" where there is nothing to say. `in_trouble` are those of
    its sources with which the cloud had trouble.
    """

    pk: UUID
    title: str
    version: int | None
    kind: str
    number: int | None
    outcome: Outcome
    is_unseen: bool
    at: datetime
    by: str
    note: str
    in_trouble: list[str]
    request_id: str


def operation(item: Operation, reader: User, number: int | None = None) -> OperationRow:
    """What `reader` is shown of an operation."""
    why = reason(item)
    return OperationRow(
        pk=item.pk,
        title=item.title,
        version=item.version,
        kind=item.kind,
        number=number,
        outcome=item.outcome,
        is_unseen=item.is_unseen,
        at=item.created_at,
        by=by(item, reader),
        note=why.message if why else "",
        in_trouble=item.in_trouble,
        request_id=item.request_id,
    )


def by(item: Operation, reader: User) -> str:
    """Who asked for it."""
    return name_of(item.person, reader)


def reason(item: Operation) -> Reason | None:
    """None for what was done, or may yet be, and where the cloud does not say."""
    if item.state not in (State.REFUSED, State.FAILED, State.GIVEN_UP) and not item.says_why:
        return None
    return Reason(
        message=str(REASONS.get(item.error_code) or item.error_message or _("No reason given.")),
        code=item.error_code,
        request_id=item.request_id,
    )
