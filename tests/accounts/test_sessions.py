"""Whose session is over is signed out by the next request, whatever the server keeps open."""

from __future__ import annotations

from datetime import timedelta

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
