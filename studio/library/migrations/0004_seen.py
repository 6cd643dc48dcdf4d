from django.db import migrations, models


class Migration(migrations.Migration):
    """A person sees a frame; a look is a document of a rundown."""

    dependencies = [("library", "0003_uploads_and_age")]

    operations = [
        migrations.RemoveIndex("frame", "frames_looked_at"),
        migrations.RenameField("frame", "looked_at", "seen_at"),
        migrations.AddIndex("frame", models.Index(fields=["seen_at"], name="frames_seen_at")),
    ]
