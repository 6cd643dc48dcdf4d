"""The front door, and the language that somebody chooses."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from studio.pages.answers import instead


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return redirect("templates")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remembers the posted `language` in this browser, and goes back to the page it came from."""
    if request.POST.get("language") not in dict(settings.LANGUAGES):
        sentence = _("Mix Studio does not speak that language.")
        return instead(request, sentence, HTTPStatus.BAD_REQUEST)
    answer: HttpResponse = set_language(request)
    return answer
