"""Addresses of one's own account; allauth's go by allauth's names."""

from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from studio.accounts.entry.pages import form
from studio.accounts.yours import factors, identities, sessions
from studio.accounts.yours import views as yours

urlpatterns = [
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
