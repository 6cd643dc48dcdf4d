"""What the filters of long lists share: two days, and an address that can be kept as a bookmark."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

YEARS = range(2000, 2101)
MOST_WORDS = 8
# How a day is written in a field and in an address.
WRITTEN = "%Y-%m-%d"


class Day(forms.DateInput):
    """Text until the page stands (static/pages/dates.js), and where no script runs."""

    def __init__(self) -> None:
        writes = {"data-day": "", "placeholder": _("YYYY-MM-DD"), "autocomplete": "off"}
        super().__init__(writes, WRITTEN)


class ListFilter(forms.Form):
    """Bound to a GET. `before` of a subclass is the place in the list, and no part of `query`."""

    since = forms.DateField(label=_("From"), required=False, widget=Day, input_formats=[WRITTEN])
    until = forms.DateField(label=_("Until"), required=False, widget=Day, input_formats=[WRITTEN])
    q = forms.CharField(
        label=_("Words"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )

    def choice(self, name: str) -> Any:
        return self.fields[name]

    def clean_since(self) -> date | None:
        return within(self.cleaned_data["since"])

    def clean_until(self) -> date | None:
        since, until = self.cleaned_data.get("since"), within(self.cleaned_data["until"])
        if since and until and until < since:
            raise forms.ValidationError(_("This lies before the first day."))
        return until

    @property
    def query(self) -> str:
        """The address's query without what is left open, and without the place in the list."""
        return address_query(self, "before")

    def between(self, column: str) -> Q:
        """A time of the days asked for, as midnight is where the studio is (STUDIO_TIME_ZONE)."""
        asked = Q()
        if since := self.cleaned_data["since"]:
            asked &= Q(**{f"{column}__gte": midnight(since)})
        if until := self.cleaned_data["until"]:
            asked &= Q(**{f"{column}__lt": midnight(until + timedelta(days=1))})
        return asked

    def holding(self, columns: tuple[str, ...]) -> Q:
        """Every word asked for stands in one of these columns."""
        asked = Q()
        for word in self.cleaned_data["q"].split()[:MOST_WORDS]:
            found = Q()
            for column in columns:
                found |= Q(**{f"{column}__icontains": word})
            asked &= found
        return asked


def address_query(form: forms.Form, place: str) -> str:
    """What a filter asks for, as the query of its address; `place` is the field of the place."""
    names = [name for name in form.fields if name != place and form.data.get(name)]
    return urlencode({name: form.data[name] for name in names})


def within(day: date | None) -> date | None:
    if day and day.year not in YEARS:
        raise forms.ValidationError(_("Give a day between 2000 and 2100."))
    return day


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
