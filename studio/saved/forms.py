"""What a person types of a saved address, checked; each fault is a sentence beside its field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.accounts.models import Workspace
from studio.documents.addresses import faults_of
from studio.documents.namefield import NameField
from studio.documents.veiling import veiled
from studio.editor.models import LayoutTemplate
from studio.imports.addresses import seat_of
from studio.library.models import Kind, Saved, Sort
from studio.library.models.saved import LONGEST_NAME, MOST_OF_A_SORT, folded
from studio.rules.limits import MAX_URL_LENGTH

LABELS = {Sort.DESTINATION: gettext_lazy("Push address")}
BY_ADDRESS = ("", gettext_lazy("As its address says"))


class SavedForm(forms.Form):
    """A new one, or `own` changed. Of a destination that is there the address is not shown, and
    stays what it is where none is typed; a signed one is shown masked, and stays so.
    """

    name = NameField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    url = forms.CharField(max_length=MAX_URL_LENGTH)
    type = forms.ChoiceField(
        label=gettext_lazy("Type"), required=False, choices=[BY_ADDRESS, *Kind.choices]
    )
    file = forms.FileField(label=gettext_lazy("Or a file"), required=False)
    templates = forms.ModelMultipleChoiceField(LayoutTemplate.objects.none(), required=False)

    def __init__(
        self,
        workspace: Workspace,
        sort: Sort,
        data: Any = None,
        files: Any = None,
        *,
        own: Saved | None = None,
    ) -> None:
        shown = {"name": own.name, "type": own.type} if own else {}
        if own and sort is not Sort.DESTINATION:
            shown["url"] = veiled(own.url)
        super().__init__(data, files, initial=shown)
        self.workspace, self.sort, self.own = workspace, sort, own
        self.fields["url"].label = LABELS.get(sort, gettext_lazy("Address"))
        stays = own is not None and sort is Sort.DESTINATION
        self.fields["url"].required = not stays and sort is not Sort.LOGO
        if sort is not Sort.SOURCE:
            del self.fields["type"]
        if sort is not Sort.LOGO:
            del self.fields["file"]
        if own:
            ours: Any = self.fields["templates"]
            ours.queryset = LayoutTemplate.objects.kept().filter(workspace=workspace)
        else:
            del self.fields["templates"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Saved.objects.filter(workspace=self.workspace, sort=self.sort)
        others = others.exclude(pk=self.own.pk) if self.own else others
        if others.filter(folded=folded(name)).exists():
            raise forms.ValidationError(name_taken())
        if not self.own and others.count() >= MOST_OF_A_SORT:
            sentence = _("There are %(most)d of these, and no more fit in: delete one first.")
            raise forms.ValidationError(sentence % {"most": MOST_OF_A_SORT})
        return name

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        url = found.get("url", "")
        if self.own and self.says_own(url):
            url = self.own.url
        found["type"] = self.type_of(url, found.get("type", ""))
        if found.get("file") or "url" in self.errors:
            return found
        if not url:
            self.add_error("url", _("This must not be empty."))
        elif faults := faults_of(self.sort, found["type"], url):
            self.add_error("url", [forms.ValidationError(one) for one in faults])
        return found | {"url": url}

    def says_own(self, url: str) -> bool:
        """Whether what is typed is how the address that is there was shown."""
        assert self.own
        return url == ("" if self.sort is Sort.DESTINATION else veiled(self.own.url))

    def type_of(self, url: str, chosen: str) -> str:
        """Of a source. What it was says nothing of another address that says what it is."""
        if self.sort is not Sort.SOURCE:
            return ""
        if self.own and chosen == self.own.type and url != self.own.url:
            return seat_of(url, chosen).type
        return chosen or seat_of(url).type

    def values(self, uploaded: str = "") -> dict[str, str]:
        """What is written of it; `uploaded` is the address that its file got."""
        found = self.cleaned_data
        return {"name": found["name"], "type": found["type"], "url": uploaded or found["url"]}


def name_taken() -> str:
    return _("Another one of this workspace has this name.")
