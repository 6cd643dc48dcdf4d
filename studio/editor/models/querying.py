"""Which templates somebody may see and work at, and how one is begun."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.db import connections, models, transaction

from studio.accounts.access import OwnedQuerySet
from studio.accounts.models import User, Workspace
from studio.audit.acts import Act
from studio.editor.models.versions import TemplateVersion
from studio.rules.document import Json, MixedRules

if TYPE_CHECKING:
    from studio.editor.models.template import LayoutTemplate

# Written out, for a page that works asks many times a second: Django takes ten times as long to put
# it into SQL as the database to answer. The law is that of `get_owned(kept())`.
SEEN = """
SELECT {columns}
FROM editor_layouttemplate template
JOIN accounts_membership membership ON membership.workspace_id = template.workspace_id
WHERE template.id = %s AND template.deleted_at IS NULL AND membership.user_id = %s
"""
WHOSE = SEEN.format(columns="template.workspace_id")
WHOLE = SEEN.format(columns="template.*, membership.role AS own_role")


class LayoutTemplateQuerySet(OwnedQuerySet["LayoutTemplate"]):
    def workspace_of(self, pk: uuid.UUID, user: User) -> Workspace:
        """Whose template that is, by its key alone, if `user` may look at it.

        Raises LayoutTemplate.DoesNotExist.
        """
        connection = connections[self.db]
        with connection.cursor() as cursor:
            cursor.execute(WHOSE, self._seen_by(pk, user))
            found = cursor.fetchone()
        if found and (workspace := self.reached(user, *found)):
            return workspace
        raise self.model.DoesNotExist

    def worked_at(self, pk: uuid.UUID, user: User) -> LayoutTemplate:
        """That template, if `user` may look at it, with what they may do to it as `own_role`.

        Raises LayoutTemplate.DoesNotExist.
        """
        for template in self.raw(WHOLE, self._seen_by(pk, user)):
            if workspace := self.reached(user, template.workspace_id):
                template.workspace = workspace
                return template
        raise self.model.DoesNotExist

    def _seen_by(self, pk: uuid.UUID, user: User) -> list[str | int]:
        return [models.UUIDField().get_db_prep_value(pk, connections[self.db]), user.pk]

    def kept(self) -> Self:
        """Those that are not deleted."""
        return self.filter(deleted_at=None)

    def start(
        self,
        workspace: Workspace,
        user: User,
        name: str,
        rules: MixedRules,
        editor_state: dict[str, Json] | None = None,
        reason: TemplateVersion.Reason | None = None,
        *,
        key: uuid.UUID | None = None,
    ) -> LayoutTemplate:
        """A new template that holds `rules`; its first version says why, unless it was made.
        Raises IntegrityError where `key` is another's.
        """
        with transaction.atomic():
            template = self.create(
                id=key or uuid.uuid4(),
                workspace=workspace,
                name=name,
                rules=rules,
                editor_state=editor_state or {},
                created_by=user,
                updated_by=user,
            )
            template.keep_version(reason or TemplateVersion.Reason.MADE, user)
            template.log(Act.MADE_TEMPLATE)
        return template
