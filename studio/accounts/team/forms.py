"""What people type about workspaces and themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import UserCreationForm
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from studio.accounts.models import Invitation, Role, User, Workspace


def lifetimes() -> list[tuple[int, str]]:
    days = Invitation.objects.all().DAYS
    return [(each, ngettext("%(n)s day", "%(n)s days", each) % {"n": each}) for each in days]


class InvitationForm(forms.Form):
    """As what somebody is invited, for how long the link is good and, where there is a mail server,
    where it is mailed to.
    """

    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        initial=Role.EDITOR,
        error_messages={"invalid_choice": _("There is no role of this name.")},
    )
    days = forms.TypedChoiceField(
        label=_("The link is good for"),
        choices=lifetimes,
        coerce=int,
        initial=7,
        error_messages={"invalid_choice": _("Choose one of the times offered.")},
    )
    email = forms.EmailField(label=_("Mail it to (optional)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.MAIL:
            del self.fields["email"]


class WorkspaceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in its stub alone
    class Meta:
        model = Workspace
        fields = ("name",)
        labels = {"name": _("Name")}
        error_messages = {"name": {"required": _("Give it a name.")}}


class AccountForm(UserCreationForm):  # type: ignore[type-arg]  # as above
    """An account of one's own, for who was invited; passwords by Django's validators."""

    class Meta:
        model = User
        fields = ("first_name", "username")
        labels = {"first_name": _("Your name"), "username": _("User name")}
        help_texts = {
            "first_name": _("As others will see it."),
            "username": _("You sign in with it. Letters, digits and @ . + - _"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = True
        self.fields["first_name"].widget.attrs["autocomplete"] = "name"
