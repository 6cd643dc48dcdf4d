"""Every column of every table is known to hold a secret or not: a new one is looked at first."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from studio.sealing.fields import FingerprintField, SealedAddressField, SealedField

# Secrets in these are sealed; by those of FINGERPRINTS they are found and proven.
SEALED = {
    "editor.beginning": "rules",
    "editor.layouttemplate": "rules editor_state former_secrets",
    "editor.templateversion": "rules editor_state",
    "editor.importedfile": "original",
    "editor.origin": "report",
    "library.frame": "url",
    "library.saved": "address",
    "mixes.callback": "body",
    "mixes.connection": "access_key secret_key",
    "mixes.look": "rules",
    "mixes.mixtask": "rules output program drift next_rules",
    "mixes.operation": "body",
}
FINGERPRINTS = {"library.frame": "digest", "mixes.operation": "body_hash"}

# What is no secret where it stands, and why.
PLAIN = {
    # Keys, states, times, counts, choices, and the names people give. What a cloud says is masked
    # before it is kept: see tests/mixes/test_quoting.py.
    "mixes.account": "id next_at watched_at listed_at unread",
    # `fingerprint` has the last four characters of the access key, which pages show.
    "mixes.connection": (
        "id workspace_id account_id name colour kind region url open_to from_environment "
        "fingerprint version created_at tested_at tested deleted_at"
    ),
    "mixes.look": "id task_id title position template_id template_version added_by_id added_at",
    "mixes.mixtask": (
        "id workspace_id template_id title name cloud_id task_id status created_at began_at "
        "on_air_at ended_at checked_at seen_at watched_at version applied_version detailed_at "
        "program_title program_at drifted_at drift_version next_title next_look_id next_by_id "
        "next_at trouble_code trouble in_trouble"
    ),
    # `digest` is a fingerprint of what is not kept.
    "mixes.callback": "id task_id digest received_at",
    "mixes.operation": (
        "id kind workspace_id task_id person_id state title cloud_id key by_hand created_at "
        "asked_at asked_in traced_in sent_at settled_at claim lease_until not_before inquire_at "
        "inquired_at inquiries unsure version applied_at not_applied_at request_id error_code "
        "error_message in_trouble"
    ),
    # `digest` is one of a random token.
    "mixes.tallylink": "id workspace_id task_id digest made_by_id made_at expires_at revoked_at",
    "processes.hostprocess": "id host name process works heard_at",
    "mixes.presence": "id task_id user_id seen_at",
    "editor.beginning": "id workspace_id name",
    "editor.layouttemplate": (
        "id workspace_id name version begun_at created_by_id updated_by_id created_at updated_at "
        "deleted_at last_client last_sequence is_archived tags sought twin_of_id"
    ),
    "editor.layouttemplate_favoured_by": "id layouttemplate_id user_id",
    "editor.templateversion": "id template_id version name reason user_id created_at",
    "editor.importedfile": "id workspace_id name format size created_by_id created_at",
    "editor.origin": "template_id file_id scene",
    # `digest` is one of a random token.
    "editor.sharelink": (
        "id workspace_id template_id digest made_by_id made_at expires_at revoked_at asked "
        "asked_since"
    ),
    # `key` is part of a public picture's address, which documents have in clear.
    "library.upload": "id workspace_id user_id created_at key width height size picture stage",
    "library.frame": (
        "id workspace_id kind second state error requested_at leased_until seen_at due_at failures "
        "width height picture stage fetched_at duration rate at codec whole sound alpha colours "
        "png_turn"
    ),
    # What a bucket says of whose it is, to all who may read there.
    "library.mark": "id key",
    "straps.strapstyle": (
        "id workspace_id shape font fill ink accent opacity align padding version"
    ),
    # What a picture says that everybody may see who knows its address.
    "straps.strap": "id upload_id name line size",
    "library.saved": (
        "id workspace_id sort name folded type version created_by_id created_at changed_at"
    ),
    "accounts.user_groups": "id user_id group_id",
    "accounts.user_user_permissions": "id user_id permission_id",
    # `password` is a slow hash, and `digest` one of a random token.
    "accounts.user": (
        "id password last_login is_superuser username first_name last_name email is_staff "
        "is_active date_joined toured"
    ),
    "accounts.signinlink": "id user_id digest expires_at",
    "accounts.invitation": (
        "id workspace_id role digest made_by_id made_at expires_at used_at used_by_id withdrawn_at"
    ),
    "accounts.token": (
        "id person_id workspace_id name scopes digest ending made_at expires_at last_used_at"
    ),
    "accounts.workspace": "id name created_at",
    "accounts.membership": "id user_id workspace_id role",
    # Nobody's name is kept of a guess, and no password.
    "accounts.guess": "id at account source is_known",
    "account.emailaddress": "id user_id email verified primary",
    "account.emailconfirmation": "id email_address_id created sent key",
    # What is secret in `data` is sealed by allauth's hooks (accounts/entry/adapters.py).
    "mfa.authenticator": "id user_id type data created_at last_used_at",
    # A provider's settings are the environment's, and its tokens are not stored.
    "socialaccount.socialapp": "id provider provider_id name client_id secret key settings",
    "socialaccount.socialaccount": "id user_id provider uid last_login date_joined extra_data",
    "socialaccount.socialtoken": "id app_id account_id token token_secret expires_at",
    "usersessions.usersession": (
        "id user_id created_at ip last_seen_at session_key user_agent data"
    ),
    "audit.entry": (
        "id at act workspace_id person_id person_name role token address kind key name difference "
        "outcome"
    ),
    "auth.permission": "id name content_type_id codename",
    "auth.group_permissions": "id group_id permission_id",
    "auth.group": "id name",
    "contenttypes.contenttype": "id app_label model",
    # What a session holds is sealed by its store (accounts/sessions.py).
    "sessions.session": "session_key session_data expire_date",
    # A job's arguments are the keys of rows.
    "django_tasks_database.dbtaskresult": (
        "id status enqueued_at started_at finished_at args_kwargs priority task_path worker_ids "
        "queue_name backend_name run_after return_value exception_class_path traceback"
    ),
}


def columns(*kinds: type[Any]) -> dict[str, set[str]]:
    """The columns of these kinds, by their table."""
    every = apps.get_models(include_auto_created=True)
    found = {
        model._meta.label_lower: {
            field.attname for field in model._meta.local_concrete_fields if isinstance(field, kinds)
        }
        for model in every
        if not model._meta.proxy
    }
    return {label: names for label, names in found.items() if names}


def named(table: dict[str, str]) -> dict[str, set[str]]:
    return {label: set(names.split()) for label, names in table.items()}


def test_every_column_is_known_to_hold_a_secret_or_not() -> None:
    known: dict[str, set[str]] = {}
    for table in (SEALED, FINGERPRINTS, PLAIN):
        for label, names in named(table).items():
            known.setdefault(label, set()).update(names)
    assert columns(models.Field) == known


def test_what_can_hold_a_secret_is_sealed() -> None:
    assert columns(SealedField, SealedAddressField) == named(SEALED)
    assert columns(FingerprintField) == named(FINGERPRINTS)
