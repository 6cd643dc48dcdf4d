"""Whose session is over is signed out by the next request, whatever the server keeps open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from importlib import import_module
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY as TOTP
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studio.accounts.sessions import IDLE
from studio.audit.models import Entry
from tests.accounts.people import PASSWORD, is_signed_in, try_password, with_password
from tests.builders import Cast, client_for

migration = import_module("studio.accounts.migrations.0006_sealed_sessions")
HOURS_OF_A_WEEK = 7 * 24


def test_a_session_that_has_expired_or_was_taken_away_signs_nobody_in(cast: Cast) -> None:
    client = client_for(cast.viewer)
    address = reverse("templates")
    assert client.get(address).status_code == 200
    sessions = Session.objects.all()
    sessions.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 302
    sessions.update(expire_date=timezone.now() + timedelta(hours=1))
    client = client_for(cast.viewer)
    assert client.get(address).status_code == 200
    sessions.delete()
    assert client.get(address).status_code == 302


def test_a_person_who_is_barred_or_gone_is_signed_out(cast: Cast) -> None:
    address = reverse("templates")
    barred, gone = client_for(cast.viewer), client_for(cast.editor)
    assert [client.get(address).status_code for client in (barred, gone)] == [200, 200]
    cast.viewer.is_active = False
    cast.viewer.save()
    cast.editor.delete()
    assert [client.get(address).status_code for client in (barred, gone)] == [302, 302]


def test_what_was_asked_in_a_session_that_is_over_signs_nobody_out(cast: Cast) -> None:
    """Its answer may come after somebody has signed in anew, and has another cookie by then."""
    client = client_for(cast.viewer)
    Session.objects.all().delete()
    answer = client.get(reverse("templates"))
    assert answer.status_code == 302
    assert settings.SESSION_COOKIE_NAME not in answer.cookies


def test_who_signs_out_keeps_no_cookie(cast: Cast) -> None:
    answer = client_for(cast.viewer).post(reverse("sign-out"))
    assert answer.cookies[settings.SESSION_COOKIE_NAME].value == ""


def test_a_session_ends_after_twelve_hours_without_a_request(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = client_for(cast.viewer)
        for _time in range(3):
            clock.shift(IDLE - timedelta(minutes=1))
            assert is_signed_in(client)
        clock.shift(IDLE + timedelta(minutes=1))
        assert not is_signed_in(client)


def test_a_session_ends_after_a_week_however_much_it_is_used(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client, hours = client_for(cast.viewer), 0
        while is_signed_in(client):
            clock.shift(timedelta(hours=6))
            hours += 6
        assert hours == HOURS_OF_A_WEEK


def test_most_requests_write_nothing_of_their_session(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = client_for(cast.viewer)
        for minutes, writes in ((9, 0), (2, 1), (9, 0), (2, 1)):
            clock.shift(timedelta(minutes=minutes))
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse("sign-out"))
            updates = [each for each in asked if each["sql"].startswith('UPDATE "django_session"')]
            assert len(updates) == writes


def test_one_sees_when_a_session_was_used_last(cast: Cast) -> None:
    with_password(cast.viewer)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = Client()
        try_password("viewer", PASSWORD, client)
        began = UserSession.objects.get().last_seen_at
        clock.shift(timedelta(hours=2))
        client.get(reverse("templates"), REMOTE_ADDR="192.0.2.9")
        seen = UserSession.objects.get()
        assert seen.last_seen_at - began == timedelta(hours=2)
        assert seen.ip == "192.0.2.9"


def test_signing_in_gives_a_session_a_new_key(cast: Cast) -> None:
    with_password(cast.viewer)
    client = Client()
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    try_password("viewer", PASSWORD, client)
    assert is_signed_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert not Session.objects.filter(pk=before).exists()


@pytest.fixture
def began() -> Iterator[list[None]]:
    """Grows as sessions are signed in, which all end at that."""
    found: list[None] = []

    def end(**sent: Any) -> None:
        Session.objects.all().delete()
        found.append(None)

    user_logged_in.connect(end)
    yield found
    user_logged_in.disconnect(end)


def test_a_session_that_is_ended_while_somebody_signs_in_signs_nobody_in(
    cast: Cast, began: list[None]
) -> None:
    with_password(cast.viewer)
    client = Client()
    assert try_password("viewer", PASSWORD, client).status_code == HTTPStatus.BAD_REQUEST
    assert began
    assert not Entry.objects.filter(act="signed-in").exists()
    assert not is_signed_in(client)


def test_what_is_secret_in_a_session_is_sealed_for_its_key(cast: Cast) -> None:
    """The secret of an app that is being set up lies there until its first code is typed."""
    client, other = client_for(cast.viewer), client_for(cast.editor)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    row = Session.objects.get(pk=client.session.session_key)
    kept = row.session_data
    assert client.session[TOTP] == secret
    assert secret not in str(db.SessionStore().decode(kept.partition(" ")[0]))
    Session.objects.exclude(pk=row.pk).update(session_data=kept)
    assert TOTP not in other.session


@pytest.mark.parametrize("kept", ["", " ", "sealed:", "eyJ9:1abc:no-more sealed:no-token"])
def test_what_nobody_signed_is_a_session_that_is_over(cast: Cast, kept: str) -> None:
    client = client_for(with_password(cast.viewer))
    Session.objects.update(session_data=kept)
    assert not is_signed_in(client)
    try_password("viewer", PASSWORD, client)
    assert is_signed_in(client)


def test_who_was_signed_in_before_sessions_were_sealed_stays_so(cast: Cast) -> None:
    client = client_for(cast.viewer)
    client.get(reverse("mfa_activate_totp"))
    row = Session.objects.get()
    held = dict(client.session.items())
    before = migration.opened(row)["session_data"]
    assert db.SessionStore().decode(before) == held
    Session.objects.update(session_data=before)
    assert is_signed_in(client)
    migration.seal(apps, connection.schema_editor())
    assert dict(client.session.items()) == held
    assert "sealed:" in Session.objects.get().session_data


def test_a_session_that_was_ended_meanwhile_is_not_renewed(cast: Cast) -> None:
    """A request that was under way brings nobody back."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = client_for(cast.viewer)
        clock.shift(timedelta(hours=1))
        Session.objects.all().delete()
        client.get(reverse("templates"))
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()
