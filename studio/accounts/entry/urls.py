"""Addresses of signing in; allauth's go by allauth's names."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import RedirectView

from studio.accounts.entry import forgotten
from studio.accounts.entry import views as entry
from studio.accounts.entry.pages import form

TO_INVITATION = RedirectView.as_view(pattern_name="invitation", http_method_names=["get", "head"])
PROVIDER = {"provider_id": settings.OIDC_PROVIDER}


urlpatterns = [
    form("sign-in/", entry.SignIn, "account_login"),
    form("sign-in/second-factor/", entry.SecondFactor, "mfa_authenticate"),
    form("sign-in/passkey/", entry.PasskeySignIn, "mfa_login_webauthn"),
    path("sign-in/openid/", require_POST(entry.to_provider), PROVIDER, name="openid_connect_login"),
    path(
        "sign-in/openid/back/",
        require_safe(entry.from_provider),
        PROVIDER,
        name="openid_connect_callback",
    ),
    form("sign-in/forgotten/", forgotten.forgotten, "password-forgotten"),
    form("sign-in/forgotten/<uidb64>/<token>/", forgotten.NewPassword, "password-new"),
    # By allauth's name: whoever has no account makes one where an invitation led them.
    path("sign-up/", login_not_required(TO_INVITATION), name="account_signup"),
    form("account/again/password/", entry.AskPassword, "account_reauthenticate"),
    form("account/again/passkey/", entry.AskPasskey, "mfa_reauthenticate_webauthn"),
    path("account/again/identity/", require_safe(entry.ask_identity), name="ask-identity"),
]
