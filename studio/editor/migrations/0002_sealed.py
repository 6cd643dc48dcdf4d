from typing import Any

from django.db import migrations

from studio.sealing.batches import rewrite
from studio.sealing.migrating import overwrite_what_goes, opening, sealing

COLUMNS = ("rules", "editor_state")
TABLES = {"LayoutTemplate": "", "TemplateVersion": "template"}


def seal(apps: Any, schema_editor: Any) -> None:
    overwrite_what_goes(schema_editor)
    for name, within in TABLES.items():
        rewrite(apps.get_model("editor", name).objects.all(), sealing(COLUMNS, within))


def unseal(apps: Any, schema_editor: Any) -> None:
    for name, within in TABLES.items():
        rewrite(apps.get_model("editor", name).objects.all(), opening(COLUMNS, within))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("editor", "0001_initial")]
    operations = [migrations.RunPython(seal, unseal, elidable=True)]
