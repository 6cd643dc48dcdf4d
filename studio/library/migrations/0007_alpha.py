from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a video has an alpha channel; the next one has those there are fetched anew."""

    dependencies = [("library", "0006_sound")]

    operations = [
        migrations.AddField("frame", "alpha", models.BooleanField(default=False)),
    ]
