"""What the new templates of a workspace begin with."""

from __future__ import annotations

from django.db import models

from studio.accounts.models import Workspace
from studio.documents.field import DocumentField
from studio.rules.document import MixedRules
from studio.rules.limits import MAX_NAME_LENGTH


class Beginning(models.Model):
    """What a workspace's new templates begin with, once somebody has chosen one to be like."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="beginning")
    # That template's, when it was chosen.
    name = models.CharField(max_length=MAX_NAME_LENGTH)
    rules = DocumentField[MixedRules, MixedRules](within="workspace")

    def __str__(self) -> str:
        return self.name
