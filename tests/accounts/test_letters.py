"""Links that an admin makes, by mail: where there is a mail server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from socket import create_server
from socketserver import StreamRequestHandler, TCPServer
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from studio.accounts.models import Invitation, SignInLink
from studio.accounts.team import letters
from studio.accounts.team.letters import Letter
from studio.audit.acts import Outcome
from studio.audit.models import Entry
from tests.builders import Cast, client_for

TYPED = {"role": "editor", "days": "7", "email": "ada@example.com"}


@pytest.fixture(autouse=True)
def server(settings: Settings) -> None:
    settings.MAIL = {"EMAIL_HOST": "mail.example.com"}


@pytest.fixture
def client(cast: Cast) -> Client:
    cast.editor.email = "edith@example.com"
    cast.editor.save()
    return client_for(cast.owner)


def invite(client: Client, cast: Cast, **typed: str) -> Any:
    return client.post(reverse("invite", args=[cast.workspace.pk]), TYPED | typed)


def send_link(client: Client, cast: Cast, name: str = "editor", to: str = "") -> Any:
    member = getattr(cast, name).memberships.get()
    mail = to or member.user.email
    return client.post(reverse("member-link", args=[member.pk]), {"mail": mail})


def shown(answer: Any) -> str:
    found = re.search(r'value="(http://testserver[^"]+#t=[^"]+)"', answer.content.decode())
    assert found
    return found[1]


def token(answer: Any) -> str:
    return shown(answer).partition("#t=")[2]


def put_down() -> list[tuple[str, str, str]]:
    return [
        (one.act, one.difference, one.outcome)
        for one in Entry.objects.filter(act="mailed").order_by("pk")
    ]


def test_an_invitation_is_mailed_and_shown_all_the_same(client: Client, cast: Cast) -> None:
    answer = invite(client, cast)
    assert answer.status_code == 201
    (letter,) = mail.outbox
    assert letter.to == ["ada@example.com"]
    assert token(answer) in letter.body
    assert "Talk shows" in letter.body
    assert "It was mailed to ada@example.com." in answer.content.decode()
    what = "an invitation to ada@example.com"
    assert put_down() == [("mailed", what, "queued"), ("mailed", what, "done")]


@pytest.mark.parametrize("email", ["", " "])
def test_who_gives_no_address_sends_no_letter(client: Client, cast: Cast, email: str) -> None:
    assert invite(client, cast, email=email).status_code == 201
    assert (mail.outbox, put_down()) == ([], [])


def test_what_is_no_address_is_told_beside_its_field(client: Client, cast: Cast) -> None:
    answer = invite(client, cast, email="ada@")
    assert answer.status_code == 422
    assert 'class="why"' in answer.content.decode()
    assert not Invitation.objects.exists()


class Refusing(StreamRequestHandler):
    """A mail server that takes no letter."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            known = line[:4].upper() in (b"EHLO", b"MAIL", b"RSET", b"QUIT")
            self.wfile.write(b"250 yes\r\n" if known else b"550 no\r\n")


@pytest.fixture
def refusing(settings: Settings) -> Iterator[None]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with TCPServer(("127.0.0.1", 0), Refusing) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.socket.getsockname()
        server.timeout = 5
        thread = Thread(target=server.handle_request)
        thread.start()
        yield
        thread.join()


@pytest.mark.usefixtures("refusing")
def test_a_letter_that_cannot_be_sent_is_told_and_the_link_is_there(
    client: Client, cast: Cast
) -> None:
    answer = invite(client, cast)
    assert answer.status_code == 201
    assert "could not be mailed to ada@example.com" in answer.content.decode()
    assert shown(answer)
    what = "an invitation to ada@example.com"
    assert put_down() == [("mailed", what, "queued"), ("mailed", what, "failed")]


def test_a_server_that_says_nothing_is_not_waited_for(
    client: Client, cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "PATIENCE_SECONDS", 0.05)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        assert "could not be mailed" in invite(client, cast).content.decode()


def test_its_link_is_at_the_studio_s_own_address(
    client: Client, cast: Cast, settings: Settings
) -> None:
    settings.HOSTS = ["studio.example.com"]
    answers = [invite(client, cast), send_link(client, cast)]
    for answer, letter in zip(answers, mail.outbox, strict=True):
        path = shown(answer).removeprefix("http://testserver")
        assert f"\nhttps://studio.example.com{path}" in letter.body
        assert "testserver" not in letter.body


def test_a_member_s_link_is_mailed_to_them(client: Client, cast: Cast) -> None:
    answer = send_link(client, cast)
    assert answer.status_code == 201
    (letter,) = mail.outbox
    assert letter.to == ["edith@example.com"]
    assert token(answer) in letter.body
    assert "It was mailed to edith@example.com." in answer.content.decode()
    what = "a sign-in link to edith@example.com"
    assert put_down() == [("mailed", what, "queued"), ("mailed", what, "done")]


def test_it_is_offered_for_who_has_an_address_where_there_is_a_server(
    client: Client, cast: Cast, settings: Settings
) -> None:
    page = client.get(reverse("members")).content.decode()
    assert page.count("Mail a sign-in link") == page.count("sign-in link to edith@example.com") == 1
    assert 'name="email"' in page
    assert send_link(client, cast, "viewer").status_code == 201
    settings.MAIL = {}
    page = client.get(reverse("members")).content.decode()
    assert "Mail a sign-in link" not in page
    assert 'name="email"' not in page
    assert invite(client, cast).status_code == send_link(client, cast).status_code == 201
    assert (mail.outbox, put_down()) == ([], [])


def test_one_person_mails_so_many_an_hour(client: Client, cast: Cast) -> None:
    for _letter in range(letters.MOST):
        assert invite(client, cast).status_code == 201
    assert invite(client, cast).status_code == 422
    assert send_link(client, cast).status_code == 429
    assert len(mail.outbox) == letters.MOST == Invitation.objects.count()
    assert not SignInLink.objects.exists()
    # Not by mail they are made as before, and others mail theirs.
    assert invite(client, cast, email="").status_code == 201
    assert invite(client_for(cast.teammate), cast).status_code == 201
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=1)):
        assert invite(client, cast).status_code == 201


def test_a_link_goes_to_the_address_that_was_shown_or_nowhere(client: Client, cast: Cast) -> None:
    answer = send_link(client, cast, to="somebody.else@example.com")
    assert answer.status_code == 409
    assert "another address by now" in answer.content.decode()
    assert mail.outbox == []
    assert put_down() == []


def test_the_link_is_shown_also_where_the_record_of_its_letter_fails(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Letter.record

    def fail_at_the_end(letter: Letter, outcome: Outcome) -> None:
        if outcome is not Outcome.QUEUED:
            raise OperationalError("database is locked")
        record(letter, outcome)

    monkeypatch.setattr(Letter, "record", fail_at_the_end)
    answer = invite(client, cast)
    assert answer.status_code == 201
    assert shown(answer)
    assert [outcome for _act, _what, outcome in put_down()] == ["queued"]
