from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a video has an alpha channel; of those there are nobody looked."""

    dependencies = [("library", "0006_sound")]

    operations = [
        migrations.AddField("frame", "alpha", models.BooleanField(default=False)),
    ]
