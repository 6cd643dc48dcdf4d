"""What the new templates of a workspace begin with: the scene's size, the output without its push
addresses, and the callback of a template that somebody chose.

They are taken as they were when it was chosen. No push address is: two shows would send to one.
"""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from studio.accounts.models import Workspace
from studio.audit.acts import Act
from studio.audit.models import Entry
from studio.documents.field import UnreadableRow
from studio.editor.models import Beginning, LayoutTemplate
from studio.rules.document import MixedRules, Scene
from studio.rules.starting import blank_document


def first_document(workspace: Workspace) -> MixedRules:
    """What a new template holds."""
    chosen = Beginning.objects.filter(workspace=workspace).first()
    try:
        return chosen.rules if chosen else blank_document()
    except UnreadableRow:
        return blank_document()


def chosen_in(workspace: Workspace) -> Beginning | None:
    """Which template new ones are like, without what it holds."""
    return Beginning.objects.filter(workspace=workspace).defer("rules").first()


@transaction.atomic
def choose(template: LayoutTemplate) -> None:
    rules = template.rules
    like = replace(
        blank_document(),
        scene=Scene(width=rules.scene.width, height=rules.scene.height),
        output=replace(rules.output, urls=()),
    )
    values = {"name": template.name, "rules": like}
    Beginning.objects.update_or_create(workspace=template.workspace, defaults=values)
    template.log(Act.BEGINNING_CHOSEN)


@transaction.atomic
def forget(workspace: Workspace) -> None:
    """New templates begin as they do anywhere; where nothing was chosen, nothing is done."""
    chosen = chosen_in(workspace)
    if chosen:
        chosen.delete()
        Entry.objects.record(
            Act.BEGINNING_FORGOTTEN, workspace=workspace, thing=workspace, name=workspace.name
        )
