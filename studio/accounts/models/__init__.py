"""People, the workspaces they share, and how they get in.

Each is a file. A typical change: what another role may do is in `workspaces.py`, another scope of
a token in `tokens.py`.
"""

from studio.accounts.models.guesses import Guess
from studio.accounts.models.invitations import Invitation, NoLongerOpen
from studio.accounts.models.links import SignInLink
from studio.accounts.models.people import User, name_of
from studio.accounts.models.tokens import Scope, Token
from studio.accounts.models.workspaces import Membership, Role, Workspace

__all__ = [
    "Guess",
    "Invitation",
    "Membership",
    "NoLongerOpen",
    "Role",
    "Scope",
    "SignInLink",
    "Token",
    "User",
    "Workspace",
    "name_of",
]
