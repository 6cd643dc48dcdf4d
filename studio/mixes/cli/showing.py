"""`mix show`: one task as the cloud tells it, and what it says is wrong with it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from studio.mixes.cli.air import answering
from studio.mixes.cli.answers import Exit, Printer
from studio.mixes.cli.clouds import cloud_of, name_of
from studio.mixes.clouds.connections import Connection
from studio.mixes.clouds.redaction import secrets_of_rule, without_keys
from studio.mixes.models.troubles import shown_names
from studio.mixes.models.versions import readable
from studio.rules.document import MixedRules
from studio.rules.redaction import masked
from studio.volcengine.records import Detail
from studio.volcengine.troubles import Trouble


@answering
def show(printer: Printer, task_id: str, name: str | None) -> Exit:
    cloud = cloud_of(name)
    detail = cloud.client().detail(task_id)
    value = shown(cloud, detail)
    version = f"version {detail.last_operation}, applied {detail.last_success}"
    head = f"{value['name']}  {task_id}  {detail.status}  {version}"
    printer.answer(value, head, *trouble_lines(value))
    return Exit.DONE


def shown(cloud: Connection, detail: Detail) -> dict[str, Any]:
    rules = readable(detail.rule)
    said, secrets = detail.troubles, secrets_around(cloud, detail, rules)
    return {
        "task_id": detail.task_id,
        "name": name_of(cloud, detail.task_id),
        "state": detail.status,
        "request_id": detail.request_id,
        "error": None,
        "last_operation": detail.last_operation,
        "last_success": detail.last_success,
        "not_applied": trouble_json(said.operation, secrets),
        "trouble": trouble_json(said.task, secrets),
        "in_trouble": shown_names(said.sources, [rules], secrets),
        "rules": without_keys(rules),
    }


def secrets_around(cloud: Connection, detail: Detail, rules: MixedRules | None) -> set[str]:
    """What may stand in the cloud's words of a task, ours or made elsewhere, and must not be
    printed.
    """
    task = cloud.tasks.filter(task_id=detail.task_id).first()
    known = task.secrets if task else Connection.objects.secrets()
    return known | secrets_of_rule(detail.rule, is_document=rules is not None)


def trouble_json(trouble: Trouble, secrets: Collection[str]) -> dict[str, str] | None:
    if not trouble:
        return None
    return {"code": trouble.code, "message": masked(trouble.message, secrets)}


def trouble_lines(value: dict[str, Any]) -> list[str]:
    """What is wrong, a line each."""
    told = {"Last update": value["not_applied"], "Task": value["trouble"]}
    lines = [
        f"  {of}: {' '.join(filter(None, said.values()))}" for of, said in told.items() if said
    ]
    names = ", ".join(value["in_trouble"])
    return [*lines, f"  Sources in trouble: {names}"] if names else lines
