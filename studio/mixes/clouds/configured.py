"""Which clouds this studio speaks with, read from the settings.

The sandbox is always one of them: anything can be rehearsed. With both keys set the paid cloud
is the other, and where a push goes unless a rehearsal is asked for.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache, partial

from django.conf import settings
from django.utils.translation import gettext

from studio.mixes.clouds.turns import Account, Rank
from studio.volcengine import sandbox
from studio.volcengine.client import Client
from studio.volcengine.credentials import Credentials
from studio.volcengine.errors import Unreachable
from studio.volcengine.sandbox import mischief
from studio.volcengine.wire import Timing

# What `Credentials.identity` says of the sandbox, before it has ever been started, too.
SANDBOX = "sandbox"


def identity() -> str:
    """The configured cloud's name, as operations and tasks freeze it; holds no secret."""
    return paid_credentials().identity if has_keys() else SANDBOX


def identities() -> tuple[str, ...]:
    """The clouds that can be asked now, the configured one first."""
    return (identity(), SANDBOX) if has_keys() else (SANDBOX,)


def has_keys() -> bool:
    return bool(settings.VOLC_ACCESSKEY and settings.VOLC_SECRETKEY)


def credentials(cloud: str) -> Credentials:
    """How to reach one of `identities()`.

    Raises `Unreachable` when it is the sandbox and that has never been started in this data
    folder.
    """
    return sandbox_credentials() if cloud == SANDBOX else paid_credentials()


def paid_credentials() -> Credentials:
    return Credentials(
        access_key=settings.VOLC_ACCESSKEY,
        secret_key=settings.VOLC_SECRETKEY,
        url=settings.VOLC_LIVE_URL,
        region=settings.VOLC_REGION,
    )


def sandbox_credentials() -> Credentials:
    try:
        return sandbox.credentials(settings.SANDBOX)
    except sandbox.SandboxNotStarted:
        # As with any server that has not been started: nobody listens.
        raise Unreachable("refused") from None


def keys() -> set[str]:
    """The keys of `identities()`: no cloud may quote those of another either."""
    found: set[str] = set()
    for cloud in identities():
        # Of a sandbox that was never started there are none.
        with suppress(Unreachable):
            found |= credentials(cloud).keys
    return found


def client(cloud: str | None = None, call_seconds: float | None = None) -> Client:
    """A client for one of `identities()` (the configured cloud), one per process and credentials.

    `call_seconds` bounds a call where the client's own patience is too long.
    """
    return client_for(credentials(cloud or identity()), call_seconds)


@lru_cache(maxsize=4)
def client_for(credentials: Credentials, call_seconds: float | None) -> Client:
    timing = Timing(call=call_seconds) if call_seconds else None
    return Client(credentials, timing, partial(take_turn, credentials.identity, Rank.READ))


def take_turn(cloud: str, rank: Rank) -> None:
    """Wait until the account may be asked once more; raises `Unreachable` if that is too long."""
    Account.objects.take_turn(cloud, rank)


def label(cloud: str) -> str:
    """A frozen identity as people read it."""
    return gettext("Sandbox") if cloud == SANDBOX else cloud


def described(cloud: str) -> dict[str, str | bool]:
    """A cloud as pages show it: its kind, a label without any secret, and a bad day rehearsed."""
    is_sandbox = cloud == SANDBOX
    return {
        "kind": "sandbox" if is_sandbox else "volcengine",
        "label": label(cloud),
        "misbehaves": is_sandbox and bool(mischief.standing(settings.SANDBOX)),
    }
