"""The one-time links that sign people in."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone

from studio.accounts.models.digests import digest, new_token
from studio.accounts.models.people import User
from studio.elapsed import over


class SignInLinkQuerySet(models.QuerySet["SignInLink"]):
    LIFETIME = timedelta(minutes=5)

    def issue(self, user: User) -> str:
        """A new one-time token for `user`; only its hash is kept."""
        self.filter(over("expires_at", self.LIFETIME)).delete()
        token = new_token()
        self.create(user=user, digest=digest(token), expires_at=timezone.now() + self.LIFETIME)
        return token

    def redeem(self, token: str) -> User | None:
        """Whom the token signs in, or None; it works once, for five minutes."""
        link = self.exclude(over("expires_at", self.LIFETIME)).filter(digest=digest(token)).first()
        if link is None or not self.filter(pk=link.pk).delete()[0]:
            return None
        return link.user


class SignInLink(models.Model):
    """A one-time sign-in link that has not been used yet."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    objects = SignInLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user} until {self.expires_at:%H:%M}"
