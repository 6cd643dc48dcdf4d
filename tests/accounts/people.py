"""People of these tests, with what they sign in by."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, time
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse
from fido2 import cbor
from fido2.utils import websafe_encode

from studio.accounts.models import User

PASSWORD = "three words and a CANARY"
WRONG = "not these CANARY words"


def with_password(user: User, password: str = PASSWORD) -> User:
    user.set_password(password)
    user.save()
    return user


def try_password(
    name: str, password: str, client: Client | None = None, address: str = "192.0.2.1"
) -> Any:
    """Sends the form of the sign-in page from that address."""
    client = client or Client()
    data = {"login": name, "password": password}
    return client.post(reverse("account_login"), data, REMOTE_ADDR=address)


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def with_authenticator(user: User) -> str:
    """Its secret."""
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str) -> str:
    """What the app shows now."""
    code: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    return code


def with_passkey(user: User, name: str = "Desk") -> Authenticator:
    """One that nobody holds: what a device said when it was made, of a key thrown away since."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    x, y = public.x.to_bytes(32, "big"), public.y.to_bytes(32, "big")
    key = cbor.encode({1: 2, 3: -7, -1: 1, -2: x, -3: y})
    word = b"a test's passkey"
    data = hashlib.sha256(b"testserver").digest() + b"\x45" + bytes(4 + 16 + 1)
    attested = {"fmt": "none", "attStmt": {}, "authData": data + bytes([len(word)]) + word + key}
    client = {"type": "webauthn.create", "challenge": "AA", "origin": "https://testserver"}
    said = {
        "clientDataJSON": websafe_encode(json.dumps(client).encode()),
        "attestationObject": websafe_encode(cbor.encode(attested)),
    }
    named = {"id": websafe_encode(word), "rawId": websafe_encode(word), "type": "public-key"}
    kept = {"name": name, "credential": named | {"response": said, "clientExtensionResults": {}}}
    return Authenticator.objects.create(user=user, type="webauthn", data=kept)
