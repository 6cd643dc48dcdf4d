"""Every secret of the database under the newest key, while the studio runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models

from studio.rules.redaction import SEALED
from studio.sealing.batches import AT_ONCE, rewrite
from studio.sealing.fields import FingerprintField, SealedAddressField, SealedField, Unread
from studio.sealing.values import Locked, resealed

# What a session holds, the end of it as accounts/sessions.py seals it: Django's own column.
SESSION = Session._meta.get_field("session_data")
# Rows that others were writing are looked at again, so often.
ROUNDS = 10


@dataclass(kw_only=True)
class Rotation:
    """What came of it: rows sealed anew, rows that are left under an older key because others were
    writing them, and secrets that no key opens.
    """

    rows: int = 0
    left: int = 0
    locked: int = 0


@dataclass
class Renewal:
    """What is to be written into rows, one after another, and what of them is `locked`."""

    locked: int = 0
    _locked_here: int = field(default=0, repr=False)

    def __call__(self, row: models.Model) -> dict[str, Any]:
        self._locked_here = 0
        values = {name: text for name, text in self._texts(row) if text is not None}
        if not self._locked_here:
            values |= fingerprints_of(row)
        self.locked += self._locked_here
        return values

    def _texts(self, row: models.Model) -> Iterator[tuple[str, Any]]:
        for column in row._meta.concrete_fields:
            found = row.__dict__.get(column.attname)
            if isinstance(column, SealedField) and isinstance(found, Unread):
                text = self.renewed(found.text)
                yield column.name, None if text == found.text else Unread(text)
            elif isinstance(column, SealedAddressField) and isinstance(found, str):
                text = self.renewed(found)
                yield column.name, None if text == found else text
            elif isinstance(column, models.JSONField):
                # A library's own, which seals by its hooks.
                text = json.dumps(found)
                renewed = self.renewed(text)
                yield column.name, None if text == renewed else json.loads(renewed)
            elif column is SESSION and isinstance(found, str):
                # Not counted: nobody misses what one holds that no key opens.
                text = Renewal().renewed(found)
                yield column.name, None if text == found else text

    def renewed(self, text: str) -> str:
        return SEALED.sub(self._renewed_secret, text)

    def _renewed_secret(self, secret: re.Match[str]) -> str:
        try:
            return resealed(secret[0])
        except Locked:
            self._locked_here += 1
            return secret[0]


def fingerprints_of(row: models.Model) -> dict[str, Any]:
    """Those that another key told."""
    columns = [one for one in row._meta.concrete_fields if isinstance(one, FingerprintField)]
    told = {column.name: column.of(row) for column in columns}
    return {name: value for name, value in told.items() if getattr(row, name) != value}


def tables() -> list[type[models.Model]]:
    """Those that may hold secrets."""
    kinds = (models.JSONField, SealedAddressField)
    return [
        model
        for model in apps.get_models()
        if not model._meta.proxy
        and any(one is SESSION or isinstance(one, kinds) for one in model._meta.fields)
    ]


def rotate() -> Rotation:
    done = Rotation()
    for _round in range(ROUNDS):
        done.rows += sum(rewrite(model._base_manager.all(), Renewal()) for model in tables())
        done.left, done.locked = survey()
        if not done.left:
            break
    return done


def survey() -> tuple[int, int]:
    """How many rows are not under the first key, and how many secrets no key opens."""
    renewal = Renewal()
    left = sum(
        bool(renewal(row))
        for model in tables()
        for row in model._base_manager.iterator(chunk_size=AT_ONCE)
    )
    return left, renewal.locked


def some_locked(most: int) -> bool:
    """Whether no key opens what is sealed, as far as so many rows of each table tell."""
    renewal = Renewal()
    for model in tables():
        for row in model._base_manager.all()[:most]:
            renewal(row)
    return bool(renewal.locked)
