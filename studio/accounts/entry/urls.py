"""Addresses of signing in and of one's own account; allauth's go by allauth's names."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import RedirectView

from studio.accounts.entry import forgotten
from studio.accounts.entry import views as entry
from studio.accounts.yours import factors, identities, sessions
from studio.accounts.yours import views as yours

TO_INVITATION = RedirectView.as_view(pattern_name="invitation", http_method_names=["get", "head"])
PROVIDER = {"provider_id": settings.OIDC_PROVIDER}


def form(address: str, view: Any, name: str) -> URLPattern:
    """A page with a form that is sent to its own address; allauth's would take a PUT, too."""
    answers = getattr(view, "as_view", lambda: view)()
    only = require_http_methods(["GET", "HEAD", "POST"])
    found: URLPattern = path(address, only(answers), name=name)
    return found


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
    form("account/", yours.account, "account"),
    form("account/password/", yours.SetPassword, "account-password"),
    form("account/passkeys/add/", factors.AddPasskey, "passkey-add"),
    path("account/passkeys/remove/", require_POST(factors.remove_passkey), name="passkey-remove"),
    form("account/authenticator/", factors.AddAuthenticator, "mfa_activate_totp"),
    form("account/authenticator/remove/", factors.RemoveAuthenticator, "mfa_deactivate_totp"),
    path(
        "account/recovery-codes/",
        require_safe(factors.RecoveryCodes.as_view()),
        name="recovery-codes",
    ),
    path(
        "account/recovery-codes/renew/",
        require_POST(factors.NewRecoveryCodes.as_view()),
        name="recovery-codes-renew",
    ),
    path("account/identities/remove/", require_POST(identities.remove), name="identity-remove"),
    path("account/sessions/end/", require_POST(sessions.end), name="session-end"),
    path("account/sessions/end-others/", require_POST(sessions.end_others), name="sessions-end"),
]
