from django.db import migrations, models


def queue(apps, schema_editor):
    """What had no still for its kind waits for one now; the clock finds it without a job."""
    frames = apps.get_model("library", "Frame").objects.using(schema_editor.connection.alias)
    frames.filter(state="unsupported").update(state="pending")


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(queue, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='frame',
            name='state',
            field=models.CharField(choices=[('pending', 'Being fetched'), ('ready', 'Ready'), ('failed', 'Failed')], default='pending', max_length=12),
        ),
    ]
