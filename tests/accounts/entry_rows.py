"""Who may do what where people sign in and out, and see to their own account."""

from typing import Any

from studio.accounts.models import Role
from tests.access import Row

# A cast without passwords, passkeys and identities: nobody is asked again, nothing is there yet.
NOBODY = {"data": {"login": "nobody", "password": "not this one"}}


def posts(name: str, status: int, role: Role | None = Role.VIEWER, **body: Any) -> Row:
    return Row(name=name, method="POST", role=role, status=status, body=lambda cast: body)


def gets(name: str, status: int = 200, role: Role | None = Role.VIEWER) -> Row:
    return Row(name=name, method="GET", role=role, status=status)


ENTRY = [
    gets("account_login", role=None),
    posts("account_login", 403, None, **NOBODY),
    # Nobody is in the middle of signing in.
    gets("mfa_authenticate", 302, None),
    posts("mfa_authenticate", 302, None),
    gets("mfa_login_webauthn", 302, None),
    posts("mfa_login_webauthn", 302, None),
    # No provider is set.
    posts("openid_connect_login", 404, None),
    gets("openid_connect_callback", 404, None),
    # No mail server is set.
    gets("password-forgotten", 404, None),
    posts("password-forgotten", 404, None),
    *(
        Row(
            name="password-new", method=method, role=None, status=404, args=lambda cast: ("MQ", "x")
        )
        for method in ("GET", "POST")
    ),
    # Where an invitation is.
    gets("account_signup", 302, None),
    # Nobody has anything that could be asked for.
    gets("account_reauthenticate", 403),
    posts("account_reauthenticate", 403),
    gets("mfa_reauthenticate_webauthn", 403),
    posts("mfa_reauthenticate_webauthn", 403),
    gets("ask-identity", 302),
    gets("account"),
    posts("account", 200, data={"first_name": "Ada"}),
    gets("account-password"),
    posts("account-password", 422),
    gets("passkey-add"),
    posts("passkey-add", 422),
    posts("passkey-remove", 302),
    gets("mfa_activate_totp"),
    posts("mfa_activate_totp", 422),
    gets("mfa_deactivate_totp", 404),
    posts("mfa_deactivate_totp", 404),
    gets("recovery-codes", 404),
    posts("recovery-codes-renew", 302),
    posts("identity-remove", 302),
    posts("session-end", 302),
    posts("sessions-end", 302),
]
