from typing import Any

from django.db import migrations

from studio.sealing.migrating import overwrite_what_goes


def end(apps: Any, schema_editor: Any) -> None:
    """Whoever is signed in signs in anew: what sessions held in clear is nowhere any more."""
    overwrite_what_goes(schema_editor)
    apps.get_model("sessions", "Session").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_counted"), ("sessions", "0001_initial")]
    operations = [migrations.RunPython(end, end)]
