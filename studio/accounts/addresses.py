"""Under which address people reach this studio.

Passkeys belong to a name and work on no IP address: on one computer the studio is `localhost`.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port

from studio.environment.values import LOOPBACK

NAME = "localhost"
# Machines ask these, and follow nothing, or without the token that they were sent with.
FOR_MACHINES = ("/healthz", "/readyz", "/metrics", "/api/")


def is_local(hosts: list[str]) -> bool:
    """Whether none of these names can be reached from another computer."""
    return all(host in LOOPBACK for host in hosts)


def names() -> list[str]:
    """Those that other computers know it by, as far as the settings tell: no patterns."""
    return [host for host in settings.HOSTS if host not in LOOPBACK and host[0] not in "*."]


def own_address() -> str:
    """Where people open it, as far as the settings tell: without a slash at the end."""
    return f"https://{names()[0]}" if names() else f"http://{NAME}:{settings.PORT}"


class LocalName:
    """Middleware: pages that are asked for at an IP address of this computer are at its name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD") and not request.path.startswith(FOR_MACHINES):
            host, port = split_domain_port(request.get_host())
            if host in LOOPBACK and host != NAME and is_local(settings.ALLOWED_HOSTS):
                at = f"{NAME}:{port}" if port else NAME
                return HttpResponseRedirect(f"http://{at}{request.get_full_path()}")
        return self.get_response(request)
