"""What a form chooses to show next: a look, a template, a kept version, an earlier operation."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.mixes.models import Look, MixTask
from studio.mixes.words.clicks import click_key
from studio.pages.numbers import number
from studio.rules.document import MixedRules


def chosen(posted: Mapping[str, str], task: MixTask) -> tuple[str, MixedRules, Look | None]:
    """What a form names, by its title, its document and its place in the rundown. Raises 404."""
    if (pk := number(posted.get("look", ""))) is not None:
        look = get_object_or_404(task.looks, pk=pk)
        return look.title, look.rules, look
    if (key := key_of(posted, "operation")) is not None:
        operation = get_object_or_404(task.operations, pk=key)
        if operation.document is None:
            raise Http404
        return operation.title, operation.document, None
    title, rules, _template = chosen_document(posted, task)
    return title, rules, None


def chosen_document(
    posted: Mapping[str, str], task: MixTask
) -> tuple[str, MixedRules, LayoutTemplate]:
    """The template of the task's workspace, or the kept version, that a form names. Raises 404."""
    templates = LayoutTemplate.objects.kept().filter(workspace=task.workspace)
    if (pk := number(posted.get("version", ""))) is not None:
        kept = TemplateVersion.objects.filter(template__in=templates).select_related("template")
        version = get_object_or_404(kept, pk=pk)
        title = _("%(name)s, version %(version)d") % {
            "name": version.template.name,
            "version": version.version,
        }
        return title, version.rules, version.template
    key = key_of(posted, "template")
    if key is None:
        raise Http404
    template = get_object_or_404(templates, pk=key)
    return template.name, template.rules, template


def key_of(posted: Mapping[str, str], field: str) -> uuid.UUID | None:
    key = click_key(posted.get(field, ""))
    return uuid.UUID(key) if key else None
