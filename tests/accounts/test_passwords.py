"""Signing in by a password, and by a second step where there is one."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

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
from tests.builders import Cast


@pytest.mark.parametrize("name", ["operator", "ada@example.com", "ADA@example.com"])
def test_a_name_or_an_address_with_its_password_signs_in(cast: Cast, name: str) -> None:
    cast.operator.email = "ada@example.com"
    with_password(cast.operator)
    client = Client()
    answer = try_password(name, PASSWORD, client)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("templates"))
    assert is_signed_in(client)


def test_an_address_of_two_people_signs_in_neither(cast: Cast) -> None:
    for user in (cast.operator, cast.editor):
        user.email = "both@example.com"
        with_password(user)
    assert try_password("both@example.com", PASSWORD).status_code == 403


@pytest.mark.parametrize("name", ["operator", "editor", "nobody", "ada@example.com", "é" * 100])
def test_a_wrong_password_and_an_unknown_name_are_told_alike(cast: Cast, name: str) -> None:
    """The operator has a password and an address, the editor neither."""
    cast.operator.email = "ada@example.com"
    with_password(cast.operator)
    client = Client()
    answer = try_password(name, WRONG, client)
    assert answer.status_code == 403
    assert "The name or the password is wrong." in answer.content.decode()
    assert not is_signed_in(client)


def test_nobody_signs_in_with_no_password_at_all(cast: Cast) -> None:
    assert cast.editor.password == ""
    assert try_password("editor", "").status_code == 403


def test_who_may_no_longer_sign_in_is_told_no_more_than_others(cast: Cast) -> None:
    cast.operator.is_active = False
    with_password(cast.operator)
    answer = try_password("operator", PASSWORD)
    assert answer.status_code == 403
    assert "The name or the password is wrong." in answer.content.decode()


def test_one_comes_back_to_the_page_one_wanted_and_to_no_other_site(cast: Cast) -> None:
    with_password(cast.operator)
    leads_to = {"/tasks/": "/tasks/", "https://elsewhere.example.com/": "/templates/"}
    for wanted, leads in leads_to.items():
        data = {"login": "operator", "password": PASSWORD, "next": wanted}
        assert Client().post(reverse("account_login"), data).headers["Location"] == leads


def test_who_is_asked_for_a_page_without_being_signed_in_comes_back_there() -> None:
    answer = Client().get(reverse("tasks"))
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={reverse('tasks')}"


def test_a_password_alone_is_not_enough_beside_an_authenticator_app(cast: Cast) -> None:
    cache.clear()
    secret = with_authenticator(with_password(cast.operator))
    client = Client()
    assert try_password("operator", PASSWORD, client).headers["Location"] == reverse(
        "mfa_authenticate"
    )
    assert not is_signed_in(client)
    step = reverse("mfa_authenticate")
    assert client.post(step, {"code": "000000"}).status_code == 403
    assert not is_signed_in(client)
    assert client.post(step, {"code": code_of(secret)}).status_code == 302
    assert is_signed_in(client)


def test_a_code_works_once_and_guessing_it_has_an_end(cast: Cast) -> None:
    cache.clear()
    secret = with_authenticator(with_password(cast.operator))
    code, step = code_of(secret), reverse("mfa_authenticate")
    first, second = Client(), Client()
    for client in (first, second):
        try_password("operator", PASSWORD, client)
    assert first.post(step, {"code": code}).status_code == 302
    assert second.post(step, {"code": code}).status_code == 403
    for _wrong in range(4):
        second.post(step, {"code": "000000"})
    said = second.post(step, {"code": "111111"}).content.decode()
    assert "Too many wrong tries" in said


def test_the_key_of_the_app_lies_sealed_in_the_database(cast: Cast) -> None:
    secret = with_authenticator(cast.operator)
    assert secret not in str(Authenticator.objects.values())


def test_each_way_in_and_each_refusal_is_on_record(cast: Cast) -> None:
    cache.clear()
    secret = with_authenticator(with_password(cast.operator))
    client = Client()
    try_password("operator", WRONG, client)
    try_password("my password in the wrong field", WRONG, client)
    try_password("operator", PASSWORD, client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    client.post(reverse("sign-out"))
    entries = Entry.objects.exclude(act="factor-added").order_by("pk")
    told = list(entries.values_list("act", "name", "difference", "outcome"))
    assert told == [
        ("sign-in-refused", "operator", "password", "refused"),
        ("sign-in-refused", "", "password", "refused"),
        ("sign-in-refused", "operator", "authenticator app", "refused"),
        ("signed-in", "operator", "password and authenticator app", "done"),
        ("signed-out", "operator", "", "done"),
    ]
    assert {each.person_name for each in Entry.objects.filter(act="signed-out")} == {"operator"}
