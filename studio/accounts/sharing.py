"""Links that show one thing to whoever has one, without an account: what they have in common,
whatever it is that they show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any, Self, TypeVar

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from studio.accounts.access import OwnedQuerySet, Request
from studio.accounts.models import User
from studio.accounts.models.digests import digest, new_token
from studio.elapsed import over

MOST_OPEN = 20
# Not for searching machines, and no other page learns the address.
HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}

Link = TypeVar("Link", bound="SharedLink")
View = Callable[..., HttpResponse]


class SharedLinkQuerySet(OwnedQuerySet[Link]):
    # The days of validity to choose from; of no link more than the last.
    DAYS: tuple[int, ...] = (1, 7, 30, 90)
    LONGEST = timedelta(days=90)
    # So long after its end a row of it is kept.
    KEPT = timedelta(days=30)

    def issue_to(self, user: User, days: int, **shown: Any) -> str:
        """The token of a new link to what is `shown`; only its digest is kept."""
        self.filter(over("expires_at", self.LONGEST, late=self.KEPT)).delete()
        token = new_token()
        expires_at = timezone.now() + timedelta(days=days)
        self.create(digest=digest(token), made_by=user, expires_at=expires_at, **shown)
        return token

    def open(self) -> Self:
        """Those that still show something."""
        return self.filter(revoked_at=None).exclude(over("expires_at", self.LONGEST))

    def of_token(self, token: str) -> Link | None:
        return self.open().filter(digest=digest(token)).first()


class SharedLink(models.Model):
    """One link, until it expires or is revoked."""

    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["-made_at"]

    def close(self) -> bool:
        """It shows nothing from now on; whether it did until now."""
        own = type(self)._base_manager.filter(pk=self.pk, revoked_at=None)
        return bool(own.update(revoked_at=timezone.now()))


class ShareForm(forms.Form):
    """For how many of these days a new link is to be good."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("Expires in"),
        coerce=int,
        error_messages={"invalid_choice": gettext_lazy("Choose one of these.")},
    )

    def __init__(self, choices: Iterable[int], data: Any = None, *, usual: int) -> None:
        super().__init__(data)
        days: Any = self.fields["days"]
        days.initial = usual
        days.choices = days_to_choose(choices)


def days_to_choose(counts: Iterable[int]) -> list[tuple[int, str]]:
    """In the language of who asks."""
    return [
        (count, ngettext("%(days)d day", "%(days)d days", count) % {"days": count})
        for count in counts
    ]


def offer(
    request: Request,
    links: SharedLinkQuerySet[Any],
    issue: Callable[[int], str],
    *,
    usual: int,
    says: str,
) -> tuple[dict[str, Any], HTTPStatus]:
    """What accounts/sharing/_links.html shows, and with which status: the links that are open, and
    a form. A POST of it has `issue` make one for so many days and give its path, which is told
    along with what the link `says`, and nowhere else again.
    """
    choices = links.DAYS
    form = ShareForm(choices, request.POST if request.method == "POST" else None, usual=usual)
    if form.is_bound and links.count() >= MOST_OPEN:
        sentence = _("There are %(most)d links already: revoke one first.")
        form.add_error("days", sentence % {"most": MOST_OPEN})
    link = None
    status = HTTPStatus.OK
    if form.is_bound and form.is_valid():
        link = {
            "address": request.build_absolute_uri(issue(form.cleaned_data["days"])),
            "title": _("Send this link to whom you want to show it"),
            "says": says,
        }
        form, status = ShareForm(choices, usual=usual), HTTPStatus.CREATED
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return {"form": form, "link": link, "rows": links.select_related("made_by")}, status


def closed(request: HttpRequest) -> HttpResponse:
    """In place of what a link showed."""
    return render(request, "accounts/sharing/closed.html", status=HTTPStatus.NOT_FOUND)


def hidden(view: View) -> View:
    """Every answer of it has HEADERS."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(*args, **kwargs)
        for name, value in HEADERS.items():
            answer[name] = value
        return answer

    return answered
