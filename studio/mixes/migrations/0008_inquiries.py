from django.db import migrations


def rename_waiting_jobs(apps, schema_editor):
    """A job queued under the name the inquiry had goes on under its new one."""
    jobs = apps.get_model("django_tasks_database", "DBTaskResult")
    waiting = jobs.objects.filter(task_path="studio.mixes.jobs.look")
    waiting.update(task_path="studio.mixes.jobs.inquire")


class Migration(migrations.Migration):
    """A look is a document of the rundown; asking the cloud is an inquiry."""

    dependencies = [
        ("mixes", "0007_not_applied"),
        ("django_tasks_database", "__first__"),
    ]

    operations = [
        migrations.RenameField("operation", "look_at", "inquire_at"),
        migrations.RenameField("operation", "looks", "inquiries"),
        migrations.RenameField("operation", "looked_at", "inquired_at"),
        migrations.RunPython(rename_waiting_jobs, migrations.RunPython.noop, elidable=True),
    ]
