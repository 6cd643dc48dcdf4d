"""What `manage.py check` says of the keys; with `--database default` of what they open, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from studio.sealing.keys import KeptKeys
from studio.sealing.rotating import survey

UNREADABLE = "sealing.E001"
LOCKED = "sealing.W001"


@register(Tags.security)
def keys_are_keys(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:
    del app_configs
    keys = settings.SEALING_KEYS
    if isinstance(keys, KeptKeys) and keys.is_spoilt():
        sentence = _("The file sealing-keys holds no keys of 32 bytes in base64 (URL-safe).")
        return [checks.Error(sentence, hint=_("Put it back as it was."), id=UNREADABLE)]
    return []


@register(Tags.database)
def secrets_are_open(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_options: Any
) -> list[CheckMessage]:
    del app_configs
    if not databases:
        return []
    try:
        with transaction.atomic():
            _left, locked = survey()
    except DatabaseError:
        # Its tables are not there yet, or those of an older version.
        return []
    if not locked:
        return []
    sentence = _("{count} secrets are locked: none of the keys opens them.").format(count=locked)
    hint = _("Put the missing key behind the others in STUDIO_SEALING_KEYS, or in sealing-keys.")
    return [checks.Warning(sentence, hint=hint, id=LOCKED)]
