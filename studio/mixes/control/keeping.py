"""What a task shows, as a template."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from studio.accounts.access import Request, get_owned, require_role
from studio.accounts.models import Role, User
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.mixes.control.answers import act
from studio.mixes.control.page import program_name
from studio.mixes.models import MixTask
from studio.mixes.models.versions import readable
from studio.pages.answers import Refusal
from studio.rules.document import MixedRules
from studio.rules.limits import MAX_NAME_LENGTH
from studio.volcengine.errors import CloudError, Refused
from studio.volcengine.records import Detail

TAKE_OVER_SECONDS = 5.0


def edited(request: Request, pk: uuid.UUID) -> MixTask:
    """The task, for somebody who may make templates; where the cloud is to be asked what it shows,
    for whoever may adopt it.
    """
    task = get_owned(MixTask.objects.whole(), request, pk, Role.EDITOR)
    if task.shown is None and task.output is None:
        require_role(request, task.workspace, Role.OPERATOR)
    return task


@require_POST
@act(edited)
def keep(request: Request, task: MixTask) -> HttpResponse:
    return redirect("template-edit", template_of(task, request.user).pk)


def template_of(task: MixTask, person: User, key: uuid.UUID | None = None) -> LayoutTemplate:
    """A new template of what the task shows. Raises Refusal; and IntegrityError where `key` is
    another's.
    """
    name = _("%(name)s, as it was on air") if task.is_over else _("%(name)s, as on air")
    named = name % {"name": program_name(task) or task.title}
    return start_template(task, person, named, shown_by(task), key)


def start_template(
    task: MixTask, person: User, name: str, rules: MixedRules, key: uuid.UUID | None = None
) -> LayoutTemplate:
    """A new template of a document of the task. Raises IntegrityError where `key` is another's."""
    return LayoutTemplate.objects.start(
        task.workspace,
        person,
        name[:MAX_NAME_LENGTH],
        rules,
        reason=TemplateVersion.Reason.IMPORT,
        key=key,
    )


def shown_by(task: MixTask) -> MixedRules:
    """What viewers see or are to see; of a task made elsewhere, what the cloud says of it. Raises
    Refusal.
    """
    detail = stranger_detail(task) if task.shown is None else None
    document = readable(detail.rule) if detail else task.shown
    if document is None:
        raise Refusal(_("What is on air now is not known here."))
    return document


def stranger_detail(task: MixTask) -> Detail | None:
    """What the cloud says of a task whose output nobody here knows. Raises Refusal."""
    if task.output is not None or task.is_elsewhere or not task.task_id:
        return None
    try:
        return task.cloud.client(TAKE_OVER_SECONDS).detail(task.task_id)
    except Refused:
        raise Refusal(_("The cloud does not know this task any more.")) from None
    except CloudError:
        raise Refusal(_("The cloud did not answer. Try again in a moment.")) from None
