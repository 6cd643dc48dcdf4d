"""What a person types of a connection, checked; each fault is a sentence beside its field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.accounts.models import Workspace
from studio.mixes.clouds.addresses import NotAllowed, api_address
from studio.mixes.clouds.connections import CloudKind, Colour, Connection, OpenTo
from studio.volcengine.credentials import ENDPOINT, REGION, Credentials

PAID = [(kind.value, kind.label) for kind in (CloudKind.VOLCENGINE, CloudKind.BYTEPLUS)]
# Where each is unless another address is typed.
ADDRESSES = {
    CloudKind.VOLCENGINE: (ENDPOINT, REGION),
    CloudKind.BYTEPLUS: ("https://open.byteplusapi.com", "ap-singapore-1"),
}
# Fewer are no cloud's, and the last four, which are shown, would be too much of them.
SHORTEST_KEY = 8


class LooksForm(forms.Form):
    """What may be changed of one at any time."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    colour = forms.ChoiceField(label=gettext_lazy("Colour"), choices=Colour.choices)
    open_to = forms.ChoiceField(
        label=gettext_lazy("Who may put something on air there"), choices=OpenTo.choices
    )

    def __init__(
        self, workspace: Workspace, *args: Any, own: Connection | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        others = Connection.objects.kept().filter(workspace=workspace)
        self.taken = others.exclude(pk=own.pk) if own else others

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.taken.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("Another cloud of this workspace has this name."))
        return name


class KeysForm(forms.Form):
    """A pair of keys. They are typed, sealed and never shown again."""

    access_key = forms.CharField(label=gettext_lazy("Access key"), max_length=200)
    secret_key = forms.CharField(label=gettext_lazy("Secret key"), max_length=400)

    def clean_access_key(self) -> str:
        key: str = self.cleaned_data["access_key"]
        try:
            Credentials(access_key=key, secret_key=key)
        except ValueError:
            raise forms.ValidationError(_("This is no access key: copy it as issued.")) from None
        if len(key) < SHORTEST_KEY:
            raise forms.ValidationError(_("This is no access key: copy it as issued."))
        return key


class NewForm(LooksForm, KeysForm):
    """All of one. Where it leads is chosen once: another address is another connection."""

    kind = forms.ChoiceField(label=gettext_lazy("Cloud"), choices=PAID)
    url = forms.CharField(label=gettext_lazy("API address"), max_length=200, required=False)
    region = forms.RegexField(
        label=gettext_lazy("Region"), regex=r"\A[a-z0-9-]+\Z", max_length=60, required=False
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if not url:
            return ""
        try:
            return api_address(url)
        except NotAllowed:
            raise forms.ValidationError(
                _("An API address is https:// and a public host, and nothing after that.")
            ) from None

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        usual = ADDRESSES.get(found.get("kind", ""), ("", ""))
        for field, value in zip(("url", "region"), usual, strict=True):
            found[field] = found.get(field) or value
        return found
