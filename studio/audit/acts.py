"""What can be on record, in the words of the log."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """A code is for good: entries are kept longer than a version of the program."""

    SIGNED_IN = "signed-in", _("signed in")
    SIGN_IN_REFUSED = "sign-in-refused", _("was refused at sign-in")
    SIGNED_OUT = "signed-out", _("signed out")
    PUSHED = "pushed", _("pushed")
    TOOK = "took", _("took")
    STOPPED = "stopped", _("stopped")
    CONNECTION_ADDED = "connection-added", _("added a cloud")
    CONNECTION_CHANGED = "connection-changed", _("changed a cloud")
    CONNECTION_TESTED = "connection-tested", _("tried a cloud")
    KEYS_REPLACED = "keys-replaced", _("replaced the keys of a cloud")
    CONNECTION_DELETED = "connection-deleted", _("deleted a cloud")


class Outcome(models.TextChoices):
    """What came of it when it was recorded; what comes later is an entry of its own."""

    DONE = "done", _("done")
    QUEUED = "queued", _("queued")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")
    UNKNOWN = "unknown", _("outcome unknown")
