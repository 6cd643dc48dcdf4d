from datetime import timedelta

from django.db import migrations, models
from django.db.models.functions import Now


def keep_what_was_seen(apps, _schema):
    """Takes that a look has found missing twenty seconds after they were accepted."""
    takes = apps.get_model("mixes", "Operation").objects.filter(kind="take", state="accepted")
    missing = takes.filter(
        applied_at=None,
        version__gt=models.F("task__applied_version"),
        task__detailed_at__gt=models.F("settled_at") + timedelta(seconds=20),
    )
    missing.update(not_applied_at=Now())


class Migration(migrations.Migration):
    dependencies = [("mixes", "0006_asked")]

    operations = [
        migrations.AddField(
            model_name="operation",
            name="not_applied_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(keep_what_was_seen, migrations.RunPython.noop, elidable=True),
    ]
