"""Limits on guessing passwords, counted in the database for all processes together.

They slow down whoever guesses and shut nobody out: a known device (devices.py) has a count of its
own, passkeys and OpenID identities have no password to guess, and sessions go on untouched. What is
said, and how long it takes, does not depend on whether there is such an account.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.http import HttpRequest

from studio.accounts.entry.devices import device_of
from studio.accounts.models import User
from studio.accounts.models.guesses import SPAN, Guess
from studio.accounts.signing_in import named

# Of one source at one account.
MOST_AT_ACCOUNT, AT_ACCOUNT = 5, timedelta(minutes=15)
# Of one address at all accounts, and of all addresses at one account.
MOST_OF_ADDRESS = 50
MOST_OF_STRANGERS = 100
# A provider hands out IPv6 addresses by the network.
IPV6_NETWORK = 64


class TooMany(Exception):
    """The limit is reached: the password was not even looked at."""


def begin(request: HttpRequest, name: str) -> Guess:
    """Counts a try at the account of this name; delete it once it has succeeded. Raises TooMany.

    It is counted before the limits are looked at: of many that come at once none slips through.
    """
    Guess.objects.forget()
    user = named(name)
    account = digest((user.username if user else name).lower())
    guess = Guess.objects.create(account=account, **source_of(request, user))
    if is_too_many(guess):
        guess.delete()
        raise TooMany
    return guess


def is_too_many(guess: Guess) -> bool:
    at_account = Guess.objects.filter(account=guess.account)
    if at_account.filter(source=guess.source).lately(AT_ACCOUNT).count() > MOST_AT_ACCOUNT:
        return True
    if guess.is_known:
        return False
    of_address = Guess.objects.filter(source=guess.source).lately(SPAN)
    of_strangers = at_account.filter(is_known=False).lately(SPAN)
    return of_address.count() > MOST_OF_ADDRESS or of_strangers.count() > MOST_OF_STRANGERS


def source_of(request: HttpRequest, user: User | None) -> dict[str, Any]:
    """Where a try comes from, as the columns of a Guess."""
    device = device_of(request)
    if user and user.pk in device.people:
        return {"source": digest(device.word), "is_known": True}
    return {"source": network_of(request.META.get("REMOTE_ADDR", "")), "is_known": False}


def network_of(address: str) -> str:
    """What of an address one person has to themselves."""
    if address and isinstance(ip_address(address), IPv6Address):
        return str(ip_network(f"{address}/{IPV6_NETWORK}", strict=False))
    return address


def digest(text: str) -> str:
    """People type passwords into the wrong field: what they typed is not kept."""
    return hashlib.sha256(text.encode()).hexdigest()
