"""Which part of the history is asked for: a form whose address can be kept as a bookmark."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studio.accounts.models import User
from studio.mixes.models import Kind, MixTask, Operation, State
from studio.mixes.models.queue import OperationQuerySet
from studio.mixes.models.states import Outcome

# How far an operation got: what Operation.outcome says, as a condition on rows.
APPLIED = Q(state=State.ACCEPTED) & (
    Q(kind=Kind.PUSH, task__on_air_at__isnull=False)
    | Q(kind=Kind.TAKE, applied_at__isnull=False)
    | Q(kind=Kind.STOP, task__ended_at__isnull=False)
)
NOT_APPLIED = Q(state=State.ACCEPTED, not_applied_at__isnull=False, applied_at=None)
OUTCOMES = {
    Outcome.QUEUED: Q(state__in=[State.QUEUED, State.CLAIMED]),
    Outcome.SENT: Q(state=State.SENDING),
    Outcome.ACCEPTED: Q(state=State.ACCEPTED) & ~APPLIED & ~NOT_APPLIED,
    Outcome.APPLIED: APPLIED,
    Outcome.NOT_APPLIED: NOT_APPLIED,
    Outcome.REFUSED: Q(state=State.REFUSED),
    Outcome.FAILED: Q(state=State.FAILED),
    Outcome.UNKNOWN: Q(state=State.UNKNOWN),
    Outcome.GIVEN_UP: Q(state=State.GIVEN_UP),
}
# Never the frozen body: what can be searched for can be guessed.
SEARCHED = (
    "title",
    "task__title",
    "task__name",
    "task__task_id",
    "person__username",
    "request_id",
    "error_code",
    "error_message",
)
MOST_WORDS = 8
YEARS = range(2000, 2101)
# As many tasks are offered by name; any other can still be named by its key.
TASKS_OFFERED = 100


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in its stub alone
    def label_from_instance(self, user: User) -> str:
        return user.called()


class TaskChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    def label_from_instance(self, task: MixTask) -> str:
        at = timezone.localtime(task.created_at)
        return f"{task.title} {task.suffix} ({at:%Y-%m-%d %H:%M})"


class HistoryFilter(forms.Form):
    """Bound to a GET; `rows` are the operations it asks for."""

    kind = forms.ChoiceField(
        label=_("Operation"),
        required=False,
        choices=[("", _("All")), *Kind.choices],
        error_messages={"invalid_choice": _("There is no operation of this kind.")},
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("All")), *Outcome.choices],
        error_messages={"invalid_choice": _("There is no outcome of this name.")},
    )
    person = PersonChoice(
        User.objects.none(),
        label=_("Person"),
        required=False,
        empty_label=_("All"),
        error_messages={"invalid_choice": _("This person has done nothing here.")},
    )
    task = TaskChoice(
        MixTask.objects.none(),
        label=_("Task"),
        required=False,
        empty_label=_("All"),
        error_messages={"invalid_choice": _("There is no such task.")},
    )
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    q = forms.CharField(
        label=_("Words"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    before = forms.ModelChoiceField(
        Operation.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("This part of the history is not there.")},
    )

    def __init__(self, data: QueryDict, user: User) -> None:
        super().__init__(data)
        self.all = Operation.objects.for_user(user)
        self.tasks = MixTask.objects.for_user(user).only("title", "created_at")
        asked = self.all.filter(person=OuterRef("pk"))
        self.choice("person").queryset = User.objects.filter(Exists(asked)).order_by("username")
        self.choice("task").queryset = self.tasks
        self.choice("before").queryset = self.all

    def choice(self, name: str) -> Any:
        return self.fields[name]

    def clean_since(self) -> date | None:
        return within(self.cleaned_data["since"])

    def clean_until(self) -> date | None:
        since, until = self.cleaned_data.get("since"), within(self.cleaned_data["until"])
        if since and until and until < since:
            raise forms.ValidationError(_("This lies before the first day."))
        return until

    def clean(self) -> dict[str, Any]:
        """Offers the latest tasks, and the chosen one."""
        chosen = self.cleaned_data.get("task")
        offered = list(self.tasks[:TASKS_OFFERED])
        offered += [chosen] if chosen and chosen not in offered else []
        field = self.choice("task")
        named = [(task.pk, field.label_from_instance(task)) for task in offered]
        field.choices = [("", field.empty_label), *named]
        return self.cleaned_data

    @property
    def rows(self) -> OperationQuerySet[Operation]:
        """The operations asked for, of the reader's workspaces."""
        chosen = self.cleaned_data
        rows = self.all
        for name in ("kind", "person", "task"):
            if chosen[name]:
                rows = rows.filter(**{name: chosen[name]})
        if chosen["outcome"]:
            rows = rows.filter(OUTCOMES[Outcome(chosen["outcome"])])
        if chosen["since"]:
            rows = rows.filter(created_at__gte=midnight(chosen["since"]))
        if chosen["until"]:
            rows = rows.filter(created_at__lt=midnight(chosen["until"] + timedelta(days=1)))
        for word in chosen["q"].split()[:MOST_WORDS]:
            rows = rows.filter(holds(word))
        return rows

    @property
    def query(self) -> str:
        """The address's query without what is left open, and without the place in the list."""
        names = [name for name in self.fields if name != "before" and self.data.get(name)]
        return urlencode({name: self.data[name] for name in names})


def within(day: date | None) -> date | None:
    if day and day.year not in YEARS:
        raise forms.ValidationError(_("Give a day between 2000 and 2100."))
    return day


def midnight(day: date) -> datetime:
    """The beginning of a day where the studio is (STUDIO_TIME_ZONE)."""
    return timezone.make_aware(datetime.combine(day, time()))


def holds(word: str) -> Q:
    found = Q()
    for field in SEARCHED:
        found |= Q(**{f"{field}__icontains": word})
    return found
