"""Which templates of a workspace the gallery shows: a form whose address can be kept as a bookmark.

A row holds its whole document. So first the keys of one page are found, by an index that has all
that is asked for, and then its rows.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from studio.accounts.models import User, Workspace
from studio.editor.models import LayoutTemplate, LayoutTemplateQuerySet
from studio.filters import MOST_WORDS, address_query

PAGE = 24


class Order(TextChoices):
    CHANGED = "changed", _("Changed last")
    NAME = "name", _("Name")


class Shelf(TextChoices):
    ALL = "all", _("All")
    FAVOURITES = "favourites", _("Favourites")
    ARCHIVED = "archived", _("Archived")


# By which column, and by which lookup what comes after a place.
COLUMNS = {Order.CHANGED: ("updated_at", "lt"), Order.NAME: ("name", "gt")}


class GalleryFilter(forms.Form):
    """Bound to a GET; what is left open is all, what was changed last first."""

    q = forms.CharField(
        label=_("Search templates"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=Order.choices,
        error_messages={"invalid_choice": _("Templates have no such order.")},
    )
    shelf = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=Shelf.choices,
        error_messages={"invalid_choice": _("There is no such part of the gallery.")},
    )
    after = forms.CharField(required=False, max_length=300, strip=False)

    def __init__(self, data: QueryDict, workspace: Workspace, person: User) -> None:
        super().__init__(data)
        self.workspace, self.person = workspace, person

    def clean_order(self) -> Order:
        return Order(self.cleaned_data["order"] or Order.CHANGED)

    def clean_shelf(self) -> Shelf:
        return Shelf(self.cleaned_data["shelf"] or Shelf.ALL)

    def clean_after(self) -> tuple[str | datetime, UUID] | None:
        """The column's value and the key of the last template before the page."""
        value, _between, key = self.cleaned_data["after"].rpartition("~")
        if not key:
            return None
        is_name = self.cleaned_data.get("order") == Order.NAME
        try:
            return value if is_name else moment(value), UUID(key)
        except (ValueError, OverflowError):
            raise forms.ValidationError(_("This part of the gallery is not there.")) from None

    @property
    def query(self) -> str:
        """The address's query without what is left open, and without the place in the list."""
        return address_query(self, "after")

    def page(self, *, with_states: bool = False) -> tuple[list[LayoutTemplate], str]:
        """The page's templates, and what is `after` for the next one: empty where there is none.
        Their pictures are of their states as well.
        """
        order: Order = self.cleaned_data["order"]
        column, later = COLUMNS[order]
        direction = "-" if later == "lt" else ""
        found = self.found().order_by(f"{direction}{column}", f"{direction}pk")
        places = list(found.values_list("pk", column)[: PAGE + 1])
        keys = [pk for pk, _value in places[:PAGE]]
        unread = ["former_secrets"] if with_states else ["former_secrets", "editor_state"]
        rows = LayoutTemplate.objects.defer(*unread).select_related("updated_by")
        by_key = rows.in_bulk(keys)
        shown = [by_key[pk] for pk in keys if pk in by_key]
        return shown, place(*places[PAGE - 1]) if len(places) > PAGE else ""

    def found(self) -> LayoutTemplateQuerySet:
        """All that is asked for, from the place on."""
        shelf: Shelf = self.cleaned_data["shelf"]
        # `IN`, since SQLite finds no index for a bare truth value.
        rows = LayoutTemplate.objects.filter(
            workspace=self.workspace, is_archived__in=[shelf == Shelf.ARCHIVED]
        ).kept()
        if shelf == Shelf.FAVOURITES:
            rows = rows.filter(favoured_by=self.person)
        for word in self.cleaned_data["q"].casefold().split()[:MOST_WORDS]:
            rows = rows.filter(sought__contains=word)
        return rows.filter(self.beyond())

    def beyond(self) -> Q:
        """Written so that an index is entered at the place and not read up to it."""
        after = self.cleaned_data["after"]
        if after is None:
            return Q()
        column, later = COLUMNS[self.cleaned_data["order"]]
        value, key = after
        return Q(**{f"{column}__{later}e": value}) & (
            Q(**{f"{column}__{later}": value}) | Q(**{f"pk__{later}": key})
        )


def moment(text: str) -> datetime:
    """Raises ValueError or OverflowError for what no template was changed at."""
    return datetime.fromisoformat(text).astimezone(UTC)


def place(key: UUID, value: Any) -> str:
    return f"{value.isoformat() if isinstance(value, datetime) else value}~{key}"
