"""Where a connection may lead: HTTPS to public hosts, and what the settings name beside them.

A name that is public today may mean a neighbour tomorrow. Over HTTPS that gains nobody anything:
who answers must hold a certificate for the name, nothing is redirected, and an answer that is not
the cloud's is not shown.
"""

from __future__ import annotations

from django.conf import settings

from studio.media import guard
from studio.media.addresses import is_public
from studio.media.errors import Refused


class NotAllowed(Exception):
    """An address that no connection may have."""


def allowed() -> frozenset[tuple[str, int]]:
    pairs = (entry.rpartition(":") for entry in settings.CLOUD_ALLOW)
    return frozenset((host.strip("[]").lower(), int(port)) for host, _colon, port in pairs)


def api_address(text: str) -> str:
    """`https://host`, with a port where it is not the usual one. Raises NotAllowed."""
    policy = guard.Policy(allow=allowed())
    try:
        target = guard.parse(text.strip(), policy)
    except Refused:
        raise NotAllowed from None
    is_named = (target.host, target.port) in policy.allow
    if target.path != "/" or not (is_named or is_public_https(target)):
        raise NotAllowed
    host = f"[{target.host}]" if ":" in target.host else target.host
    is_usual = target.port == guard.DEFAULT_PORTS[target.scheme]
    return f"{target.scheme}://{host}" + ("" if is_usual else f":{target.port}")


def is_public_https(target: guard.Target) -> bool:
    """Of a host that is an address itself that one must be public."""
    is_number = ":" in target.host or target.host.rpartition(".")[2].isdigit()
    return target.scheme == "https" and (not is_number or is_public(target.host))


def leads_outside(url: str) -> bool:
    """Whether all that the host's name means now is public. Raises Refused where it means nothing.

    Asked where nothing stands between: a proxy looks names up itself.
    """
    policy = guard.Policy(allow=allowed())
    try:
        guard.vet(guard.parse(url, policy), policy, guard.Deadline(guard.LOOKUP_SECONDS))
    except Refused as refused:
        return refused.code != "address"
    return True
