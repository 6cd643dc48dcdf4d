"""A studio that other computers reach does not start while strangers could come in."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.accounts.exposure import check_exposure
from studio.accounts.management.commands import admin
from studio.accounts.models import Role, User, Workspace
from studio.audit.models import Entry
from studio.processes.management.commands.run import refuse_exposed
from tests.accounts.people import PASSWORD, is_signed_in, try_password, with_password
from tests.builders import Cast


def told() -> list[str]:
    return [str(each.id) for each in check_exposure()]


@pytest.mark.parametrize("hosts", [["127.0.0.1"], ["localhost", "[::1]"]])
def test_one_computer_alone_needs_nothing(settings: Settings, hosts: list[str]) -> None:
    """Nor is the database asked: the test has none."""
    settings.HOSTS = hosts
    assert told() == []


@pytest.mark.parametrize("host", ["studio.example.com", ".example.com", "*", "192.0.2.1"])
def test_what_others_reach_needs_tls_and_an_admin_with_a_way_in(
    cast: Cast, settings: Settings, host: str
) -> None:
    settings.HOSTS, settings.HTTPS = ["localhost", host], False
    assert told() == ["studio.E001", "studio.E002"]
    settings.HTTPS = True
    assert told() == ["studio.E002"]


@pytest.mark.parametrize(
    ("hosts", "leads_there"),
    [(["*"], False), ([".example.com", "localhost"], False), (["*", "studio.example.com"], True)],
)
def test_links_in_mails_need_a_name_of_the_studio(
    cast: Cast, settings: Settings, hosts: list[str], leads_there: bool
) -> None:
    with_password(cast.owner)
    settings.HOSTS, settings.HTTPS = hosts, True
    assert told() == []
    settings.MAIL = {"EMAIL_HOST": "mail.example.com"}
    assert told() == ([] if leads_there else ["studio.E003"])


def password(user: User) -> None:
    with_password(user)


def passkey(user: User) -> None:
    Authenticator.objects.create(user=user, type="webauthn", data={})


def identity(user: User) -> None:
    SocialAccount.objects.create(user=user, provider="oidc", uid=str(user.pk))


def authenticator(user: User) -> None:
    """No way in by itself."""
    Authenticator.objects.create(user=user, type="totp", data={})


def unusable(user: User) -> None:
    user.set_unusable_password()
    user.save()


def barred(user: User) -> None:
    user.is_active = False
    with_password(user)


@pytest.mark.parametrize(
    ("give", "is_enough"),
    [
        *((give, True) for give in (password, passkey, identity)),
        *((give, False) for give in (authenticator, unusable, barred)),
    ],
)
def test_a_password_a_passkey_or_an_identity_is_a_way_in(
    cast: Cast, settings: Settings, give: Callable[[User], None], is_enough: bool
) -> None:
    settings.HOSTS, settings.HTTPS = ["studio.example.com"], True
    give(cast.operator)
    assert told() == ["studio.E002"]
    give(cast.owner)
    assert told() == ([] if is_enough else ["studio.E002"])


def test_check_and_run_say_so(cast: Cast, settings: Settings) -> None:
    settings.HOSTS, settings.HTTPS = ["studio.example.com"], True
    with pytest.raises(SystemCheckError, match="no admin has a password"):
        call_command("check")
    with pytest.raises(CommandError, match=r"no admin has a password.*manage.py admin NAME"):
        refuse_exposed()


def say(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    left = list(answers)
    monkeypatch.setattr(admin, "getpass", lambda prompt: left.pop(0))


@pytest.mark.django_db
def test_the_first_admin_types_a_password_twice(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    say(monkeypatch, PASSWORD, PASSWORD)
    call_command("admin", "ada", stdout=StringIO())
    settings.HOSTS, settings.HTTPS = ["studio.example.com"], True
    assert told() == []
    (ada,) = User.objects.all()
    assert Workspace.objects.get().role_of(ada) == Role.ADMIN
    assert [entry.act for entry in Entry.objects.all()] == ["admin-made"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "answers", "sentence"),
    [
        ("ada", ("short",), "too short"),
        ("ada", ("password1234",), "too common"),
        ("adalovelace", ("adalovelace1",), "too similar"),
        ("ada", (PASSWORD, "another one"), "not the same"),
        ("a b", (PASSWORD, PASSWORD), "valid username"),
        ("", (PASSWORD, PASSWORD), "cannot be blank"),
    ],
)
def test_what_is_not_in_order_makes_nobody(
    monkeypatch: pytest.MonkeyPatch, name: str, answers: tuple[str, ...], sentence: str
) -> None:
    say(monkeypatch, *answers)
    with pytest.raises(CommandError, match=sentence):
        call_command("admin", name, stdout=StringIO())
    assert not User.objects.exists()


def test_an_admin_who_is_locked_out_gets_a_link(cast: Cast) -> None:
    cast.owner.is_active = False
    with_password(cast.owner)
    printed = StringIO()
    call_command("admin", "owner", link=True, stdout=printed)
    client = Client()
    client.post(reverse("start"), {"token": printed.getvalue().split("#t=")[1].strip()})
    assert is_signed_in(client)
    assert try_password("owner", PASSWORD).status_code == 302
