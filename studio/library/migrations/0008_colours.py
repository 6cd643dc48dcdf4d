from django.db import migrations, models


class Migration(migrations.Migration):
    """Whose the colours of a picture are, and how it was turned; nobody knows of those there are."""

    dependencies = [("library", "0007_alpha")]

    operations = [
        migrations.AddField("frame", "colours", models.CharField(default="plain", max_length=8)),
        migrations.AddField("frame", "png_turn", models.PositiveSmallIntegerField(default=1)),
    ]
