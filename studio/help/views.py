"""The pages of the help, for anybody: they tell of no workspace."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from studio.help import finding
from studio.help.contents import grouped
from studio.help.forms import Search
from studio.help.reading import Page, pages


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All pages, or what of them `?q=` finds."""
    form = Search(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    hits = finding.hits(query, language()) if query else []
    context = {"form": form, "query": query, "hits": hits, "contents": contents()}
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.BAD_REQUEST
    return render(request, "help/index.html", context, status=status)


@login_not_required
@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    found = pages(language()).get(name)
    if not found:
        raise Http404
    return render(request, "help/page.html", {"page": found, "contents": contents()})


def contents() -> list[tuple[str, list[Page]]]:
    return grouped(pages(language()))


def language() -> str:
    return get_language() or "en"
