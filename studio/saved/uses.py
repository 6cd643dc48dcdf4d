"""Which templates and tasks have an address: documents hold it, and not the name it is saved by."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from studio.accounts.models import Workspace
from studio.editor.models import LayoutTemplate
from studio.mixes.models import MixTask
from studio.rules.document import Json

# What documents and what is set aside beside them call every address.
URL = "Url"
AT_ONCE = 100
# Of a task: what was accepted last, what is on air, what is in preview, and where it is pushed.
OF_A_TASK = ("rules", "program", "next_rules", "output")


@dataclass(frozen=True, kw_only=True, slots=True)
class Uses:
    """The templates, by name, and the tasks that the cloud has not ended."""

    templates: list[LayoutTemplate] = field(default_factory=list)
    tasks: list[MixTask] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.templates or self.tasks)


def uses_of(workspace: Workspace, addresses: Collection[str]) -> dict[str, Uses]:
    """By address; every document of the workspace is looked through once."""
    found = {address: Uses() for address in addresses if address}
    if not found:
        return {}
    for template in templates_of(workspace):
        for address in found.keys() & addresses_of_template(template):
            found[address].templates.append(template)
    for task in MixTask.objects.filter(workspace=workspace).known():
        for address in found.keys() & addresses_of_task(task):
            found[address].tasks.append(task)
    return found


def templates_of(workspace: Workspace) -> Iterator[LayoutTemplate]:
    rows = LayoutTemplate.objects.kept().filter(workspace=workspace).defer("former_secrets")
    return rows.order_by("name", "pk").iterator(chunk_size=AT_ONCE)


def addresses_of_template(template: LayoutTemplate) -> set[str]:
    """Of what is hidden in it too."""
    return {*addresses_in(template.rules_json), *addresses_in(template.editor_state)}


def addresses_of_task(task: MixTask) -> set[str]:
    columns: list[Any] = [MixTask._meta.get_field(name) for name in OF_A_TASK]
    return {address for column in columns for address in addresses_in(column.json(task))}


def addresses_in(value: Json, *, is_url: bool = False) -> Iterator[str]:
    if isinstance(value, str):
        if is_url:
            yield value
    elif isinstance(value, list):
        for item in value:
            yield from addresses_in(item, is_url=is_url)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from addresses_in(item, is_url=name == URL)


def with_address(value: Json, before: str, after: dict[str, str]) -> Json:
    """The JSON with `after`, an address as "Url" and what else is said with it, wherever `before`
    is one; of what else is said only what was said before.
    """
    if isinstance(value, list):
        return [
            after[URL] if item == before else with_address(item, before, after) for item in value
        ]
    if not isinstance(value, dict):
        return value
    changed = {name: with_address(item, before, after) for name, item in value.items()}
    if value.get(URL) == before:
        changed |= {name: text for name, text in after.items() if name in value}
    return changed
