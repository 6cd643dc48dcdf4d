"""What people say of themselves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from studio.accounts.models import User


class NameForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in its stubs alone
    class Meta:
        model = User
        fields = ("first_name", "last_name", "email")
        labels = {
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "email": _("E-mail address"),
        }

    def clean_email(self) -> str:
        """One that two people have would sign in neither."""
        email: str = self.cleaned_data["email"]
        others = User.objects.exclude(pk=self.instance.pk)
        if email and others.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody else here has this address."))
        return email
