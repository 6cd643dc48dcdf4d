"""Links that an admin made, by mail as well: where there is a mail server (EMAIL_URL).

They are sent while the admin waits, who is told what came of it: a job's row would hold the token.
What is to be sent is counted and on record before.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.db import Error, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studio.accounts.addresses import own_address
from studio.accounts.models import Invitation, Membership, User, Workspace
from studio.audit.acts import Act, Outcome
from studio.audit.models import Entry
from studio.elapsed import lately

logger = logging.getLogger(__name__)

# Of one person in an hour: letters go to whoever is named.
MOST, SPAN = 20, timedelta(hours=1)
# Somebody waits for each answer of the mail server.
PATIENCE_SECONDS = 5


class TooMany(Exception):
    """So many letters were sent that the next has to wait; its text is a sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """What is sent to an address; `thing` is what its link opens, `what` says that on record."""

    to: str
    subject: str
    text: str = field(repr=False)
    workspace: Workspace
    thing: Invitation | User
    name: str
    what: str

    def record(self, outcome: Outcome) -> None:
        Entry.objects.record(
            Act.MAILED,
            workspace=self.workspace,
            thing=self.thing,
            name=self.name,
            difference=f"{self.what} to {self.to}",
            outcome=outcome,
        )


def reaches(member: Membership) -> bool:
    """Whether a letter can be sent to this member."""
    return bool(settings.MAIL and member.user.email)


def invitation_letter(
    invitation: Invitation, sender: User, to: str, path: str, days: int
) -> Letter:
    """`path` is that of its link, which is good for so many `days`."""
    workspace = invitation.workspace
    text = ngettext(
        "{name} invites you to the workspace “{workspace}” at Mix Studio. Open this link within "
        "{days} day; it lets one person in, once:\n\n{link}\n\nIf you do not know what this is "
        "about, leave it.",
        "{name} invites you to the workspace “{workspace}” at Mix Studio. Open this link within "
        "{days} days; it lets one person in, once:\n\n{link}\n\nIf you do not know what this is "
        "about, leave it.",
        days,
    )
    link = own_address() + path
    return Letter(
        to=to,
        subject=_("An invitation to Mix Studio"),
        text=text.format(name=sender.called(), workspace=workspace.name, days=days, link=link),
        workspace=workspace,
        thing=invitation,
        name=workspace.name,
        what="an invitation",
    )


def sign_in_letter(member: Membership, sender: User, path: str) -> Letter:
    """To the address that this member has typed; `path` is that of the link."""
    user = member.user
    text = _(
        "{name} sends you a link that signs you in to Mix Studio as “{user}”. It works once, "
        "within five minutes:\n\n{link}"
    )
    link = own_address() + path
    return Letter(
        to=user.email,
        subject=_("A link that signs you in to Mix Studio"),
        text=text.format(name=sender.called(), user=user.username, link=link),
        workspace=member.workspace,
        thing=user,
        name=user.called(),
        what="a sign-in link",
    )


@transaction.atomic
def count(letter: Letter, sender: User) -> None:
    """As sent by this person, and on record. Raises TooMany."""
    # Two at once count one after the other.
    User.objects.select_for_update(no_key=True).get(pk=sender.pk)
    queued = Entry.objects.filter(
        lately("at", SPAN), act=Act.MAILED, outcome=Outcome.QUEUED, person_id=sender.pk
    )
    if queued.count() >= MOST:
        sentence = _(
            "You have sent %(most)d letters within an hour. Make a link and send it yourself."
        )
        raise TooMany(sentence % {"most": MOST})
    letter.record(Outcome.QUEUED)


def send(letter: Letter) -> str:
    """Tells in a sentence what came of it."""
    outcome = _sent(letter)
    try:
        letter.record(outcome)
    except Error as fault:
        # The link is shown this once, whatever becomes of that line; that it was queued stands.
        logger.warning("what became of a letter is not on record: %s", type(fault).__name__)
    if outcome is Outcome.DONE:
        return _("It was mailed to %(whom)s.") % {"whom": letter.to}
    return _("It could not be mailed to %(whom)s: send it yourself.") % {"whom": letter.to}


def _sent(letter: Letter) -> Outcome:
    server = get_connection(timeout=PATIENCE_SECONDS)
    try:
        send_mail(letter.subject, letter.text, None, [letter.to], connection=server)
    except OSError as fault:
        # What a server says may quote the letter.
        logger.warning("a letter was not sent: %s", type(fault).__name__)
        return Outcome.FAILED
    return Outcome.DONE
