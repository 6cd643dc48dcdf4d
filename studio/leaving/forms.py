"""A word that is typed before something goes for good."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _


class TypedName(forms.Form):
    """Whether a person has typed just what is to go."""

    typed = forms.CharField(max_length=200)

    def __init__(self, name: str, label: str, data: Any = None) -> None:
        super().__init__(data)
        self.name = name
        self.fields["typed"].label = label
        self.fields["typed"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        if typed != self.name.strip():
            sentence = _("This is not “%(name)s”. Nothing was deleted.")
            raise forms.ValidationError(sentence % {"name": self.name})
        return typed
