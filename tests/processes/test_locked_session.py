"""SQLite has one writer at a time: that somebody looks is not worth a wait, nor an error."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests import builders
from tests.builders import client_for


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_page_is_shown_though_its_session_can_not_be_renewed_now(plain_static: None) -> None:
    cast = builders.cast()
    client = client_for(cast.viewer)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
            other.execute("BEGIN IMMEDIATE")
            assert client.get(reverse("templates")).status_code == 200
            assert not UserSession.objects.exists()
        client.get(reverse("templates"))
        assert UserSession.objects.exists()
