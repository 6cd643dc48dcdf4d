"""A row's secrets are sealed for it alone, and the rest of it is readable without a key."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from studio.editor.models import LayoutTemplate
from studio.library.models import Frame, Kind, Wanted
from studio.mixes.models import Look, MixTask, Operation, Push
from studio.mixes.models.record import proof
from studio.rules import codec
from studio.rules.redaction import is_sealed, is_secret
from studio.sealing.fields import opened, sealed
from studio.sealing.values import seal
from tests.builders import Cast, client_for, template
from tests.volcengine.bodies import CANARIES, document

SIGNED = "https://tos.example.org/a.png?sign=SOURCECANARY"
PLAIN = "https://tos.example.org/a.png"
STATE: dict[str, Any] = {
    "parked": [{"source": {"ID": "aside", "Url": SIGNED}}, {"logo": {"Url": PLAIN}, "at": 0}],
    "token": {"of": "STREAMCANARY42"},
    "guides": ["1/2"],
}


# What was sealed elsewhere, by itself and in the midst of odd texts.
FOREIGN = seal('"x"', "elsewhere")
TEXTS = st.text(max_size=8) | st.sampled_from(
    [
        FOREIGN,
        f'"{FOREIGN}"',
        f'\\"{FOREIGN}',
        f'{FOREIGN}"',
        f"\\{FOREIGN}",
        SIGNED,
        "rtmp://a.b/c",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(TEXTS | st.sampled_from(["token", "InputSource"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(value=VALUES)
def test_whatever_is_sealed_is_opened_as_it_was(value: Any) -> None:
    kept = sealed(value, "here")
    assert opened(kept, "here") == value
    assert sealed(kept, "here") == kept


def raw(table: str, *columns: str) -> str:
    """What the database itself has in these columns."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")
        return str(cursor.fetchall())


def pushed(cast: Cast) -> Operation:
    return Push.record(
        workspace=cast.workspace, person=cast.owner, rules=document(), name="thursday"
    )


@pytest.mark.parametrize(
    ("text", "fetched", "secret"),
    [
        ("rtmp://push.example.com/live/key", False, True),
        ("push.example.com/live/key", False, True),
        ("push.example.com", False, False),
        ("//push.example.com/live/key", False, True),
        ("https://hooks.example.com/mix", False, True),
        ("see rtmp://push.example.com/live/key", False, True),
        ("guest.one", False, False),
        (PLAIN, True, False),
        (SIGNED, True, True),
        (f"{PLAIN}#token", True, True),
        ("rtmp://name:word@pull.example.com/live", True, True),
        ("Who?", True, False),
        ("guest.one?", False, False),
        ("push.example.com?sign=abcdef", False, True),
        ("pull.example.com?sign=abcdef", True, True),
    ],
)
def test_addresses_that_hold_a_key_are_secrets(text: str, fetched: bool, secret: bool) -> None:
    assert is_secret(text, fetched=fetched) is secret


def test_of_a_template_only_the_secrets_are_sealed(cast: Cast) -> None:
    row = template(cast.workspace, document())
    row.editor_state = STATE
    row.save()
    kept = raw("editor_layouttemplate", "rules", "editor_state")
    assert [canary for canary in CANARIES if canary in kept] == []
    assert all(word in kept for word in ("InputLayout", "aside", PLAIN, "guides"))
    again = LayoutTemplate.objects.get()
    assert (again.rules, again.editor_state) == (document(), STATE)


def test_a_secret_that_was_copied_to_another_row_stays_closed(cast: Cast) -> None:
    template(cast.workspace, document(), name="one")
    other = template(cast.workspace, document(), name="other")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE editor_layouttemplate SET rules = (SELECT rules FROM editor_layouttemplate "
            "WHERE name = 'one') WHERE name = 'other'"
        )
    other = LayoutTemplate.objects.get(name="other")
    assert all(map(is_sealed, other.rules.output.urls))


def test_what_is_copied_by_the_studio_is_sealed_for_its_new_row(cast: Cast) -> None:
    template(cast.workspace, document())
    row = LayoutTemplate.objects.get()
    copy = row.duplicate(cast.owner)
    task = pushed(cast).task
    look = Look.objects.append(task, "Look", document(), cast.owner, row)
    look.catch_up()
    task.note_status("runing")
    assert LayoutTemplate.objects.get(pk=copy.pk).rules == document()
    assert Look.objects.get().rules == document()
    assert MixTask.objects.get().program == Operation.objects.get().document
    kept = raw("mixes_mixtask", "rules", "output", "program") + raw("mixes_look", "rules")
    assert [canary for canary in CANARIES if canary in kept] == []


def test_an_operation_s_body_is_proven_by_what_it_says(cast: Cast) -> None:
    pushed(cast)
    row = Operation.objects.get()
    kept = raw("mixes_operation", "body", "body_hash")
    assert [canary for canary in CANARIES if canary in kept] == []
    assert row.body_hash == proof(row.body)
    assert codec.read(row.body).rules.output.urls == document().output.urls


class TestFrames:
    def test_are_found_by_a_signed_address_that_no_row_has_in_clear(self, cast: Cast) -> None:
        wanted = [Wanted(SIGNED, Kind.PICTURE), Wanted(PLAIN, Kind.PICTURE)]
        made = Frame.objects.ask(cast.workspace, wanted)
        assert made.keys() == set(wanted)
        assert "CANARY" not in raw("library_frame", "url", "digest")
        assert PLAIN in raw("library_frame", "url")
        assert {frame.url for frame in Frame.objects.all()} == {SIGNED, PLAIN}

    def test_are_found_while_the_keys_are_changed(self, cast: Cast, settings: Settings) -> None:
        settings.SEALING_KEYS = [old := Fernet.generate_key().decode()]
        wanted = Wanted(SIGNED, Kind.PICTURE)
        made = Frame.objects.add(cast.workspace, wanted)
        settings.SEALING_KEYS = [Fernet.generate_key().decode(), old]
        assert Frame.objects.ask(cast.workspace, [wanted]) == {wanted: made}

    def test_whose_address_no_key_opens_are_not_fetched(
        self, cast: Cast, settings: Settings
    ) -> None:
        made = Frame.objects.add(cast.workspace, Wanted(SIGNED, Kind.PICTURE))
        settings.SEALING_KEYS = [Fernet.generate_key().decode()]
        Frame.objects.fetch(made.pk)
        assert (Frame.objects.get().state, Frame.objects.get().error) == ("failed", "locked")


def test_a_text_that_only_looks_sealed_is_sealed(cast: Cast) -> None:
    """What somebody types is no way round."""
    row = template(cast.workspace, document())
    row.editor_state = {
        "parked": [{"source": {"Url": "sealed:rtmp://a.example.com/x?STREAMCANARY42"}}]
    }
    row.save()
    assert "CANARY" not in raw("editor_layouttemplate", "editor_state")


def test_a_download_of_the_whole_document_is_in_clear(cast: Cast) -> None:
    row = template(cast.workspace, document())
    answer = client_for(cast.operator).post(f"/templates/{row.pk}/mixedrules-whole.json")
    assert json.loads(answer.content)["MixedRules"] == codec.write(document())
