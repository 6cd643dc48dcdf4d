"""The kinds of operations, and how far one can have got."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from studio.mixes.models.phases import Phase


class Kind(models.TextChoices):
    PUSH = "push", _("Push")
    TAKE = "take", _("Take")
    STOP = "stop", _("Stop")


class State(models.TextChoices):
    QUEUED = "queued", _("Queued")
    CLAIMED = "claimed", _("About to be sent")
    SENDING = "sending", _("Sent, no answer yet")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    UNKNOWN = "unknown", _("Unknown outcome")
    FAILED = "failed", _("Not sent")
    GIVEN_UP = "given_up", _("Given up")


class Outcome(models.TextChoices):
    """How far an operation got, in the word its badge says."""

    QUEUED = "queued", _("queued")
    SENT = "sent", _("sent, waiting")
    ACCEPTED = "accepted", _("accepted")
    APPLIED = "applied", _("applied")
    NOT_APPLIED = "not_applied", _("not applied")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("not sent")
    UNKNOWN = "unknown", _("unknown")
    GIVEN_UP = "given_up", _("given up")


# What never came on air.
NEVER_ON_AIR = (Outcome.REFUSED, Outcome.FAILED, Outcome.NOT_APPLIED, Outcome.GIVEN_UP)
# What a push or take may have come to although the cloud has carried it out.
NOT_KNOWN_TO_RUN = (State.UNKNOWN, State.REFUSED, State.FAILED, State.GIVEN_UP)
MOVING = (State.QUEUED, State.CLAIMED, State.SENDING)
PHASE_OF_STATE = {
    State.UNKNOWN: Phase.UNKNOWN,
    State.REFUSED: Phase.REFUSED,
    State.FAILED: Phase.FAILED,
    State.GIVEN_UP: Phase.GIVEN_UP,
}
