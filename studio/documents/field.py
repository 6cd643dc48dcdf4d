"""Fields of models whose value is a document, or the Output of one: JSON in the database alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models

from studio.rules import codec
from studio.rules.document import Json, MixedRules, Output
from studio.rules.problems import InvalidDocument
from studio.sealing.fields import SealedField

Set_contra = TypeVar("Set_contra", contravariant=True)
Get_co = TypeVar("Get_co", covariant=True)


class UnreadableRow(Exception):
    """What a row holds was written by another version of the program, and can't be read by this."""


class CodedField(SealedField[Set_contra, Get_co]):
    """A value of one `kind`, which `decode` makes of JSON and `encode` turns into it again.

    What cannot be decoded raises UnreadableRow where it is looked at; where the column may be
    null it is None: nothing is known. A row that is saved keeps it either way, but for one that was
    refreshed by `refresh_from_db`, which looks at every column: there None stays None.
    """

    kind: type
    decode: Callable[[Json], Any]
    """Raises InvalidDocument."""
    encode: Callable[[Any], Json]

    def read(self, row: models.Model, value: Json) -> Any:
        try:
            return self.decode(value)
        except InvalidDocument as fault:
            if self.null:
                return None
            where = f"{self.name} of {self.model.__name__} {row.pk}"
            raise UnreadableRow(f"{where} can't be read: {fault}") from None

    def written(self, value: Any) -> Json:
        return self.encode(value) if isinstance(value, self.kind) else super().written(value)


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
