"""The keys are changed while the studio runs: nothing is lost, and nothing stays under the old."""

from __future__ import annotations

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from studio.accounts.entry.adapters import SECOND_FACTOR
from studio.audit.models import Entry
from studio.editor.models import LayoutTemplate
from studio.library.models import Frame, Kind, Wanted
from studio.mixes.models import Look, MixTask, Operation
from studio.mixes.models.record import proof
from studio.sealing import batches, rotating
from studio.sealing.fields import place_of
from studio.sealing.values import seal, unseal
from tests.accounts.people import is_signed_in
from tests.builders import Cast, client_for, template
from tests.sealing.keys import LOST, NEW, OLD
from tests.volcengine.bodies import SOURCE_URL, document


def rotate(*keys: str, settings: Settings) -> str:
    settings.SEALING_KEYS = [*keys]
    said = StringIO()
    call_command("rotate_sealing_keys", stdout=said)
    return said.getvalue()


def check_open() -> None:
    """Everything is as it was under the old key."""
    row, task, push = LayoutTemplate.objects.get(), MixTask.objects.get(), Operation.objects.get()
    assert row.rules == row.versions.get().rules == Look.objects.get().rules == document()
    assert row.state.parked[0].url == SOURCE_URL
    assert task.next_rules == document()
    assert task.rules == push.document
    assert task.output == push.document.without_callback().output if push.document else False
    assert Frame.objects.get().url == SOURCE_URL
    wanted = Wanted(SOURCE_URL, Kind.VOD)
    assert Frame.objects.of(row.workspace, [wanted])


def test_after_it_the_old_key_can_go(full: Cast, settings: Settings) -> None:
    assert "7 rows were sealed anew" in rotate(NEW, OLD, settings=settings)
    settings.SEALING_KEYS = [NEW]
    check_open()
    entry = Entry.objects.get(act="sealed-anew")
    assert (entry.person_name, entry.difference) == ("", "7 rows")
    push = Operation.objects.get()
    assert push.body_hash == proof(push.body)


def test_what_a_library_keeps_sealed_goes_along(cast: Cast, settings: Settings) -> None:
    settings.SEALING_KEYS = [OLD]
    data = {"secret": seal("JBSWY3DP", SECOND_FACTOR), "kept": "as it is"}
    row = Authenticator.objects.create(user=cast.owner, type="totp", data=data)
    rotate(NEW, OLD, settings=settings)
    settings.SEALING_KEYS = [NEW]
    row.refresh_from_db()
    assert unseal(row.data["secret"], SECOND_FACTOR) == "JBSWY3DP"
    assert row.data["kept"] == "as it is"


def test_what_sessions_hold_goes_along(cast: Cast, settings: Settings) -> None:
    settings.SEALING_KEYS = [OLD]
    client = in_a_session(cast)
    assert "1 rows were sealed anew" in rotate(NEW, OLD, settings=settings)
    settings.SEALING_KEYS = [NEW]
    assert client.session["secret"] == "JBSWY3DP"
    assert "0 rows were sealed anew" in rotate(NEW, settings=settings)


def test_without_the_key_a_session_goes_on_without_its_secrets(
    cast: Cast, settings: Settings
) -> None:
    settings.SEALING_KEYS = [LOST]
    client = in_a_session(cast)
    assert "locked" not in rotate(NEW, OLD, settings=settings)
    assert is_signed_in(client)
    assert "secret" not in client.session


def in_a_session(cast: Cast) -> Client:
    client = client_for(cast.owner)
    session = client.session
    session["secret"] = "JBSWY3DP"
    session.save()
    return client


def test_while_both_are_there_everything_is_open(full: Cast, settings: Settings) -> None:
    settings.SEALING_KEYS = [NEW, OLD]
    check_open()


def test_a_second_time_there_is_nothing_to_do(full: Cast, settings: Settings) -> None:
    rotate(NEW, OLD, settings=settings)
    said = rotate(NEW, OLD, settings=settings)
    assert "0 rows were sealed anew" in said
    assert "those can go" in said


def test_batch_after_batch(full: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "bcdef":
        template(full.workspace, document(), name=name)
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    assert "12 rows were sealed anew" in rotate(NEW, OLD, settings=settings)


def test_what_no_key_opens_is_counted_and_stays(full: Cast, settings: Settings) -> None:
    settings.SEALING_KEYS = [LOST]
    lost = template(full.workspace, document(), name="lost")
    said = rotate(NEW, OLD, settings=settings)
    assert "secrets stay locked" in said
    settings.SEALING_KEYS = [LOST]
    assert LayoutTemplate.objects.get(pk=lost.pk).rules == document()


def test_what_was_saved_meanwhile_stays_as_it_was_saved(full: Cast, settings: Settings) -> None:
    """Another process that has not seen the new key yet saves between two rounds."""
    rotate(NEW, OLD, settings=settings)
    settings.SEALING_KEYS = [OLD, NEW]
    row = LayoutTemplate.objects.get()
    row.rules = document()
    row.save()
    assert "1 rows were sealed anew" in rotate(NEW, OLD, settings=settings)
    settings.SEALING_KEYS = [NEW]
    check_open()


def test_a_row_that_others_never_let_go_is_told_of(
    full: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotating, "rewrite", lambda *_: 0)
    with pytest.raises(CommandError, match="7 rows are still under an older key"):
        rotate(NEW, OLD, settings=settings)


def test_of_two_frames_of_one_address_one_stays(full: Cast, settings: Settings) -> None:
    """Two processes that see the keys differently can both ask for a picture."""
    settings.SEALING_KEYS = [NEW]
    Frame.objects.add(full.workspace, Wanted(SOURCE_URL, Kind.VOD))
    rotate(NEW, OLD, settings=settings)
    assert Frame.objects.get().url == SOURCE_URL


def test_a_row_is_sealed_anew_where_it_is(full: Cast, settings: Settings) -> None:
    """What was put into a row with the key alone, and not for that row, stays closed."""
    with transaction.atomic():
        row = LayoutTemplate.objects.get()
        row.editor_state = {"key": seal('"x"', place_of("editor.layouttemplate", "elsewhere"))}
        row.save()
    rotate(NEW, OLD, settings=settings)
    state = LayoutTemplate.objects.get().editor_state
    assert str(state["key"]).startswith("sealed:")
