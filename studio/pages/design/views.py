"""The design page, where STUDIO_DEBUG is on."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studio.pages.design.tokens import groups, pairs

BUTTONS = ("primary", "", "plain", "danger", "air", "air filled")
STATES = ("pushing", "preparing", "on_air", "stopping", "ended", "refused", "failed", "unknown")
OUTCOMES = (
    *("queued", "sent", "accepted", "applied"),
    *("refused", "failed", "given_up", "not_applied", "unknown"),
)
CLOUDS = (
    {"kind": "sandbox"},
    {"kind": "sandbox", "misbehaves": True},
    {"kind": "volcengine", "name": "Studio A", "colour": "blue", "label": "Studio A"},
)


class Specimen(forms.Form):
    """A field as it is, one with a choice, one that can't be changed, and one that was refused."""

    name = forms.CharField(initial="Thursday talk show", help_text="A sentence at most.")
    kind = forms.ChoiceField(choices=[("live", "live"), ("vod", "vod"), ("pic", "pic")])
    layer = forms.IntegerField(disabled=True, initial=2)
    mail = forms.EmailField(help_text="Nobody is written to.")


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    found = groups()
    form = Specimen({"name": "Thursday talk show", "kind": "live", "mail": "nobody"})
    context = {
        "colours": [group for group in found if group.is_of_colours],
        "sizes": [group for group in found if not group.is_of_colours],
        "pairs": list(pairs(found)),
        "buttons": BUTTONS,
        "form": form,
        "states": STATES,
        "outcomes": [{"outcome": outcome} for outcome in OUTCOMES],
        "clouds": CLOUDS,
    }
    return render(request, "pages/design.html", context)
