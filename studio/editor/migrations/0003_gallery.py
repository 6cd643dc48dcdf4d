from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower


def seek(apps: Any, schema_editor: Any) -> None:
    """Without tags yet, a name is all there is to look in; how the letters are folded is nearly the
    same, and exact from its next save on.
    """
    apps.get_model("editor", "LayoutTemplate").objects.update(sought=Lower("name"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("editor", "0002_sealed"),
    ]
    operations = [
        migrations.AddField(
            "layouttemplate",
            "favoured_by",
            models.ManyToManyField(
                blank=True, related_name="favourites", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField("layouttemplate", "is_archived", models.BooleanField(default=False)),
        migrations.AddField(
            "layouttemplate",
            "sought",
            models.CharField(default="", editable=False, max_length=450),
        ),
        migrations.AddField("layouttemplate", "tags", models.JSONField(blank=True, default=list)),
        migrations.RunPython(seek, migrations.RunPython.noop, elidable=True),
    ]
