"""The field of a form for what a document, or a version of one, is called."""

from __future__ import annotations

from typing import Any

from django import forms

from studio.documents import wording
from studio.rules import checks


class NameField(forms.CharField):
    """A name as the cloud would take one; every fault is a sentence of its own."""

    def clean(self, value: Any) -> str:
        name: str = super().clean(value)
        if name and (problems := checks.check_name(name)):
            raise forms.ValidationError([wording.sentence(problem) for problem in problems])
        return name
