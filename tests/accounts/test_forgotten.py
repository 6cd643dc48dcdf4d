"""A new password by mail, where there is a mail server."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from studio.accounts.entry.forgotten import mail_link
from studio.accounts.models import User
from studio.audit.models import Entry
from tests.accounts.people import PASSWORD, try_password, with_authenticator, with_password
from tests.builders import Cast

NEW = {"new_password1": "four other words and a cow", "new_password2": "four other words and a cow"}


@pytest.fixture(autouse=True)
def server(settings: Settings) -> None:
    settings.MAIL = {"EMAIL_HOST": "mail.example.com"}


@pytest.fixture
def ada(cast: Cast) -> User:
    cast.operator.email = "ada@example.com"
    return with_password(cast.operator)


def link_to(email: str) -> str:
    """Where the letter leads that is sent there."""
    mail_link.call(email)
    found = re.search(r"http://localhost:\d+(\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_without_a_server_nothing_is_offered(cast: Cast, settings: Settings, ada: User) -> None:
    assert "Forgotten" in Client().get(reverse("account_login")).content.decode()
    settings.MAIL = {}
    assert "Forgotten" not in Client().get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("email", ["ada@example.com", "nobody@example.com"])
def test_an_address_is_answered_alike_whether_anybody_has_it(ada: User, email: str) -> None:
    answer = Client().post(reverse("password-forgotten"), {"email": email}, follow=True)
    assert "a link is on its way" in answer.content.decode()
    assert DBTaskResult.objects.count() == 1
    mail_link.call(email)
    assert len(mail.outbox) == (email == "ada@example.com")


@pytest.mark.parametrize("email", ["", "operator", "a@"])
def test_what_is_no_address_is_told_beside_its_field(ada: User, email: str) -> None:
    answer = Client().post(reverse("password-forgotten"), {"email": email})
    assert answer.status_code == 422


def test_nobody_is_sent_letters_without_end(ada: User) -> None:
    data, address = {"email": "ada@example.com"}, reverse("password-forgotten")
    answers = [Client().post(address, data).status_code for _time in range(7)]
    assert answers == [302] * 5 + [429] * 2


def test_a_link_sets_a_password_once_and_lets_nobody_in_by_itself(ada: User) -> None:
    with_authenticator(ada)
    link, client = link_to(ada.email), Client()
    form = client.get(link).headers["Location"]
    assert client.get(form).status_code == 200
    short = {"new_password1": "short", "new_password2": "short"}
    assert client.post(form, short).status_code == 422
    assert client.post(form, NEW).headers["Location"] == reverse("account_login")
    assert client.get(reverse("account")).status_code == 302
    assert try_password("operator", PASSWORD).status_code == 403
    signed = try_password("operator", NEW["new_password1"])
    assert signed.headers["Location"] == reverse("mfa_authenticate")
    assert "has been used" in Client().get(link).content.decode()
    assert Entry.objects.filter(act="password-set", difference="by mail").count() == 1


def test_a_link_is_good_for_an_hour(ada: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        link = link_to(ada.email)
        clock.shift(timedelta(minutes=61))
        assert "has been used" in Client().get(link).content.decode()


def test_a_job_keeps_no_link(ada: User) -> None:
    Client().post(reverse("password-forgotten"), {"email": ada.email})
    assert "token" not in str(DBTaskResult.objects.values("args_kwargs"))
