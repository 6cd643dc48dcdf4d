"""What lay in clear is sealed when the studio is brought up to date, and can be taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection

from studio.mixes.models import Operation
from tests import builders
from tests.builders import Cast
from tests.driving import earlier
from tests.sealing.dumps import dump
from tests.sealing.test_rotating import check_open
from tests.volcengine.bodies import CANARIES

BEFORE = [("editor", "0001_initial"), ("library", "0008_colours"), ("mixes", "0011_troubles")]
SEALED = ["editor.migrations.0002_sealed", "library.migrations.0009_sealed",
          "mixes.migrations.0012_sealed"]  # fmt: skip
CLEAR = [canary for canary in CANARIES if "KCANARY" not in canary]


@pytest.fixture
def cast(transactional_db: None, plain_static: None) -> Cast:
    return builders.cast()


@pytest.fixture
def in_clear(full: Cast) -> Iterator[None]:
    """The database as it was before secrets were sealed."""
    earlier.migrate(BEFORE)
    yield
    earlier.migrate_to_now()


def test_backwards_everything_is_in_clear_and_forwards_nothing(in_clear: None) -> None:
    kept = dump()
    assert [canary for canary in CLEAR if canary not in kept] == []
    assert "sealed:" not in kept
    body, proof = Operation.objects.values_list("body", "body_hash").get()
    text = json.dumps(json.loads(body.text), sort_keys=True, separators=(",", ":"))
    assert proof == hashlib.sha256(text.encode()).hexdigest()
    earlier.migrate_to_now()
    kept = dump()
    assert [canary for canary in CANARIES if canary in kept] == []
    check_open()
    assert left_in_the_file() == []


def left_in_the_file() -> list[str]:
    """What of it SQLite has not overwritten; PostgreSQL tidies by itself, later."""
    if connection.vendor != "sqlite":
        return []
    main = Path(connection.settings_dict["NAME"])
    there = b"".join(path.read_bytes() for path in main.parent.glob(f"{main.name}*"))
    return [canary for canary in CANARIES if canary.encode() in there]


def test_what_was_interrupted_goes_on(in_clear: None) -> None:
    then = earlier.unsquashed().project_state(BEFORE).apps
    for name in SEALED * 2:
        with connection.schema_editor(atomic=False) as editor:
            import_module(f"studio.{name}").seal(then, editor)
    earlier.migrate_to_now()
    check_open()
