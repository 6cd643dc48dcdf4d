from django.db import migrations, models


class Migration(migrations.Migration):
    """Who is here already knows the editor."""

    dependencies = [("accounts", "0006_sealed_sessions")]
    operations = [
        migrations.AddField("user", "toured", models.BooleanField(default=True)),
        migrations.AlterField("user", "toured", models.BooleanField(default=False)),
    ]
