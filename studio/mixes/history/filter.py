"""Which part of the history is asked for: a form whose address can be kept as a bookmark."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studio.accounts.models import User, Workspace
from studio.filters import ListFilter
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
# As many tasks are offered by name; any other can still be named by its key.
TASKS_OFFERED = 100


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in its stub alone
    def label_from_instance(self, user: User) -> str:
        return user.called()


class TaskChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    def label_from_instance(self, task: MixTask) -> str:
        at = timezone.localtime(task.created_at)
        return f"{task.title} {task.suffix} ({at:%Y-%m-%d %H:%M})"


class HistoryFilter(ListFilter):
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
    before = forms.ModelChoiceField(
        Operation.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("This part of the history is not there.")},
    )

    def __init__(self, data: QueryDict, workspace: Workspace) -> None:
        super().__init__(data)
        self.all = Operation.objects.filter(workspace=workspace)
        named = ("title", "name", "task_id", "created_at")
        self.tasks = MixTask.objects.filter(workspace=workspace).only(*named)
        asked = self.all.filter(person=OuterRef("pk"))
        self.choice("person").queryset = User.objects.filter(Exists(asked)).order_by("username")
        self.choice("task").queryset = self.tasks
        self.choice("before").queryset = self.all

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
        """The operations asked for, of the workspace."""
        chosen = self.cleaned_data
        rows = self.all
        for name in ("kind", "person", "task"):
            if chosen[name]:
                rows = rows.filter(**{name: chosen[name]})
        if chosen["outcome"]:
            rows = rows.filter(OUTCOMES[Outcome(chosen["outcome"])])
        return rows.filter(self.between("created_at"), self.holding(SEARCHED))
