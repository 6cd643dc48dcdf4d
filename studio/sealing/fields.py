"""Columns that hold secrets: each is sealed on its way into the database, and opened once somebody
looks at it.

A secret is bound to its row: sealed there, it is opened there alone. What no key opens stays as it
is, a sealed text in place of the secret, and goes back so when its row is saved.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.query_utils import DeferredAttribute

from studio.rules.document import Json
from studio.rules.redaction import SEALED, changed_secrets, is_sealed, is_secret
from studio.sealing.values import KNOWN, SEAL, Keys, Locked, keys_now, seal, unseal

Set_contra = TypeVar("Set_contra", contravariant=True)
Get_co = TypeVar("Get_co", covariant=True)


NOWHERE = ""
# A sealed secret as a value in the text of JSON: no name of one, and no part of a longer text.
_VALUE = re.compile(rf'(?<!\\)"({SEALED.pattern})"(?!\s*:)')


class Unsealed(TypeError):
    """A secret was about to be written in clear: `save()` seals, `update()` takes `sealed_for`."""


@dataclass(frozen=True, slots=True)
class Unread:
    """JSON as the database has it, until somebody asks for it. `place` is where it was sealed: None
    while it is in its own row, NOWHERE of what was opened.
    """

    text: str = field(repr=False)  # What it holds without being sealed may be of another version.
    place: str | None = None

    def opened(self, place: str) -> Json:
        sealed_at = place if self.place is None else self.place
        value: Json = json.loads(opened_text(self.text, sealed_at))
        return value


@dataclass(frozen=True, slots=True)
class Sealed:
    """JSON for one row's column, without a secret in clear."""

    value: Json


def sealed(value: Json, place: str) -> Json:
    """JSON with its secrets sealed; what is sealed already stays so."""
    keys = keys_now()
    return changed_secrets(value, lambda secret: sealed_secret(secret, place, keys))


def sealed_secret(value: Json, place: str, keys: Keys) -> Json:
    if isinstance(value, str) and is_sealed(value):
        return value
    return sealed_lately(json.dumps(value), place, keys)


@lru_cache(maxsize=KNOWN)
def sealed_lately(text: str, place: str, _keys: Keys) -> str:
    """What a document holds is saved with it every second, and is seldom another."""
    return seal(text, place)


def opened(value: Json, place: str) -> Json:
    """JSON with its secrets as they were, but for those that no key opens here."""
    found: Json = json.loads(opened_text(json.dumps(value), place))
    return found


def opened_text(text: str, place: str) -> str:
    """As `opened`, of the text of JSON: to walk through a document takes longer than to read it."""

    if SEAL not in text:
        return text
    keys = keys_now()

    def secret(match: re.Match[str]) -> str:
        try:
            return unseal(match[1], place, keys)
        except Locked:
            return match[0]

    return _VALUE.sub(secret, text)


def refused(_secret: Json) -> Json:
    raise Unsealed


def place_of(label: str, key: object) -> str:
    """Where a row's secrets are sealed: its model and its key."""
    return f"{label}:{key}"


def sealed_for(row: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """What `update()` writes into that row's columns; `save()` needs no help."""
    fields = {field.name: field for field in row._meta.fields if isinstance(field, SealedField)}
    return {
        name: fields[name].sealed(row, value) if name in fields else value
        for name, value in values.items()
    }


class OpenedOnDemand(DeferredAttribute):
    """Reads a row's value when it is first asked for: few who look up a row look at it."""

    field: SealedField[Any, Any]

    def __get__(self, row: models.Model | None, model: type[models.Model] | None = None) -> Any:
        value = super().__get__(row, model)
        if isinstance(value, Unread) and row is not None:
            value = self.field.read(row, value.opened(self.field.place(row)))
            if value is not None:
                row.__dict__[self.field.attname] = value
        return value

    def __set__(self, row: models.Model, value: object) -> None:
        # Without it Python would take the value from the row's __dict__ and never call __get__.
        row.__dict__[self.field.attname] = value


class SealedField(models.JSONField[Set_contra, Get_co]):
    """JSON whose secrets are sealed, and nothing else of it.

    `within` names the row that one belongs to for good, where its own key is a number that the
    database gives: its secrets are bound to that row. `values()` gives Unread.
    """

    descriptor_class = OpenedOnDemand

    def __init__(self, *args: Any, within: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.within = within

    def deconstruct(self) -> Any:
        """To migrations it is the JSON it is in the database, whatever it is read as by now."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def place(self, row: models.Model) -> str:
        if self.within:
            owner: Any = row._meta.get_field(self.within)
            return place_of(owner.related_model._meta.label_lower, getattr(row, owner.attname))
        assert row._meta.concrete_model is not None
        return place_of(row._meta.concrete_model._meta.label_lower, row.pk)

    def read(self, row: models.Model, value: Json) -> Any:
        """The value of what the row's column holds."""
        del row
        return value

    def written(self, value: Any) -> Json:
        """The JSON of a value."""
        plain: Json = value
        return plain

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> Any:
        return None if value is None else Unread(value)

    def pre_save(self, row: models.Model, add: bool) -> Any:  # noqa: FBT001  # Django's own
        """What nobody has looked at goes back as it came."""
        return self.sealed(row, self.found(row))

    def sealed(self, row: models.Model, value: Any) -> Any:
        """A value for this row's column, wherever it is from."""
        place = self.place(row)
        if value is None or hasattr(value, "resolve_expression"):
            return value
        if isinstance(value, Unread):
            if value.place in (None, place):
                return Unread(value.text)
            return Sealed(sealed(value.opened(place), place))
        return Sealed(sealed(self.written(value), place))

    def found(self, row: models.Model) -> Any:
        """A row's value: Unread, unless somebody has looked at it."""
        return row.__dict__.get(self.attname) or getattr(row, self.attname)

    def stored(self, row: models.Model) -> Any:
        """As `found`, for another row to keep."""
        value = self.found(row)
        is_here = isinstance(value, Unread) and value.place is None
        return Unread(value.text, self.place(row)) if is_here else value

    def json(self, row: models.Model) -> Json:
        """A row's value as JSON, whether or not it can be read."""
        value = self.found(row)
        if isinstance(value, Unread):
            return value.opened(self.place(row))
        return self.written(value)

    def get_prep_value(self, value: Any) -> Any:
        """Raises Unsealed for what holds a secret in clear."""
        if isinstance(value, Unread) and value.place is None:
            return json.loads(value.text)
        if isinstance(value, Sealed):
            return value.value
        return super().get_prep_value(changed_secrets(self.written(value), refused))

    def to_python(self, value: Any) -> Any:
        """Reads a fixture, as `value_to_string` wrote it."""
        return Unread(json.dumps(value), NOWHERE) if isinstance(value, dict | list) else value

    def value_to_string(self, row: models.Model) -> Any:
        """As the database has it."""
        return self.get_prep_value(self.pre_save(row, add=False))


class OpenedText(DeferredAttribute):
    """Opens a row's text when it is first asked for."""

    field: SealedAddressField

    def __get__(self, row: models.Model | None, model: type[models.Model] | None = None) -> Any:
        value = super().__get__(row, model)
        if row is not None and isinstance(value, str) and is_sealed(value):
            value = row.__dict__[self.field.attname] = self.field.opened(row, value)
        return value

    def __set__(self, row: models.Model, value: object) -> None:
        row.__dict__[self.field.attname] = value


class SealedAddressField(models.TextField[str, str]):
    """An address that is fetched, sealed where it is a secret; by a fingerprint it is found."""

    descriptor_class = OpenedText

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def opened(self, row: models.Model, text: str) -> str:
        try:
            return unseal(text, place_of(row._meta.label_lower, row.pk))
        except Locked:
            return text

    def pre_save(self, row: models.Model, add: bool) -> Any:  # noqa: FBT001  # Django's own
        text = row.__dict__.get(self.attname) or getattr(row, self.attname)
        if is_secret(text, fetched=True):
            return seal(text, place_of(row._meta.label_lower, row.pk))
        return text

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str) and is_secret(value, fetched=True):
            raise Unsealed
        return super().get_prep_value(value)


class SealedTextField(SealedAddressField):
    """A text that is sealed wherever it is, in its row's attribute too: who needs it opens it."""

    descriptor_class = DeferredAttribute  # type: ignore[assignment]  # it opens nothing

    def pre_save(self, row: models.Model, add: bool) -> Any:  # noqa: FBT001  # Django's own
        return getattr(row, self.attname)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str) and value and not is_sealed(value):
            raise Unsealed
        return models.TextField.get_prep_value(self, value)


class FingerprintField(models.CharField[str, str]):
    """What a row is found or proven by without its secret being opened; `of` tells it of the row,
    for who changes the keys. Migrations, which change none, know of text alone.
    """

    def __init__(self, *args: Any, of: Callable[[Any], str] = str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = of

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
