from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether what a frame is of has sound; nobody knows of those there are."""

    dependencies = [("library", "0005_pictures_told_more")]

    operations = [
        migrations.AddField("frame", "sound", models.BooleanField(null=True, blank=True)),
    ]
