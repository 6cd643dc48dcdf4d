"""What the editor keeps: templates with their versions, what they began as, and who sees them.

`template.py` has the row, `querying.py` how it is asked for and `saving.py` the one way it changes.
A typical change: another column is left out of lists that don't show it (`tests/test_lists.py`).
"""

from studio.editor.models.beginning import Beginning
from studio.editor.models.imported import ImportedFile, Origin
from studio.editor.models.querying import LayoutTemplateQuerySet
from studio.editor.models.saving import Save
from studio.editor.models.shared import ShareLink
from studio.editor.models.template import LayoutTemplate
from studio.editor.models.versions import TemplateVersion

__all__ = [
    "Beginning",
    "ImportedFile",
    "LayoutTemplate",
    "LayoutTemplateQuerySet",
    "Origin",
    "Save",
    "ShareLink",
    "TemplateVersion",
]
