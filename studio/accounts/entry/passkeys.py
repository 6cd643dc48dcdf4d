"""allauth's forms that a passkey fills, made safe against what only claims to come from one.

The library reads it without expecting anything else: a missing key would be an error of the
server's (django-allauth 65.22, python-fido2 2.2).
"""

from __future__ import annotations

import struct

from allauth.mfa.webauthn import forms
from django.utils.translation import gettext as _

MALFORMED = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    NotImplementedError,
    RecursionError,
    struct.error,
)


class Reading:
    def full_clean(self) -> None:
        try:
            super().full_clean()  # type: ignore[misc]  # a form's
        except MALFORMED:
            self.add_error("credential", _("This is not right. Try again."))  # type: ignore[attr-defined]


class Add(Reading, forms.AddWebAuthnForm):
    pass


class SignIn(Reading, forms.LoginWebAuthnForm):
    pass


class SecondFactor(Reading, forms.AuthenticateWebAuthnForm):
    pass


class AskAgain(Reading, forms.ReauthenticateWebAuthnForm):
    pass
