from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from studio.help.finding import LEAST, MOST


class Search(forms.Form):
    """What somebody looks for; nothing shows all there is."""

    q = forms.CharField(
        label=_("Search the help"),
        required=False,
        max_length=MOST,
        error_messages={"max_length": _("%(limit_value)d characters at most.")},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def clean_q(self) -> str:
        query: str = self.cleaned_data["q"]
        if query.isascii() and 0 < len(query) < LEAST:
            raise forms.ValidationError(
                _("Type at least %(least)d characters."), params={"least": LEAST}
            )
        return query
