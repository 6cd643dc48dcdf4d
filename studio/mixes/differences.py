"""What of a document was changed, as lines a person can read; no value of an address in them."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.mixes.facts import subject
from studio.mixes.models.task import without_callback
from studio.rules.diff import Change, diff
from studio.rules.document import MixedRules

WORDS = {
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("removed"),
    "changed": gettext_lazy("changed"),
    "moved": gettext_lazy("moved"),
}


def differences(before: MixedRules, after: MixedRules) -> list[str]:
    """One line for each difference, none for equal documents.

    Where a push calls back to is none: a take never says it.
    """
    before, after = without_callback(before), without_callback(after)
    return [line(change, before, after) for change in diff(before, after)]


def line(change: Change, before: MixedRules, after: MixedRules) -> str:
    """`guest · Url: changed`; the whole of a thing by its kind: `guest · InputSource: added`."""
    document = before if change.kind == "removed" else after
    name = re.sub(r"\[\d+\]$", "", change.path).rpartition(".")[2]
    about = " · ".join(filter(None, (subject(change.path, document), name)))
    return _("%(about)s: %(what)s") % {"about": about, "what": WORDS[change.kind]}
