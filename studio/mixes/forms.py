"""The push dialog: what would be sent, and every reason why it can't be."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from studio.editor.models import LayoutTemplate
from studio.editor.naming import subject
from studio.editor.parking import parked_names
from studio.editor.wording import sentence
from studio.mixes.facts import addresses, facts
from studio.mixes.models.push import suggested_name
from studio.rules.checks import check, check_name
from studio.rules.problems import Severity


class PushForm:
    """A template about to be pushed. Unbound it proposes a name; bound it checks the click.

    `status` is the answer to an invalid click: 409 for a version that is no longer the
    template's, else 422.
    """

    def __init__(self, template: LayoutTemplate, data: QueryDict | None = None) -> None:
        self.template = template
        self.data = data
        self.rules = template.document
        self.problems = check(self.rules)
        self.status = 422
        self.refused = ""
        self.name_error = ""

    @property
    def name(self) -> str:
        proposed = suggested_name(self.template.name)
        return proposed if self.data is None else str(self.data.get("name", "")).strip()

    @property
    def key(self) -> str:
        """Names one click, so that its repetition is not a second push."""
        return str(uuid.uuid4()) if self.data is None else str(self.data.get("key", ""))

    def is_valid(self) -> bool:
        assert self.data is not None
        if self.data.get("version") != str(self.template.version):
            self.status = 409
            self.refused = _(
                "The template has changed since this dialog was opened. Look at it again first."
            )
        elif not is_uuid(self.key):
            self.refused = _("This dialog is out of date. Close it and open it again.")
        wrong = next((row for row in check_name(self.name) if row.severity == "error"), None)
        self.name_error = sentence(wrong) if wrong else ""
        return not (self.refused or self.name_error or self.errors)

    def refuse_reused_click(self) -> None:
        self.status = 409
        self.refused = _(
            "This dialog has pushed something else already. Close it and look at the tasks."
        )

    @property
    def errors(self) -> list[dict[str, str]]:
        return self.listed("error")

    @property
    def warnings(self) -> list[dict[str, str]]:
        return self.listed("warning")

    def listed(self, severity: Severity) -> list[dict[str, str]]:
        return [
            {"message": sentence(row), "path": row.path, "about": subject(row.path, self.rules)}
            for row in self.problems
            if row.severity == severity
        ]

    def context(self) -> dict[str, Any]:
        """What templates/mixes/push.html names."""
        return {
            "template": self.template,
            "key": self.key,
            "name": self.name,
            "name_error": self.name_error,
            "urls": addresses(self.rules),
            "facts": facts(self.rules),
            "errors": self.errors,
            "warnings": self.warnings,
            "parked": parked_names(self.template.editor_state),
            "refused": self.refused,
        }


def is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
