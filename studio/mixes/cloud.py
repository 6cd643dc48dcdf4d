"""Which cloud this studio speaks with, read from the settings."""

from __future__ import annotations

import time
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext

from studio.volcengine import sandbox
from studio.volcengine.client import Client
from studio.volcengine.connection import Connection
from studio.volcengine.errors import Unreachable
from studio.volcengine.wire import Timing

# What `Connection.identity` says of the sandbox, before it has ever been started, too.
SANDBOX = "sandbox"
PAGE_PAUSE = 0.2


def configured() -> Connection:
    """The paid cloud when both keys are set, else the sandbox.

    Raises `Unreachable` when the sandbox has never been started in this data folder.
    """
    if is_sandbox():
        return sandbox_connection()
    try:
        return Connection(
            access_key=settings.VOLC_ACCESSKEY,
            secret_key=settings.VOLC_SECRETKEY,
            url=settings.VOLC_LIVE_URL,
            region=settings.VOLC_REGION,
        )
    except ValueError as error:
        raise ImproperlyConfigured(f"The cloud's settings (VOLC_…): {error}.") from None


def sandbox_connection() -> Connection:
    try:
        return sandbox.connection(settings.SANDBOX)
    except sandbox.SandboxNotStarted:
        # As with any server that has not been started: nobody listens.
        raise Unreachable("refused") from None


def is_sandbox() -> bool:
    return not (settings.VOLC_ACCESSKEY and settings.VOLC_SECRETKEY)


def identity() -> str:
    """The configured cloud's name, as operations and tasks freeze it; holds no secret."""
    return SANDBOX if is_sandbox() else configured().identity


def client(call_seconds: float | None = None) -> Client:
    """A client for the configured cloud, one per process and connection.

    `call_seconds` bounds a call where the client's own patience is too long.
    """
    return client_for(configured(), call_seconds)


@lru_cache(maxsize=4)
def client_for(connection: Connection, call_seconds: float | None) -> Client:
    return Client(connection, Timing(call=call_seconds) if call_seconds else None)


def pace() -> None:
    """Before each page of a list, so that a long one leaves room below ten requests a second."""
    time.sleep(PAGE_PAUSE)


def label(cloud: str) -> str:
    """A frozen identity as people read it."""
    return gettext("Sandbox") if cloud == SANDBOX else cloud
