"""A template's secret addresses in full: for who operates it, asked again, and on record."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts.access import Request, get_owned
from studio.accounts.asking_again import ask_again, asked_again
from studio.accounts.models import Role
from studio.audit.acts import Act
from studio.documents.veiling import veiled
from studio.documents.veils import veil
from studio.editor.models import LayoutTemplate
from studio.editor.views.downloads import mixedrules_file
from studio.rules.redaction import LOCKED, is_sealed, is_secret


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: Request, pk: UUID) -> HttpResponse:
    """The page that shows them veiled and offers both ways to have them in full. They are shown
    once, by a POST: to read them again is to be asked, and on record, again.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.OPERATOR)
    is_asking = request.method == "POST"
    if is_asking and not asked_again(request):
        return ask_again(request)
    output = template.rules.output
    if is_asking:
        template.log(Act.REVEALED, "its addresses")
    callback = output.callback.url if output.callback else ""
    show, show_picture = (in_full, in_full) if is_asking else (veil, veiled)
    shown = {
        "urls": [show(url) for url in output.urls],
        "callback": callback and show(callback),
        "signed": [show_picture(url) for url in signed(template)],
        "is_revealed": is_asking,
    }
    return render(request, "editor/addresses.html", {"template": template, **shown})


def signed(template: LayoutTemplate) -> list[str]:
    """Those of its sources and logos that are masked, of what is set aside too; each once."""
    return [*dict.fromkeys(url for url in template.addresses if is_secret(url, fetched=True))]


def in_full(url: str) -> str:
    return LOCKED if is_sealed(url) else url


@never_cache
@require_POST
def mixedrules_whole(request: Request, pk: UUID) -> HttpResponse:
    """The body of CreateCloudMixTask, push addresses, callback and all."""
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.OPERATOR)
    if not asked_again(request):
        return ask_again(request)
    template.log(Act.REVEALED, "its MixedRules, whole")
    return mixedrules_file(template, template.rules_json)
