from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("mixes", "0009_unread")]

    operations = [
        migrations.AlterField(
            "operation", "created_at", models.DateTimeField(default=timezone.now)
        ),
    ]
