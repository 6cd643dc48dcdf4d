"""What the settings say of clouds: the environment's keys and the sandbox; and who asks with them.

The sandbox is always there: anything can be rehearsed. With both keys set the embedded workspace
has a connection to the paid cloud, too.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache, partial

from django.conf import settings

from studio.mixes.clouds import calls
from studio.mixes.clouds.turns import Account, Rank
from studio.volcengine import sandbox
from studio.volcengine.client import Client
from studio.volcengine.credentials import Credentials
from studio.volcengine.errors import Unreachable
from studio.volcengine.wire import Timing


def has_keys() -> bool:
    return bool(settings.VOLC_ACCESSKEY and settings.VOLC_SECRETKEY)


def sandbox_credentials() -> Credentials:
    """Raises `Unreachable` where it has never been started in this data folder."""
    try:
        return sandbox.credentials(settings.SANDBOX)
    except sandbox.SandboxNotStarted:
        # As with any server that has not been started: nobody listens.
        raise Unreachable("refused") from None


def name() -> str:
    """What the one of `credentials` is called."""
    return "Volcengine" if has_keys() else "Sandbox"


def credentials() -> Credentials:
    """The environment's; without keys there, the sandbox's. Raises `Unreachable` as that does."""
    if not has_keys():
        return sandbox_credentials()
    return Credentials(
        access_key=settings.VOLC_ACCESSKEY,
        secret_key=settings.VOLC_SECRETKEY,
        url=settings.VOLC_LIVE_URL,
        region=settings.VOLC_REGION,
    )


def sandbox_secrets() -> set[str]:
    """Of one that was never started there are none."""
    with suppress(Unreachable):
        return sandbox_credentials().keys
    return set()


@lru_cache(maxsize=16)
def client(
    credentials: Credentials,
    account: int,
    call_seconds: float | None = None,
    rank: Rank = Rank.READ,
) -> Client:
    """One per process and credentials; each of its reads waits for a turn of the account."""
    timing = Timing(call=call_seconds) if call_seconds else None
    return Client(credentials, timing, partial(take_turn, account, rank), calls.tell)


def take_turn(account: int, rank: Rank) -> None:
    """Wait until the account may be asked once more; raises `Unreachable` if that is too long."""
    Account.objects.take_turn(account, rank)
