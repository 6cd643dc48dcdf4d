"""A task's page as its reader sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Page:
    """What its HTML says and offers."""

    text: str

    @cached_property
    def state(self) -> str:
        return self._first(r'id="task-status" data-state="(\w+)"')

    @cached_property
    def form(self) -> dict[str, str]:
        """The hidden fields of TAKE; none where nothing can be taken."""
        form = self._first(r'(?s)id="take-form"(.*?)</form>')
        return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))

    @cached_property
    def is_held(self) -> bool:
        return not self.form or bool(re.search(r'id="take"[^>]*\bdisabled\b', self.text))

    @cached_property
    def is_open(self) -> bool:
        """Whether it says that what viewers see is not settled."""
        return self.state == "unknown" or "Held until" in self.text

    @cached_property
    def is_on_already(self) -> bool:
        return "This look is on air already." in self.text

    def address(self, button: str) -> str:
        """Where a button of this id posts to; "" while there is none."""
        return self._first(rf'id="{button}"\s+hx-(?:post|get)="([^"]+)"')

    def _first(self, pattern: str) -> str:
        found = re.search(pattern, self.text)
        return found[1] if found else ""
