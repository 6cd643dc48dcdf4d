"""What is told of the program by itself: its fields, keys, commands and operations.

Each gives the context of the template of its name, in the language that is active.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from studio.api.reference import told as api
from studio.editor.page.keys import groups
from studio.help.commands import commands
from studio.help.fields import sheets

TOLD: Mapping[str, Callable[[], dict[str, Any]]] = {
    "fields": lambda: {"sheets": sheets()},
    "keys": lambda: {"help_groups": groups(can_edit=True)},
    "commands": lambda: {"commands": commands()},
    "api": api,
}
