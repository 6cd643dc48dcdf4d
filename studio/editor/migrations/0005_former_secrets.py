from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editor", "0004_gallery_indexes")]
    operations = [
        migrations.AddField(
            "layouttemplate", "former_secrets", models.JSONField(blank=True, default=list)
        ),
    ]
