"""A new show: a template with other addresses in its slots, as a template of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.accounts.models import User
from studio.documents.addresses import faults_of
from studio.documents.namefield import NameField
from studio.documents.state import with_addresses_of
from studio.documents.veiling import shown
from studio.editor.models import LayoutTemplate
from studio.imports.addresses import seat_of
from studio.library.models import Saved, Sort
from studio.rules.document import Source
from studio.rules.limits import MAX_NAME_LENGTH, MAX_SOURCES, MAX_URL_LENGTH
from studio.rules.redaction import is_sealed

# A draft may have more slots than a mix; so many are asked for, and the rest stays.
MOST_SLOTS = 2 * MAX_SOURCES


class SlotFields(NamedTuple):
    """How a page shows one slot: who sits there now, and its two fields."""

    name: str
    now: str
    saved: forms.BoundField
    url: forms.BoundField


class ShowForm(forms.Form):
    """A name, and for each slot of a template a saved source or an address; what is left open stays
    as it is in the template.
    """

    name = NameField(
        label=gettext_lazy("Name of the show"),
        max_length=MAX_NAME_LENGTH,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(
        self, template: LayoutTemplate, data: Any = None, typed: QueryDict | None = None
    ) -> None:
        """`typed` is what was typed so far, for another template or another version of it."""
        super().__init__(data, initial=typed and typed.dict())
        self.template = template
        seats = template.rules.sources[:MOST_SLOTS]
        self.seats = dict(zip(keys_of(seats), seats, strict=True))
        saved = Saved.objects.of(template.workspace, Sort.SOURCE)
        self.saved = {str(one.pk): one for one in saved if one.url}
        names = [(key, one.name) for key, one in self.saved.items()]
        stays = ("", _("as in the template"))
        gone = {"invalid_choice": _("This saved source is gone. Choose another.")}
        for key, seat in self.seats.items():
            label = {"slot": seat.id}
            self.fields[f"saved-{key}"] = forms.ChoiceField(
                label=_("Saved source for %(slot)s") % label,
                choices=[stays, *names],
                required=False,
                error_messages=gone,
            )
            self.fields[f"url-{key}"] = forms.CharField(
                label=_("Address for %(slot)s") % label,
                max_length=MAX_URL_LENGTH,
                required=False,
                widget=forms.TextInput(
                    {"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}
                ),
            )

    def slots(self) -> list[SlotFields]:
        return [
            SlotFields(seat.id, shown(seat.url), self[f"saved-{key}"], self[f"url-{key}"])
            for key, seat in self.seats.items()
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for key, seat in self.seats.items():
            url, saved = found.get(f"url-{key}", ""), found.get(f"saved-{key}")
            if url and saved:
                sentence = _("Choose a saved source or type an address, not both.")
                self.add_error(f"url-{key}", sentence)
            elif url:
                faults = faults_of(Sort.SOURCE, seat_of(url, seat.type).type, url)
                self.add_error(f"url-{key}", list(faults)) if faults else None
            elif not saved and is_sealed(seat.url):
                sentence = _("No key opens its address: choose a saved source, or type one.")
                self.add_error(f"url-{key}", sentence)
        return found

    def seated(self) -> tuple[Source, ...]:
        """The template's sources with who sits there in this show."""
        asked = (self.seat(key, seat) for key, seat in self.seats.items())
        return (*asked, *self.template.rules.sources[MOST_SLOTS:])

    def seat(self, key: str, seat: Source) -> Source:
        saved = self.saved.get(self.cleaned_data.get(f"saved-{key}", ""))
        url = self.cleaned_data.get(f"url-{key}", "")
        if saved:
            return replace(seat, type=saved.type, url=saved.url)
        return replace(seat, type=seat_of(url, seat.type).type, url=url) if url else seat

    def make(self, user: User) -> LayoutTemplate:
        """The show as a draft. It pushes nowhere yet: two shows would send to one address."""
        template = self.template
        sources = self.seated()
        output = replace(template.rules.output, urls=())
        rules = replace(template.rules, sources=sources, output=output)
        return LayoutTemplate.objects.start(
            template.workspace,
            user,
            self.cleaned_data["name"],
            rules,
            with_addresses_of(rules, template.rules, template.editor_state),
        )


class Typed(NamedTuple):
    """What was typed into a field that the form has not; `slot` is "" of the show's name."""

    field: str
    value: str
    slot: str


def keys_of(seats: Sequence[Source]) -> list[str]:
    """By which the fields of slots are called: the same slot has the same in every template. In a
    draft several may be called alike.
    """
    ids = [seat.id.encode().hex() for seat in seats]
    before = [ids[:place].count(key) for place, key in enumerate(ids)]
    return [f"{key}.{again}" if again else key for key, again in zip(ids, before, strict=True)]


def typed_elsewhere(typed: QueryDict, form: ShowForm | None) -> list[Typed]:
    """What was typed for slots that this template has not, to be there again for one that has."""
    fields = form.fields if form else {}
    found = []
    for field, value in typed.items():
        kind, _dash, key = field.partition("-")
        if field in fields or not value or kind not in ("name", "saved", "url"):
            continue
        try:
            slot = bytes.fromhex(key.partition(".")[0]).decode()
        except ValueError:
            continue
        found.append(Typed(field, str(value), slot))
    return found[: 2 * MOST_SLOTS + 1]
