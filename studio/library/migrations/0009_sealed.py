import hashlib
from typing import Any

from django.db import migrations

from studio.sealing.batches import rewrite
from studio.sealing.migrating import changed, overwrite_what_goes, opened_address, sealed_address
from studio.sealing.values import fingerprint


def sealed(row: Any) -> dict[str, Any]:
    url = sealed_address(row, row.url)
    return {} if url == row.url else {"url": url, "digest": fingerprint(row.url)}


def opened(row: Any) -> dict[str, Any]:
    url = opened_address(row, row.url)
    return changed(row, {"url": url, "digest": hashlib.sha256(url.encode()).hexdigest()})


def seal(apps: Any, schema_editor: Any) -> None:
    overwrite_what_goes(schema_editor)
    rewrite(apps.get_model("library", "Frame").objects.all(), sealed)


def unseal(apps: Any, schema_editor: Any) -> None:
    rewrite(apps.get_model("library", "Frame").objects.all(), opened)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("library", "0008_colours")]
    operations = [migrations.RunPython(seal, unseal, elidable=True)]
