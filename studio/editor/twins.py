"""The twin of a template: the same show for a scene of the other orientation, its sources by ID."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext

from studio.accounts.models import User
from studio.editor.models import LayoutTemplate
from studio.rules.limits import MAX_NAME_LENGTH
from studio.rules.turning import turned


@transaction.atomic
def make(origin: LayoutTemplate, user: User) -> LayoutTemplate:
    """A draft of the same show for a scene of the other orientation."""
    rules = turned(origin.rules)
    is_portrait = rules.scene.height > rules.scene.width
    pattern = gettext("%(name)s (portrait)") if is_portrait else gettext("%(name)s (landscape)")
    name = pattern % {"name": origin.name}
    # Locks guard boxes that have gone.
    state = {key: value for key, value in origin.editor_state.items() if key != "locked"}
    twin = LayoutTemplate.objects.start(
        origin.workspace, user, name[:MAX_NAME_LENGTH], rules, state
    )
    twin.twin_of = origin
    twin.save(update_fields=["twin_of"])
    return twin
