"""A new password by mail, for who has forgotten theirs: where there is a mail server (EMAIL_URL).

The link lets nobody in by itself: it sets a password, and a second step is asked for as ever.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.mail import send_mail
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from studio.accounts.addresses import own_address
from studio.accounts.entry import guessing
from studio.accounts.entry.views import Refusing
from studio.accounts.models import User
from studio.accounts.recording import record
from studio.accounts.signing_in import named
from studio.audit.acts import Act


class AddressForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address"))


@login_not_required
def forgotten(request: HttpRequest) -> HttpResponse:
    """Whether anybody has this address is neither said nor to be seen by the time it takes."""
    if not settings.MAIL:
        raise Http404
    form = AddressForm(request.POST or None)
    if form.is_valid():
        return asked(request, form.cleaned_data["email"])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "accounts/forgotten.html", {"form": form}, status=status)


def asked(request: HttpRequest, email: str) -> HttpResponse:
    try:
        guessing.begin(request, email)
    except guessing.TooMany:
        return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    mail_link.enqueue(email)
    messages.success(request, _("If somebody here has this address, a link is on its way there."))
    return redirect("account_login")


@task(queue_name="media")
def mail_link(email: str) -> None:
    """Only the letter has the token: a job's row holds what was typed, and nothing else."""
    user = named(email)
    if user is None or user.email.lower() != email.lower() or not user.is_active:
        return
    key = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    link = own_address() + reverse("password-new", args=[key, token])
    text = _(
        "Somebody, you we hope, asked for a new password of “{name}” at Mix Studio. Set it here "
        "within an hour:\n\n{link}\n\nIf it was not you, nothing has changed."
    )
    send_mail(
        _("A new password for Mix Studio"),
        text.format(name=user.username, link=link),
        None,
        [user.email],
    )


@method_decorator(login_not_required, name="dispatch")
class NewPassword(Refusing, PasswordResetConfirmView):
    template_name = "accounts/new_password.html"
    success_url = reverse_lazy("account_login")
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.MAIL:
            raise Http404
        return super().dispatch(*args, **kwargs)

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        user: User = form.user
        record(Act.PASSWORD_SET, user, "by mail")
        messages.success(self.request, _("The password is set. Sign in with it."))
        return super().form_valid(form)
