"""What a new token is asked for with."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studio.accounts.models import Role, Scope
from studio.accounts.sharing import days_to_choose

DAYS = (7, 30, 90, 365)


class TokenForm(forms.Form):
    """Offers the scopes that a person of `role` can use."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        error_messages={"required": _("Give it a name: what will it be used in?")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        error_messages={
            "required": _("Choose at least one thing it may do."),
            "invalid_choice": _("Your role does not go that far."),
        },
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=_("Expires in"),
        coerce=int,
        choices=partial(days_to_choose, DAYS),
        initial=90,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )

    def __init__(self, role: Role, data: Any = None) -> None:
        super().__init__(data)
        scopes: Any = self.fields["scopes"]
        scopes.choices = [(s.value, s.label) for s in Scope if role.includes(s.role)]

    @property
    def chosen(self) -> dict[str, Any]:
        """As `Token.objects.issue` takes it."""
        return {
            "name": self.cleaned_data["name"],
            "scopes": [Scope(scope) for scope in self.cleaned_data["scopes"]],
            "lifetime": timedelta(days=self.cleaned_data["days"]),
        }
