"""A connection in sentences: why it can't be asked, and why somebody can't push there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from studio.accounts.access import may
from studio.accounts.models import Role, User
from studio.mixes.clouds.connections import Connection, OpenTo
from studio.mixes.words.operations import REASONS


def why_silent(connection: Connection) -> str:
    """Why it can't be asked now; "" where it can."""
    if connection.can_be_asked:
        return ""
    name = {"name": connection.name}
    if connection.deleted_at:
        return _("“%(name)s” was deleted here, with its keys.") % name
    if connection.is_locked:
        return (
            _("The keys of “%(name)s” are sealed with a key that this studio does not have.") % name
        )
    if connection.from_environment:
        return _("The environment has no keys for “%(name)s” any more.") % name
    return _("There are no keys for “%(name)s” here.") % name


def why_closed(connection: Connection, user: User) -> str:
    """Why this person can put nothing on air there now; "" where they can."""
    if why := why_silent(connection):
        return why
    name = {"name": connection.name}
    if not connection.is_open:
        return _("“%(name)s” is for rehearsal only: nothing goes on air there.") % name
    is_for_admins = connection.open_to == OpenTo.ADMINS
    if is_for_admins and not may(user, connection.workspace, Role.ADMIN):
        return _("Only admins put something on air at “%(name)s”.") % name
    return ""


def tested(code: str) -> str:
    """What came of asking for a list, by its code."""
    ours = {
        "": _("It answered."),
        "unreachable": _("It could not be reached."),
        "unclear": _("Something answered that is not the cloud’s, or not in time."),
        "not_public": _("Its host is not a public one."),
    }
    return ours.get(code) or str(REASONS.get(code) or _("It refused: %(code)s.") % {"code": code})
