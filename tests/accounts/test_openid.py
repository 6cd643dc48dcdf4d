"""A provider that answers, but not as OpenID has it: nobody comes in, and nothing is an error of
the server's. What a real one does is tried in a browser (tests/browser/people/test_openid.py).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.audit.models import Entry
from tests.accounts.people import is_signed_in
from tests.accounts.provider.running import providers
from tests.builders import Cast

TOKEN = {"access_token": "token", "token_type": "Bearer"}


@contextmanager
def answering(token: Any, person: Any) -> Iterator[str]:
    """A provider whose token and person are these, as JSON."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            pass

        def do_GET(self) -> None:
            self.say(metadata if "well-known" in self.path else person)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.say(token)

        def say(self, body: Any) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer = f"http://127.0.0.1:{server.server_port}"
    names = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
    metadata = {"issuer": issuer} | {name: f"{issuer}/{name}" for name in names}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield issuer
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("token", "person"),
    [
        ({}, {}),
        ([], {}),
        ("token", {}),
        (None, {}),
        ({"error": "invalid_grant"}, {}),
        (TOKEN, {}),
        (TOKEN, []),
        (TOKEN, None),
        (TOKEN, {"sub": None, "email": []}),
        (TOKEN, {"sub": "x" * 999}),
        (TOKEN | {"id_token": "no.token.here"}, {"sub": "1"}),
        (TOKEN | {"expires_in": "soon"}, {"sub": "1"}),
    ],
)
def test_what_is_no_answer_lets_nobody_in(
    cast: Cast, settings: Settings, token: Any, person: Any
) -> None:
    client = Client()
    with answering(token, person) as issuer:
        settings.OIDC_URL = issuer
        settings.SOCIALACCOUNT_PROVIDERS = providers(issuer, configured.OIDC_PROVIDER)
        led = client.post(reverse("openid_connect_login"))
        state = parse_qs(urlsplit(led.context["url"]).query)["state"][0]
        answer = client.get(reverse("openid_connect_callback"), {"code": "code", "state": state})
    assert answer.status_code in (401, 403)
    assert not is_signed_in(client)


def test_who_changes_their_mind_there_is_asked_again_here(cast: Cast, settings: Settings) -> None:
    with answering(TOKEN, {"sub": "1"}) as issuer:
        settings.SOCIALACCOUNT_PROVIDERS = providers(issuer, configured.OIDC_PROVIDER)
        client = Client()
        led = client.post(reverse("openid_connect_login"))
        state = parse_qs(urlsplit(led.context["url"]).query)["state"][0]
        answer = client.get(
            reverse("openid_connect_callback"), {"error": "access_denied", "state": state}
        )
    assert answer.headers["Location"] == reverse("account_login")


def test_what_comes_back_is_bound_to_who_went_there(cast: Cast, settings: Settings) -> None:
    """Another browser's answer signs nobody in here."""
    with answering(TOKEN, {"sub": "1"}) as issuer:
        settings.SOCIALACCOUNT_PROVIDERS = providers(issuer, configured.OIDC_PROVIDER)
        led = Client().post(reverse("openid_connect_login"))
        query = parse_qs(urlsplit(led.context["url"]).query)
        sent = {"code": "code", "state": query["state"][0]}
        assert Client().get(reverse("openid_connect_callback"), sent).status_code == 401
    assert query["code_challenge_method"] == ["S256"]
    assert not Entry.objects.filter(act="signed-in").exists()
