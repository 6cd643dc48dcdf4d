"""The provider's addresses: its own, and a form to sign in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path

FORM = """<!doctype html><html lang="en"><title>Provider</title><form method="post">
<label>Who are you? <input name="username"></label><button>Go on</button></form>"""


def ask(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse(FORM)
    person: Any = User.objects.get(username=request.POST["username"])
    login(request, person)
    # A test need not wait for a sign-in to be some seconds old.
    person.last_login -= timedelta(seconds=int(request.POST.get("ago", 0)))
    person.save()
    return HttpResponseRedirect(request.GET["next"])


urlpatterns = [
    path("login/", ask, name="login"),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]
