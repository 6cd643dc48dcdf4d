"""A template as files of other tools, and as scripts: masked for editors, whole for operators."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from studio.accounts.access import Request, get_owned, may
from studio.accounts.asking_again import ask_again, asked_again
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Role, Scope
from studio.audit.acts import Act
from studio.documents.veiling import veiled_json
from studio.editor.models import LayoutTemplate
from studio.editor.models.imported import origin_of
from studio.editor.views.downloads import FORMATS, download
from studio.exports import EXPORTERS, Exporter
from studio.rules import codec
from studio.rules.document import MixedRules


class Told(NamedTuple):
    """What a format is called, and what it is for."""

    name: str | Promise
    use: str | Promise


TOLD = {
    "mixedrules": Told("MixedRules", gettext_lazy("The document itself, to be imported again.")),
    "create": Told("CreateCloudMixTask", gettext_lazy("The body of the request that starts it.")),
    "update": Told(
        "UpdateCloudMixTask",
        gettext_lazy("The body that puts it on air on a running task, whose ID you fill in."),
    ),
    "sdk": Told(
        gettext_lazy("Python, the vendor’s SDK"),
        gettext_lazy("A script that starts it by “volcengine”; keys come from the environment."),
    ),
    "core": Told(
        gettext_lazy("Python, volcenginesdk-core"),
        gettext_lazy("The same by the newer SDK’s runtime."),
    ),
    "smelter": Told("Smelter", gettext_lazy("A scene: exact, without addresses.")),
    "obs": Told(
        "OBS Studio",
        gettext_lazy("A scene collection: exact, in relative and absolute coordinates."),
    ),
}
# What holds no address has nothing to be masked.
WITHOUT_SECRETS = frozenset({"smelter"})


@require_safe
def exports(request: Request, pk: UUID) -> HttpResponse:
    """The page of all ways out."""
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    can_push = may(request.user, template.workspace, Role.OPERATOR)
    rows = [
        {
            "format": format_,
            "name": told.name,
            "use": told.use,
            "whole": can_push and format_ not in WITHOUT_SECRETS,
        }
        for format_, told in TOLD.items()
    ]
    context = {
        "template": template,
        "rows": rows,
        "suffixes": list(FORMATS),
        "can_push": can_push,
        "origin": origin_of(template),
    }
    return render(request, "editor/exporting/exports.html", context)


@for_tokens(Scope.EDIT)
@require_safe
def export(request: Request, pk: UUID, kind: str) -> HttpResponse:
    """One file, with what is secret of its addresses masked."""
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    exporter = exporter_of(kind)
    return file(template, exporter, codec.read_rules(veiled_json(codec.write(template.rules))))


@never_cache
@require_POST
def whole(request: Request, pk: UUID, kind: str) -> HttpResponse:
    """The same with its push addresses, callback and all."""
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.OPERATOR)
    exporter = exporter_of(kind)
    if not asked_again(request):
        return ask_again(request)
    template.log(Act.REVEALED, f"an export of it, whole: {kind}")
    return file(template, exporter, template.rules)


def exporter_of(kind: str) -> Exporter:
    if kind not in EXPORTERS:
        raise Http404
    return EXPORTERS[kind]


def file(template: LayoutTemplate, exporter: Exporter, rules: MixedRules) -> HttpResponse:
    text = exporter.write(template.name, rules)
    kind = "text/x-python" if exporter.suffix.endswith(".py") else "application/json"
    return download(text.encode(), kind, f"{template.name}.{exporter.suffix}")
