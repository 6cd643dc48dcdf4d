import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import migrations

from studio.sealing.batches import Change, rewrite
from studio.sealing.fields import opened, place_of
from studio.sealing.migrating import (
    overwrite_what_goes,
    vacuum,
    opening,
    sealing,
)
from studio.sealing.values import fingerprint

TASK = ("rules", "output", "program", "drift", "next_rules")


def proven(change: Change, prove: Callable[[str], str]) -> Change:
    """With the hash of an operation's body as it is in clear."""

    def changed(row: Any) -> dict[str, Any]:
        body = opened(row.body, place_of("mixes.operation", row.pk))
        text = json.dumps(body, sort_keys=True, separators=(",", ":"))
        told = {} if row.body_hash == prove(text) else {"body_hash": prove(text)}
        return change(row) | told

    return changed


def plainly(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def seal(apps: Any, schema_editor: Any) -> None:
    overwrite_what_goes(schema_editor)
    rewrite(apps.get_model("mixes", "MixTask").objects.all(), sealing(TASK))
    rewrite(apps.get_model("mixes", "Look").objects.all(), sealing(["rules"], "task"))
    operations = apps.get_model("mixes", "Operation").objects.all()
    rewrite(operations, proven(sealing(["body"]), fingerprint))
    # Whose callbacks come again is told by another digest from now on: they make a row more.
    rewrite(apps.get_model("mixes", "Callback").objects.all(), sealing(["body"], "task"))
    vacuum(schema_editor)


def unseal(apps: Any, schema_editor: Any) -> None:
    rewrite(apps.get_model("mixes", "MixTask").objects.all(), opening(TASK))
    rewrite(apps.get_model("mixes", "Look").objects.all(), opening(["rules"], "task"))
    operations = apps.get_model("mixes", "Operation").objects.all()
    rewrite(operations, proven(opening(["body"]), plainly))
    rewrite(apps.get_model("mixes", "Callback").objects.all(), opening(["body"], "task"))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("mixes", "0011_troubles"),
        ("editor", "0002_sealed"),
        ("library", "0009_sealed"),
    ]
    operations = [migrations.RunPython(seal, unseal, elidable=True)]
