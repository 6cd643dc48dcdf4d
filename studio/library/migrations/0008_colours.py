from django.db import migrations, models
from django.utils import timezone


def look_again(apps, schema_editor):
    """What was kept before is fetched anew as soon as somebody looks at it: nobody knows of it what
    is told of what is fetched from now on.
    """
    frames = apps.get_model("library", "Frame").objects.using(schema_editor.connection.alias)
    frames.filter(state="ready").update(due_at=timezone.now())


class Migration(migrations.Migration):
    """Whose the colours of a picture are, and how it was turned."""

    dependencies = [("library", "0007_alpha")]

    operations = [
        migrations.AddField("frame", "colours", models.CharField(default="plain", max_length=8)),
        migrations.AddField("frame", "png_turn", models.PositiveSmallIntegerField(default=1)),
        migrations.RunPython(look_again, migrations.RunPython.noop, elidable=True),
    ]
