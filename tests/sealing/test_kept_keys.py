"""Keys in a file are those that it holds now, in every process that runs."""

from __future__ import annotations

import binascii
from pathlib import Path

import pytest
from django.core.checks import ERROR, run_checks
from pytest_django import Settings

from studio.keyfiles import sealing_keys_in
from studio.sealing.checks import UNREADABLE
from studio.sealing.keys import KeptKeys
from tests.sealing.keys import NEW, OLD


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sealing-keys"


def kept(file: Path) -> KeptKeys:
    return KeptKeys(file, lambda: file.exists() or file.write_text(OLD), sealing_keys_in)


def replace(file: Path, text: str) -> None:
    """As an editor writes a file: a new one in its place."""
    draft = file.with_suffix(".new")
    draft.write_text(text)
    draft.replace(file)


def test_the_first_is_made_when_it_is_asked_for(file: Path) -> None:
    keys = kept(file)
    assert not file.exists()
    assert [*keys] == [OLD]


def test_a_key_that_is_put_first_is_seen_at_once(file: Path) -> None:
    keys = kept(file)
    assert keys[0] == OLD
    replace(file, f"{NEW}\n{OLD}\n")
    assert [*keys] == [NEW, OLD]


@pytest.mark.parametrize("spoilt", ["", "no key", f"{OLD}{NEW}", None])
def test_a_file_that_is_spoilt_or_gone_changes_nothing_for_who_runs(
    file: Path, spoilt: str | None
) -> None:
    keys = kept(file)
    assert [*keys] == [OLD]
    file.unlink() if spoilt is None else replace(file, spoilt)
    assert [*keys] == [OLD]


def test_a_file_of_no_keys_is_told_by_who_starts(file: Path) -> None:
    file.write_text("no key")
    assert kept(file).is_spoilt()
    with pytest.raises(binascii.Error):
        len(kept(file))


def test_to_look_whether_it_is_spoilt_makes_none(file: Path) -> None:
    assert not kept(file).is_spoilt()
    assert not file.exists()


def test_a_spoilt_file_ends_the_start_with_a_sentence(file: Path, settings: Settings) -> None:
    file.write_text("no key")
    settings.SEALING_KEYS = kept(file)
    (found,) = [each for each in run_checks() if each.id == UNREADABLE]
    assert found.level == ERROR
    file.write_text(NEW)
    assert UNREADABLE not in {each.id for each in run_checks()}
