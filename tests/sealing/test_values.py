"""A sealed value is opened where it was sealed, and by who has a key."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings

from studio.rules.redaction import is_sealed
from studio.sealing.values import (
    Locked,
    fingerprint,
    fingerprints,
    resealed,
    seal,
    unseal,
)

HERE, ELSEWHERE = "mixes.connection.secret_key:1", "mixes.connection.secret_key:2"
NEW, OLD = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.mark.parametrize("value", ["", "key", "two\nlines", "钥匙 🔑", "sealed:twice", "x" * 4096])
def test_a_value_comes_back_as_it_was(value: str) -> None:
    text = seal(value, HERE)
    assert is_sealed(text)
    assert not value or value not in text
    assert unseal(text, HERE) == value


def test_no_two_seals_are_alike() -> None:
    assert seal("key", HERE) != seal("key", HERE)


def test_one_that_was_copied_elsewhere_stays_closed() -> None:
    with pytest.raises(Locked):
        unseal(seal("key", HERE), ELSEWHERE)


@pytest.mark.parametrize("spoilt", ["", "sealed:", "sealed:key", "plain", "sealed:ключ"])
def test_what_was_never_sealed_stays_closed(spoilt: str) -> None:
    with pytest.raises(Locked):
        unseal(spoilt, HERE)
    with pytest.raises(Locked):
        resealed(spoilt)


def test_without_its_key_it_stays_closed(settings: Settings) -> None:
    settings.SEALING_KEYS = [OLD]
    text = seal("key", HERE)
    settings.SEALING_KEYS = [NEW]
    with pytest.raises(Locked):
        unseal(text, HERE)


def test_keys_are_rotated_one_row_after_another(settings: Settings) -> None:
    settings.SEALING_KEYS = [OLD]
    text = seal("key", HERE)
    settings.SEALING_KEYS = [NEW, OLD]
    assert unseal(text, HERE) == "key"
    anew = resealed(text)
    settings.SEALING_KEYS = [NEW]
    assert unseal(anew, HERE) == "key"


def test_a_fingerprint_says_the_same_of_the_same_value_under_one_key(settings: Settings) -> None:
    settings.SEALING_KEYS = [OLD]
    old = fingerprint("key")
    assert old == fingerprint("key") != fingerprint("kez")
    settings.SEALING_KEYS = [NEW, OLD]
    assert fingerprints("key") == [fingerprint("key"), old]
    assert fingerprint("key") != old
