"""“Your account”: what one may change about oneself, and being asked again before that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studio.accounts.models import SignInLink, User
from studio.audit.models import Entry
from tests.accounts.people import (
    PASSWORD,
    WRONG,
    code_of,
    is_signed_in,
    try_password,
    with_authenticator,
    with_password,
)
from tests.builders import Cast, client_for

SENSITIVE = ["account-password", "passkey-add", "mfa_activate_totp"]
NEW = "four other words and a cow"


@pytest.fixture(autouse=True)
def forgotten(db: None) -> None:
    """What allauth counts is no table that a test empties."""
    cache.clear()


def ask(client: Client, password: str = PASSWORD, then: str = "/account/") -> Any:
    data = {"password": password, "next": then}
    return client.post(reverse("account_reauthenticate"), data)


def signed_in(user: User, **options: Any) -> Client:
    """By their password, as people come in."""
    client = Client(**options)
    assert try_password(user.username, PASSWORD, client).status_code == 302
    return client


@pytest.mark.parametrize("name", SENSITIVE)
def test_what_changes_how_one_comes_in_asks_again_for_five_minutes(cast: Cast, name: str) -> None:
    client, address = signed_in(with_password(cast.operator)), reverse(name)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        asked = client.get(address)
        assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
        assert ask(client, WRONG).status_code == 403
        assert client.get(address).status_code == 302
        assert ask(client, then=address).headers["Location"] == address
        assert client.get(address).status_code == 200
        clock.shift(timedelta(minutes=6))
        assert client.get(address).status_code == 302


def test_who_has_nothing_to_be_asked_for_is_not_asked(cast: Cast) -> None:
    """One person at one computer may set a first password."""
    for name in SENSITIVE:
        assert client_for(cast.owner).get(reverse(name)).status_code == 200


def test_who_has_an_identity_alone_is_asked_to_sign_in_again(cast: Cast) -> None:
    SocialAccount.objects.create(user=cast.owner, provider=settings.OIDC_PROVIDER, uid="1")
    client = client_for(cast.owner)
    assert (
        client.get(reverse("account-password"))
        .headers["Location"]
        .startswith(reverse("ask-identity"))
    )
    assert client.get(reverse("ask-identity")).status_code == 200


def test_a_script_is_led_there_too(cast: Cast) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/tasks/?a=1"}
    client = signed_in(with_password(cast.operator))
    answer = client.get(reverse("account-password"), headers=headers)
    assert answer.headers["HX-Redirect"] == "/account/again/password/?next=%2Ftasks%2F"


def test_a_new_password_ends_all_other_sessions_and_signs_in_from_then_on(cast: Cast) -> None:
    here, elsewhere = (signed_in(with_password(cast.operator)) for _n in range(2))
    elsewhere = signed_in(cast.operator)
    here = signed_in(cast.operator)
    ask(here)
    for new, status in (
        ("short", 422),
        ("12345678901234", 422),
        ("theoperator1", 422),
        (NEW, 302),
    ):
        data = {"new_password1": new, "new_password2": new}
        assert here.post(reverse("account-password"), data).status_code == status
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)
    assert try_password("operator", PASSWORD).status_code == 403
    assert try_password("operator", NEW).status_code == 302
    assert Entry.objects.filter(act="password-set", person_id=cast.operator.pk).count() == 1


def test_a_one_time_link_lets_somebody_set_a_forgotten_password(cast: Cast) -> None:
    with_authenticator(with_password(cast.operator))
    client = Client()
    client.post(reverse("start"), {"token": SignInLink.objects.issue(cast.operator)})
    data = {"new_password1": NEW, "new_password2": NEW}
    # Nothing else is open by it.
    assert client.get(reverse("passkey-add")).status_code == 302
    assert client.post(reverse("account-password"), data).status_code == 302
    assert ask(client, NEW).status_code == 302
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.exists()


def test_a_link_of_six_minutes_ago_asks_for_the_password_as_ever(cast: Cast) -> None:
    with_password(cast.operator)
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.post(reverse("start"), {"token": SignInLink.objects.issue(cast.operator)})
        clock.shift(timedelta(minutes=6))
        assert client.get(reverse("account-password")).status_code == 302


def test_an_authenticator_app_is_set_up_with_recovery_codes_and_removed(cast: Cast) -> None:
    client = client_for(cast.operator)
    page = client.get(reverse("mfa_activate_totp"))
    assert "<svg" in page.content.decode()
    address, secret = reverse("mfa_activate_totp"), page.context["form"].secret
    assert client.post(address, {"code": "000000"}).status_code == 422
    assert client.post(address, {"code": code_of(secret)}).headers["Location"] == reverse(
        "recovery-codes"
    )
    codes = client.get(reverse("recovery-codes")).context["unused_codes"]
    assert len(codes) == 10
    client.post(reverse("recovery-codes-renew"))
    renewed = client.get(reverse("recovery-codes")).context["unused_codes"]
    assert not set(codes) & set(renewed)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    told = Entry.objects.order_by("pk").values_list("act", "difference")
    app, code = "authenticator app", "recovery code"
    renewed = [("factor-removed", code), ("factor-added", code)]
    assert list(told) == [
        ("factor-added", app),
        ("factor-added", code),
        *renewed,
        ("factor-removed", app),
        ("factor-removed", code),
    ]


def test_a_recovery_code_is_the_second_step_once(cast: Cast) -> None:
    with_password(cast.operator)
    client = signed_in(cast.operator)
    ask(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    code = client.get(reverse("recovery-codes")).context["unused_codes"][0]
    for status in (302, 403):
        other = Client()
        try_password("operator", PASSWORD, other)
        assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == status


def test_a_name_is_saved_and_an_address_that_somebody_else_has_is_not(cast: Cast) -> None:
    cast.editor.email = "ada@example.com"
    cast.editor.save()
    client, address = client_for(cast.operator), reverse("account")
    answer = client.post(address, {"first_name": "Ada", "email": "ADA@example.com"})
    assert answer.status_code == 422
    assert "Somebody else here has this address." in answer.content.decode()
    assert client.post(address, {"first_name": "Ada", "email": "bo"}).status_code == 422
    assert client.post(address, {"first_name": "Ada", "email": "a@example.com"}).status_code == 200
    cast.operator.refresh_from_db()
    assert (cast.operator.first_name, cast.operator.email) == ("Ada", "a@example.com")


def test_one_sees_where_one_is_signed_in_and_ends_one_or_all_others(cast: Cast) -> None:
    with_password(cast.operator)
    agents = [
        "Mozilla/5.0 (X11; Linux) Firefox/140.0",
        "Mozilla/5.0 (Macintosh; Mac OS X) Safari/1",
        "curl/8",
    ]
    clients = [signed_in(cast.operator, headers={"user-agent": agent}) for agent in agents]
    here = clients[0]
    page = here.get(reverse("account")).content.decode()
    for told in ("Firefox on Linux", "Safari on macOS", "curl", "192.0.2.1", "this one"):
        assert told in page
    second = UserSession.objects.order_by("pk")[1]
    here.post(reverse("session-end"), {"session": second.pk})
    assert [is_signed_in(client) for client in clients] == [True, False, True]
    here.post(reverse("sessions-end"))
    assert [is_signed_in(client) for client in clients] == [True, False, False]
    assert Entry.objects.filter(act="sessions-ended").count() == 2
    here.post(reverse("session-end"), {"session": UserSession.objects.get().pk})
    assert not is_signed_in(here)


@pytest.mark.parametrize("name", ["session-end", "passkey-remove", "identity-remove"])
def test_nobody_ends_or_removes_what_is_somebody_elses(cast: Cast, name: str) -> None:
    other = signed_in(with_password(cast.editor))
    passkey = Authenticator.objects.create(user=cast.editor, type="webauthn", data={"name": "key"})
    identity = SocialAccount.objects.create(user=cast.editor, provider="oidc", uid="1")
    session = UserSession.objects.get()
    sent = {"session": session.pk, "passkey": passkey.pk, "identity": identity.pk}
    for data in (sent, dict.fromkeys(sent, "x"), dict.fromkeys(sent, "9" * 30)):
        assert client_for(cast.operator).post(reverse(name), data).headers["Location"] == reverse(
            "account"
        )
    assert is_signed_in(other)
    assert Authenticator.objects.exists()
    assert SocialAccount.objects.exists()


def test_the_only_way_in_is_not_disconnected(cast: Cast) -> None:
    identity = SocialAccount.objects.create(
        user=cast.operator, provider=settings.OIDC_PROVIDER, uid="1"
    )
    client = client_for(cast.operator)
    session = client.session
    told = {"method": "socialaccount", "reauthenticated": True, "at": timezone.now().timestamp()}
    session["account_authentication_methods"] = [told]
    session["account_authentication_methods_user"] = str(cast.operator.pk)
    session.save()
    answer = client.post(reverse("identity-remove"), {"identity": identity.pk}, follow=True)
    assert "It is your only way in." in answer.content.decode()
    assert SocialAccount.objects.exists()
