"""What claims to be a passkey and is none is told so: it never is an error of the server's."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.accounts.people import (
    PASSWORD,
    try_password,
    with_authenticator,
    with_passkey,
    with_password,
)
from tests.builders import Cast, client_for

CREATED = {"clientDataJSON": "e30", "attestationObject": "oA"}
SIGNED = {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA", "userHandle": "MQ"}
WHOLE = {"id": "AA", "rawId": "AA", "type": "public-key", "clientExtensionResults": {}}
JUNK: list[Any] = [
    None,
    1,
    "x",
    [],
    {},
    {"id": 1},
    {"id": "AA", "response": None},
    {"id": "AA", "response": {"userHandle": None}},
    {"id": "AA", "response": {"userHandle": "///"}},
    WHOLE | {"response": {}},
    WHOLE | {"response": []},
    WHOLE | {"response": CREATED},
    WHOLE | {"response": SIGNED},
    WHOLE | {"response": SIGNED | {"userHandle": "/w"}},
    WHOLE | {"response": SIGNED | {"clientDataJSON": "x"}},
    WHOLE | {"response": SIGNED | {"clientDataJSON": 7}},
    WHOLE | {"response": CREATED | {"attestationObject": "/w"}},
    WHOLE | {"rawId": "BB", "response": CREATED},
]
junk = pytest.mark.parametrize("sent", JUNK, ids=json.dumps)


@junk
def test_no_passkey_is_added(cast: Cast, sent: Any) -> None:
    client, address = client_for(cast.operator), reverse("passkey-add")
    for _before_and_after in range(2):
        answer = client.post(address, {"credential": json.dumps(sent), "passwordless": "on"})
        assert answer.status_code == 422
        client.get(address)


@junk
def test_nobody_comes_in(cast: Cast, sent: Any) -> None:
    client, address = Client(), reverse("mfa_login_webauthn")
    for _before_and_after in range(2):
        answer = client.post(address, {"credential": json.dumps(sent)})
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("account_login"))
        client.get(address, headers={"accept": "application/json"})


@junk
def test_it_is_no_second_step(cast: Cast, sent: Any) -> None:
    cache.clear()
    with_authenticator(with_password(cast.operator))
    client = Client()
    try_password("operator", PASSWORD, client)
    client.get(reverse("mfa_authenticate"))
    answer = client.post(reverse("mfa_authenticate"), {"credential": json.dumps(sent)})
    assert answer.status_code == 403


@junk
def test_it_does_not_show_who_one_is(cast: Cast, sent: Any) -> None:
    with_passkey(cast.operator)
    client, address = client_for(cast.operator), reverse("mfa_reauthenticate_webauthn")
    client.get(address)
    answer = client.post(address, {"credential": json.dumps(sent)})
    assert answer.status_code == 403
    assert client.get(reverse("account-password")).status_code == 302
