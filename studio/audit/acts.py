"""What can be on record, in the words of the log."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """A code is for good: entries are kept longer than a version of the program."""

    SIGNED_IN = "signed-in", _("signed in")
    SIGN_IN_REFUSED = "sign-in-refused", _("was refused at sign-in")
    SIGNED_OUT = "signed-out", _("signed out")
    MADE_TOKEN = "made-token", _("made a token")
    REVOKED_TOKEN = "revoked-token", _("revoked a token")
    MADE_TEMPLATE = "made-template", _("made a template")
    RENAMED_TEMPLATE = "renamed-template", _("renamed a template")
    TAGGED_TEMPLATE = "tagged-template", _("tagged a template")
    ARCHIVED_TEMPLATE = "archived-template", _("archived a template")
    UNARCHIVED_TEMPLATE = "unarchived-template", _("took a template out of the archive")
    DELETED_TEMPLATE = "deleted-template", _("deleted a template")
    RESTORED_TEMPLATE = "restored-template", _("took a template back")
    WENT_BACK = "went-back", _("took a template back to a version")
    NAMED_VERSION = "named-version", _("named a template’s version")
    TOOK_ADDRESSES = "took-addresses", _("took the sources’ addresses from another template")
    FOLLOWED_ADDRESS = "followed-address", _("gave a template the new address of a saved one")
    BEGINNING_CHOSEN = "beginning-chosen", _("had new templates begin like a template")
    BEGINNING_FORGOTTEN = "beginning-forgotten", _("had new templates begin as usual")
    STRAPS_STYLED = "straps-styled", _("changed the style of straps")
    SHARED_TEMPLATE = "shared-template", _("made a link to a template")
    UNSHARED_TEMPLATE = "unshared-template", _("revoked a link to a template")
    ADDRESS_SAVED = "address-saved", _("saved an address")
    SAVED_CHANGED = "saved-changed", _("changed a saved address")
    SAVED_DELETED = "saved-deleted", _("deleted a saved address")
    SHARED_TALLY = "shared-tally", _("made a link to a task’s tally lights")
    UNSHARED_TALLY = "unshared-tally", _("revoked a link to a task’s tally lights")
    INVITED = "invited", _("invited somebody")
    INVITATION_WITHDRAWN = "invitation-withdrawn", _("withdrew an invitation")
    JOINED = "joined", _("joined")
    ROLE_CHANGED = "role-changed", _("changed a role")
    REMOVED = "removed", _("removed a member")
    LEFT = "left", _("left")
    HANDED_OVER = "handed-over", _("handed over")
    LINK_MADE = "link-made", _("made a sign-in link")
    WORKSPACE_MADE = "workspace-made", _("made a workspace")
    WORKSPACE_RENAMED = "workspace-renamed", _("renamed a workspace")
    WORKSPACE_DELETED = "workspace-deleted", _("deleted a workspace")
    WORKSPACE_EXPORTED = "workspace-exported", _("exported a workspace")
    ACCOUNT_DELETED = "account-deleted", _("deleted an account")
    SESSIONS_ENDED = "sessions-ended", _("ended sessions")
    PASSWORD_SET = "password-set", _("set a password")
    FACTOR_ADDED = "factor-added", _("added a way to sign in")
    FACTOR_REMOVED = "factor-removed", _("removed a way to sign in")
    IDENTITY_CONNECTED = "identity-connected", _("connected an identity")
    IDENTITY_REMOVED = "identity-removed", _("removed an identity")
    ADMIN_MADE = "admin-made", _("made an admin")
    PUSHED = "pushed", _("pushed")
    TOOK = "took", _("took")
    STOPPED = "stopped", _("stopped")
    CONNECTION_ADDED = "connection-added", _("added a cloud")
    CONNECTION_CHANGED = "connection-changed", _("changed a cloud")
    CONNECTION_TESTED = "connection-tested", _("tried a cloud")
    KEYS_REPLACED = "keys-replaced", _("replaced the keys of a cloud")
    CONNECTION_DELETED = "connection-deleted", _("deleted a cloud")
    SENT_AGAIN = "sent-again", _("sent again")
    GAVE_UP = "gave-up", _("gave up")
    CLAIMED = "claimed", _("said which task a push became")
    ADOPTED = "adopted", _("adopted")
    WENT_ON_AIR = "went-on-air", _("went on air")
    ENDED = "ended", _("ended")
    REVEALED = "revealed", _("revealed")
    SEALED_ANEW = "sealed-anew", _("sealed all secrets with the newest key")


class Outcome(models.TextChoices):
    """What came of it when it was recorded; what comes later is an entry of its own."""

    DONE = "done", _("done")
    QUEUED = "queued", _("queued")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")
    UNKNOWN = "unknown", _("outcome unknown")
