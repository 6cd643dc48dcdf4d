"""Whose session is over is signed out by the next request, whatever the server keeps open."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from tests.builders import Cast, client_for


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
