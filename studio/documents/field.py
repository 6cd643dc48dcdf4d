"""Fields of models whose value is a document, or the Output of one: JSON in the database alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.query_utils import DeferredAttribute

from studio.rules import codec
from studio.rules.document import Json, MixedRules, Output
from studio.rules.problems import InvalidDocument

Set_contra = TypeVar("Set_contra", contravariant=True)
Get_co = TypeVar("Get_co", covariant=True)


class UnreadableRow(Exception):
    """What a row holds was written by another version of the program, and can't be read by this."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A value as the database has it, until somebody asks for it."""

    text: str = field(repr=False)  # It may hold stream keys.

    @property
    def json(self) -> Json:
        value: Json = json.loads(self.text)
        return value


class ReadOnDemand(DeferredAttribute):
    """Reads a row's value when it is first asked for: few who look up a row look at it."""

    field: CodedField[Any, Any]

    def __get__(self, row: models.Model | None, model: type[models.Model] | None = None) -> Any:
        value = super().__get__(row, model)
        if isinstance(value, Unread):
            value = self.field.read(row, value.json)
            if row is not None and value is not None:
                row.__dict__[self.field.attname] = value
        return value

    def __set__(self, row: models.Model, value: object) -> None:
        # Without it Python would take the value from the row's __dict__ and never call __get__.
        row.__dict__[self.field.attname] = value


class CodedField(models.JSONField[Set_contra, Get_co]):
    """A value of one `kind`, which `decode` makes of JSON and `encode` turns into it again.

    What cannot be decoded raises UnreadableRow where it is looked at; where the column may be
    null it is None: nothing is known. A row that is saved keeps it either way, but for one that was
    refreshed by `refresh_from_db`, which looks at every column: there None stays None.
    `values()` gives Unread.
    """

    kind: type
    decode: Callable[[Json], Any]
    """Raises InvalidDocument."""
    encode: Callable[[Any], Json]
    descriptor_class = ReadOnDemand

    def read(self, row: models.Model | None, value: Json) -> Any:
        try:
            return self.decode(value)
        except InvalidDocument as fault:
            if self.null:
                return None
            where = f"{self.name} of {self.model.__name__} {row.pk if row else ''}"
            raise UnreadableRow(f"{where} can't be read: {fault}") from None

    def deconstruct(self) -> Any:
        """To migrations it is the JSON it is in the database, whatever it is read as by now."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> Any:
        return None if value is None else Unread(value)

    def pre_save(self, row: models.Model, add: bool) -> Any:  # noqa: FBT001  # Django's own
        """What nobody has looked at goes back as it came."""
        return self.stored(row)

    def stored(self, row: models.Model) -> Any:
        """A row's value for another row to keep: Unread, unless somebody has looked at it."""
        return row.__dict__.get(self.attname) or getattr(row, self.attname)

    def json(self, row: models.Model) -> Json:
        """A row's value as the database has it, whether or not it can be read."""
        value: Json = self.get_prep_value(self.stored(row))
        return value

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Unread):
            return value.json
        return self.encode(value) if isinstance(value, self.kind) else super().get_prep_value(value)

    def to_python(self, value: Any) -> Any:
        """Reads a fixture, as `value_to_string` wrote it."""
        known = value is None or isinstance(value, self.kind)
        return value if known else Unread(json.dumps(value))

    def value_to_string(self, row: models.Model) -> Any:
        return self.json(row)


class DocumentField(CodedField[Set_contra, Get_co]):
    """A document."""

    kind = MixedRules
    decode = staticmethod(codec.read_rules)
    encode = staticmethod(codec.write)


class OutputField(CodedField[Set_contra, Get_co]):
    """The Output of a document."""

    kind = Output
    decode = staticmethod(codec.read_output)
    encode = staticmethod(codec.write_output)
