"""Who guesses at passwords is slowed down, and shuts nobody out."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as configured
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from studio.accounts.entry import guessing
from studio.accounts.models import Guess, SignInLink
from tests.accounts.people import PASSWORD, WRONG, is_signed_in, try_password, with_password
from tests.builders import Cast, client_for

TOLD = "Too many wrong tries"


def is_limited(name: str, client: Client | None = None, address: str = "192.0.2.1") -> bool:
    return TOLD in try_password(name, WRONG, client, address).content.decode()


def guess(name: str, times: int, address: str = "192.0.2.1") -> None:
    for _time in range(times):
        try_password(name, WRONG, address=address)


@pytest.mark.parametrize("name", ["operator", "nobody"])
def test_the_sixth_try_at_an_account_from_an_address_waits_a_quarter_of_an_hour(
    cast: Cast, name: str
) -> None:
    """Whether there is such an account or not."""
    with_password(cast.operator)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        guess(name, 5)
        assert is_limited(name)
        assert not is_limited(name, address="192.0.2.2")
        assert not is_limited("editor")
        clock.shift(timedelta(minutes=16))
        assert not is_limited(name)


def test_the_right_password_is_not_even_looked_at_then(cast: Cast) -> None:
    with_password(cast.operator)
    guess("operator", 5)
    answer = try_password("operator", PASSWORD)
    assert (answer.status_code, TOLD in answer.content.decode()) == (403, True)


def test_a_name_and_its_address_are_one_account(cast: Cast) -> None:
    cast.operator.email = "ada@example.com"
    with_password(cast.operator)
    guess("operator", 3)
    guess("ada@example.com", 2)
    assert is_limited("operator")


def test_an_address_is_limited_whatever_names_it_tries(cast: Cast) -> None:
    guess("nobody-1", 4)
    for number in range(46):
        guess(f"somebody-{number}", 1)
    assert is_limited("somebody-else")
    assert not is_limited("somebody-else", address="192.0.2.2")


def test_a_network_of_ipv6_is_one_address(cast: Cast) -> None:
    guess("operator", 5, "2001:db8::1")
    assert is_limited("operator", address="2001:db8::2")
    assert not is_limited("operator", address="2001:db8:0:1::1")


def test_an_account_is_limited_from_wherever_it_is_tried(cast: Cast) -> None:
    for number in range(guessing.MOST_OF_STRANGERS):
        guess("operator", 1, f"198.51.100.{number}")
    assert is_limited("operator", address="192.0.2.1")


def test_what_succeeds_is_not_counted(cast: Cast) -> None:
    with_password(cast.operator)
    for _time in range(7):
        assert try_password("operator", PASSWORD).status_code == 302
    assert not Guess.objects.exists()


def test_a_known_browser_gets_in_while_others_guess_even_from_its_own_address(cast: Cast) -> None:
    with_password(cast.operator)
    known = Client()
    try_password("operator", PASSWORD, known)
    known.post(reverse("sign-out"))
    guess("operator", 6)
    for number in range(guessing.MOST_OF_STRANGERS):
        guess("operator", 1, f"198.51.100.{number}")
    assert is_limited("operator")
    assert try_password("operator", PASSWORD, known).status_code == 302
    assert is_signed_in(known)


def test_a_known_browser_is_no_way_to_guess_more(cast: Cast) -> None:
    with_password(cast.operator)
    known = Client()
    try_password("operator", PASSWORD, known)
    known.post(reverse("sign-out"))
    for _time in range(5):
        assert not is_limited("operator", known)
    assert is_limited("operator", known)
    # Nor is it known to those who never signed in there, and nobody can say it is.
    guess("editor", 5)
    assert is_limited("editor", known)
    forged = Client()
    forged.cookies[configured.DEVICE_COOKIE_NAME] = "WyJ4IixbMV1d:1abcde:forged"
    guess("operator", 5)
    assert is_limited("operator", forged)


def test_who_is_signed_in_goes_on_untouched(cast: Cast) -> None:
    signed_in = client_for(with_password(cast.operator))
    guess("operator", 6)
    assert is_limited("operator")
    assert signed_in.get(reverse("tasks")).status_code == 200


def test_a_one_time_link_lets_in_while_others_guess(cast: Cast) -> None:
    guess("operator", 6)
    client = Client()
    client.post(reverse("start"), {"token": SignInLink.objects.issue(cast.operator)})
    assert is_signed_in(client)


def test_a_clock_that_is_set_back_shuts_nobody_out(cast: Cast) -> None:
    with_password(cast.operator)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        guess("operator", 5)
        clock.shift(timedelta(days=-1))
        assert try_password("operator", PASSWORD).status_code == 302


def test_old_tries_are_swept_away(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        guess("operator", 5)
        clock.shift(timedelta(hours=2))
        guess("editor", 1)
    assert Guess.objects.count() == 1


class Counting(PBKDF2PasswordHasher):
    """What a sign-in's time goes into, counted: a clock tells what else the processor had to do."""

    iterations = 10
    hashed = 0

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        Counting.hashed += iterations or self.iterations
        return super().encode(password, salt, iterations)


def test_it_takes_as_much_work_to_refuse_an_unknown_name(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    monkeypatch.setattr(guessing, "is_too_many", lambda guess: False)
    cast.operator.email = "ada@example.com"
    with_password(cast.operator)

    def work(name: str) -> int:
        before = Counting.hashed
        try_password(name, WRONG)
        return Counting.hashed - before

    names = ["operator", "ada@example.com", "editor", "nobody", "nobody@example.com"]
    assert {name: work(name) for name in names} == dict.fromkeys(names, Counting.iterations)
