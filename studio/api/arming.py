"""TAKE as it is armed over the API: who holds what arming answered may take, and all panels see it.

What is signed is what counts; what is noted beside it, for lights, is gone by itself in time. In a
Redis nobody sees it come and go who looks at the database: those who look are called.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TypedDict
from uuid import UUID

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.core.signing import BadSignature, TimestampSigner
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from studio.accounts.models import User
from studio.api.problems import Declined
from studio.pages.answers import tag_of

# As long as TAKE stays armed on its page.
SECONDS = 8
# What those listen for who look for panels (processes/panels.py).
PANELS = "panels"
SALT = "studio.api.armed"


class Armed(TypedDict):
    """By whom, until when (ISO 8601), and which preview, over which program."""

    by: str
    until: str
    tag: str


def arm(person: User, task: UUID, tag: str) -> str:
    """What takes what `tag` names, for so many seconds."""
    until = timezone.now() + timedelta(seconds=SECONDS)
    note: Armed = {"by": person.called(), "until": until.isoformat(), "tag": tag}
    notes().set(key_for(task), note, SECONDS)
    call_panels()
    return signer().sign(meant(person, task, tag))


def check(armed: str, person: User, task: UUID, tag: str) -> None:
    """Raises Declined where it is not armed for this, by this token, or has let go."""
    try:
        said = signer().unsign(armed, max_age=SECONDS)
    except BadSignature:
        said = ""
    if not constant_time_compare(said, meant(person, task, tag)):
        sentence = _("TAKE is not armed, or has let go. Nothing was sent.")
        raise Declined(HTTPStatus.CONFLICT, sentence)


def let_go(task: UUID) -> None:
    notes().delete(key_for(task))
    call_panels()


def call_panels() -> None:
    if settings.REDIS:
        from studio import redis  # noqa: PLC0415  # who has none spares it

        redis.call(PANELS)


def notes() -> BaseCache:
    return caches["passing"]


def armed_now(task: UUID) -> Armed | None:
    found: Armed | None = notes().get(key_for(task))
    return found


def signer() -> TimestampSigner:
    """Made when it is needed: its key is a file that a restore must not find made already."""
    return TimestampSigner(salt=SALT)


def key_for(task: UUID) -> str:
    return f"armed:{task}"


def meant(person: User, task: UUID, tag: str) -> str:
    token = person.token
    assert token  # Bearer lets nobody else in
    return tag_of(token.pk, task, tag).strip('"')
