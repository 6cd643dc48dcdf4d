"""An operation as every page tells it: by whom, how far it got, and why no further."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.accounts.models import User
from studio.mixes.models import Operation, State

# Codes of ours, and of the gateway, that have more to say than the cloud's own message.
REASONS = {
    "other_cloud": gettext_lazy("Another cloud is configured now than the one this was meant for."),
    "interrupted": gettext_lazy("The command was ended before it sent anything."),
    "too_late": gettext_lazy(
        "It waited for more than a minute, so it was not sent: nobody expects it by now."
    ),
    "unreachable": gettext_lazy("The cloud could not be reached. Nothing was sent."),
    "busy": gettext_lazy("Other requests kept it waiting for too long. Nothing was sent."),
    "given_up": gettext_lazy(
        "It was not found at the cloud, and somebody decided that it did not happen."
    ),
    "InvalidTimestamp": gettext_lazy(
        "The cloud says that this computer’s clock is wrong. Set it right, then try again."
    ),
    "InvalidAccessKey": gettext_lazy("The cloud does not know this access key (VOLC_ACCESSKEY)."),
    "SignatureDoesNotMatch": gettext_lazy(
        "The cloud does not accept the signature: the secret key (VOLC_SECRETKEY) does not fit."
    ),
    "AccessDenied": gettext_lazy("The account may not do this at the cloud."),
    "FlowLimitExceeded": gettext_lazy(
        "The cloud had too many requests. Nothing was carried out; try again."
    ),
}
# How far a take got, as it is spoken.
OUTCOMES = {
    "queued": gettext_lazy("is queued"),
    "sent": gettext_lazy("is sent"),
    "accepted": gettext_lazy("is accepted"),
    "applied": gettext_lazy("is on air"),
    "not_applied": gettext_lazy("was not applied"),
    "refused": gettext_lazy("was refused"),
    "failed": gettext_lazy("was not sent"),
    "unknown": gettext_lazy("has an unknown outcome"),
    "given_up": gettext_lazy("was given up"),
}


def operation(item: Operation, reader: User) -> dict[str, Any]:
    return {
        "pk": item.pk,
        "title": item.title,
        "version": item.version,
        "kind": item.kind,
        "outcome": item.outcome,
        "is_unseen": item.is_unseen,
        "at": item.created_at,
        "by": by(item, reader),
        "note": (reason(item) or {}).get("message", ""),
        "request_id": item.request_id,
    }


def by(item: Operation, reader: User) -> str:
    """Who asked for it."""
    if item.person is None:
        return ""
    return (
        _("you") if item.person == reader else item.person.get_full_name() or item.person.username
    )


def reason(item: Operation) -> dict[str, str] | None:
    """Why an operation was not done, in a sentence and with what support will ask for."""
    if item.state not in (State.REFUSED, State.FAILED, State.GIVEN_UP):
        return None
    return {
        "message": str(REASONS.get(item.error_code) or item.error_message or _("No reason given.")),
        "code": item.error_code,
        "request_id": item.request_id,
    }
