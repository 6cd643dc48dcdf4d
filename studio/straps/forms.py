"""What a person sets of the style, checked; each fault is a sentence beside its field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from studio.compositor.straps import Style, is_at_hand
from studio.straps.models import (
    ALIGN_NAMES,
    FONT_NAMES,
    LONGEST,
    PADDING_NAMES,
    SHAPE_NAMES,
)


def fonts() -> list[tuple[str, Any]]:
    """Those this machine has."""
    return [(family, name) for family, name in FONT_NAMES.items() if is_at_hand(family)]


def colour(label: Any) -> forms.RegexField:
    return forms.RegexField(
        regex=r"\A#[0-9a-fA-F]{6}\Z",
        label=label,
        error_messages={"invalid": _("A colour is written as #rrggbb.")},
        widget=forms.TextInput(attrs={"type": "color"}),
    )


class StyleForm(forms.Form):
    """How straps look."""

    shape = forms.ChoiceField(label=_("Shape"), choices=list(SHAPE_NAMES.items()))
    fill = colour(_("Behind the words"))
    ink = colour(pgettext_lazy("whose colour it is", "Words"))
    accent = colour(_("Accent"))
    opacity = forms.IntegerField(
        label=_("Opacity"),
        min_value=0,
        max_value=100,
        error_messages={
            name: _("This goes from 0 to 100.") for name in ("min_value", "max_value", "invalid")
        },
        widget=forms.NumberInput(attrs={"type": "range", "step": 1}),
    )
    font = forms.ChoiceField(label=_("Font"), choices=fonts)
    align = forms.ChoiceField(label=_("Side"), choices=list(ALIGN_NAMES.items()))
    padding = forms.ChoiceField(label=_("Padding"), choices=list(PADDING_NAMES.items()))

    @property
    def style(self) -> Style:
        """Of a valid form."""
        names = Style.__dataclass_fields__
        return Style(**{name: self.cleaned_data[name] for name in names})


class SampleForm(StyleForm):
    """A style, and words to see it with."""

    name = forms.CharField(label=pgettext_lazy("on a strap", "Name"), max_length=LONGEST["name"])
    line = forms.CharField(label=_("Line"), max_length=LONGEST["line"], required=False)
