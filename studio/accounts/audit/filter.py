"""Which part of the audit log is asked for: a form whose address can be kept as a bookmark."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from studio.accounts.models import Membership, Role, User, Workspace
from studio.audit.acts import Act
from studio.audit.models import Entry, EntryQuerySet
from studio.filters import ListFilter

SEARCHED = ("name", "difference", "person_name", "token")
PAGE = 50
# An export is read and written in parts of this many rows.
PART = 500


def readable(user: User, workspace: Workspace) -> EntryQuerySet:
    """What they did themselves in this workspace and at its door; for its admins, all of it."""
    members = Membership.objects.filter(workspace=workspace).values("user")
    inside = Q(workspace_id=workspace.pk)
    at_the_door = Q(workspace_id=None, person_id__in=members)
    entries = Entry.objects.filter(inside | at_the_door)
    is_admin = workspace.role_of(user) == Role.ADMIN
    return entries if is_admin else entries.filter(person_id=user.pk)


class AuditFilter(ListFilter):
    """Bound to a GET; `rows` are the entries it asks for, newest first."""

    act = forms.ChoiceField(
        label=_("Act"),
        required=False,
        choices=[("", _("All")), *Act.choices],
        error_messages={"invalid_choice": _("There is no act of this kind.")},
    )
    person = forms.TypedChoiceField(
        label=_("Person"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("This person has done nothing here.")},
    )
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    def __init__(self, data: QueryDict, user: User, workspace: Workspace) -> None:
        super().__init__(data)
        self.all = readable(user, workspace)
        people = self.all.exclude(person_id=None).order_by("person_name", "person_id")
        # Under the name they went by last.
        named = dict(people.values_list("person_id", "person_name").distinct())
        self.choice("person").choices = [("", _("All")), *named.items()]

    @property
    def rows(self) -> EntryQuerySet:
        rows = self.all.filter(self.between("at"), self.holding(SEARCHED))
        for column, name in (("act", "act"), ("person_id", "person")):
            if self.cleaned_data[name]:
                rows = rows.filter(**{column: self.cleaned_data[name]})
        return rows

    def page(self) -> tuple[list[Entry], bool]:
        """The rows after the place in the list, and whether there are more."""
        rows = after(self.rows, self.cleaned_data["before"])
        found = list(rows[: PAGE + 1])
        return found[:PAGE], len(found) > PAGE

    def every_row(self) -> Iterator[Entry]:
        """Part by part, each by a query of its own: no transaction is kept open."""
        last = None
        while part := list(after(self.rows, last)[:PART]):
            yield from part
            last = part[-1].pk


def after(rows: EntryQuerySet, last: int | None) -> EntryQuerySet:
    return rows.filter(pk__lt=last) if last else rows
