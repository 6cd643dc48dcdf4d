"""Where a task stands: the service's words for it, and the ones a producer reads."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """Where a task stands, in the words a producer reads."""

    PUSHING = "pushing", _("Pushing")
    UNKNOWN = "unknown", _("Unknown outcome")
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Not sent")
    GIVEN_UP = "given_up", _("Given up")
    PREPARING = "preparing", _("Preparing")
    ON_AIR = "on_air", _("On air")
    STOPPING = "stopping", _("Stopping")
    ENDED = "ended", _("Ended")
    OTHER = "other", _("Other")


# The service's own words; `runing` is its spelling.
PHASE_OF_STATUS = {
    "pending": Phase.PREPARING,
    "prepare": Phase.PREPARING,
    "runing": Phase.ON_AIR,
    "running": Phase.ON_AIR,
    "prestop": Phase.STOPPING,
    "done": Phase.ENDED,
}
# A task that runs, or may.
MAY_RUN = (Phase.PREPARING, Phase.ON_AIR, Phase.STOPPING, Phase.OTHER, Phase.UNKNOWN)
OVER = (Phase.ENDED, Phase.REFUSED, Phase.FAILED, Phase.GIVEN_UP)
ENDING = ("prestop", "done")
DONE = models.Q(status__iexact="done")
RUNNING = models.Q(status__iexact="runing") | models.Q(status__iexact="running")
