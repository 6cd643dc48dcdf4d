"""Which pages there are, in the order in which they are read, and which of them fits where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.utils.translation import pgettext

CONCEPTS: Mapping[str, tuple[str, ...]] = {
    "picture": ("scene", "sources", "layers", "letterbox", "logos", "preview"),
    "air": ("push", "takes", "tally", "unknown", "drops", "rehearsal", "cost"),
    "together": ("templates", "people"),
}
REFERENCES = ("fields", "keys", "commands", "api")
GROUPS = {**CONCEPTS, "reference": REFERENCES}
NAMES = tuple(name for names in GROUPS.values() for name in names)

# Where somebody is, by the name of its address, and what helps there.
_BESIDE: Mapping[str, tuple[str, ...]] = {
    "templates": (
        *("templates", "template-versions", "template-version", "template-import", "new-show"),
        *("template-reseat", "template-export", "template-share", "template-origin"),
    ),
    "sources": ("saved", "saved-new", "saved-edit", "saved-delete"),
    "logos": ("straps",),
    "push": (
        *("tasks", "template-addresses", "connections", "connection-new", "connection"),
        *("connection-keys", "connection-delete"),
    ),
    "takes": ("task",),
    "tally": ("task-tally", "task-wall", "task-tally-links"),
    "unknown": ("history",),
    "rehearsal": ("rehearsal",),
    "people": (
        *("members", "audit", "workspace-new", "workspace-delete", "invitation"),
        *("account", "account-password", "account-delete", "passkey-add", "recovery-codes"),
        *("mfa_activate_totp", "mfa_deactivate_totp", "account_login", "account_reauthenticate"),
        *("mfa_reauthenticate_webauthn", "password-forgotten", "password-new"),
    ),
    "api": ("tokens",),
}
FITTING = {address: name for name, addresses in _BESIDE.items() for address in addresses}

Each = TypeVar("Each")


def grouped(pages: Mapping[str, Each]) -> list[tuple[str, list[Each]]]:
    """The pages under the titles of their groups, in the language that is active."""
    titles = {
        "picture": pgettext("pages of the help", "The picture"),
        "air": pgettext("pages of the help", "On air"),
        "together": pgettext("pages of the help", "Together"),
        "reference": pgettext("pages of the help", "Reference"),
    }
    return [(titles[group], [pages[name] for name in names]) for group, names in GROUPS.items()]
