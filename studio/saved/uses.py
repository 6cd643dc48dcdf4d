"""Which templates and tasks have an address: documents hold it, and not the name it is saved by."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from studio.accounts.models import Workspace
from studio.cache import Cache
from studio.editor.models import LayoutTemplate
from studio.mixes.models import Look, MixTask
from studio.rules.document import Json
from studio.rules.redaction import is_sealed

# What documents and what is set aside beside them call every address.
URL = "Url"
AT_ONCE = 100
Addresses = frozenset[str]
# What a process knows of templates by their versions: to open a thousand documents takes a second,
# so that it is known for a day.
KNOWN: Cache[Addresses] = Cache(
    8 * 2**20, lambda addresses: 100 + 2 * sum(map(len, addresses)), unused=86_400.0
)
# Of a task, beside its rundown: what was accepted last, what is on air, what is in preview, and
# where it is pushed.
OF_A_TASK = ("rules", "program", "next_rules", "output")


@dataclass(frozen=True, kw_only=True, slots=True)
class Uses:
    """The templates, by name, and the tasks that the cloud has not ended."""

    templates: list[LayoutTemplate] = field(default_factory=list)
    tasks: list[MixTask] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.templates or self.tasks)


def uses_of(workspace: Workspace, addresses: Collection[str]) -> dict[str, Uses]:
    """By address; of the templates without what they hold, which is read once it is asked for."""
    found = {address: Uses() for address in addresses if address}
    if not found:
        return {}
    rows = LayoutTemplate.objects.kept().filter(workspace=workspace).order_by("name", "pk")
    templates = list(rows.only("name", "version", "workspace"))
    known = addresses_by_template(templates)
    for template in templates:
        for address in found.keys() & known.get(template.pk, frozenset()):
            found[address].templates.append(template)
    tasks = MixTask.objects.filter(workspace=workspace).known()
    for task in tasks.prefetch_related("looks"):
        for address in found.keys() & addresses_of_task(task):
            found[address].tasks.append(task)
    return found


def addresses_by_template(rows: list[LayoutTemplate]) -> dict[UUID, Addresses]:
    """Every save makes another version, so that what is known of one stays true."""
    seen = {row.pk: KNOWN.get((row.pk, row.version)) for row in rows}
    found = {pk: addresses for pk, addresses in seen.items() if addresses is not None}
    unknown = [pk for pk in seen if pk not in found]
    for start in range(0, len(unknown), AT_ONCE):
        whole = LayoutTemplate.objects.filter(pk__in=unknown[start : start + AT_ONCE])
        for row in whole.defer("former_secrets"):
            found[row.pk] = addresses_of_template(row)
    return found


def addresses_of_template(template: LayoutTemplate) -> Addresses:
    """Of what is hidden in it too. What no key opens now may be opened later."""
    addresses = frozenset(
        {*addresses_in(template.rules_json), *addresses_in(template.editor_state)}
    )
    if not any(map(is_sealed, addresses)):
        KNOWN.put((template.pk, template.version), addresses)
    return addresses


def addresses_of_task(task: MixTask) -> set[str]:
    """With those in its rundown, of which none is pushed to: a take keeps the task's Output."""
    columns: list[Any] = [MixTask._meta.get_field(name) for name in OF_A_TASK]
    documents = [column.json(task) for column in columns]
    look_rules: Any = Look._meta.get_field("rules")
    looks = [look_rules.json(look) for look in task.looks.all()]
    documents += [{**one, "Output": None} for one in looks if isinstance(one, dict)]
    return {address for document in documents for address in addresses_in(document)}


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
