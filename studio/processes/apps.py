"""The app of the processes."""

from django.apps import AppConfig
from django_tasks.signals import task_enqueued

from studio import waking
from studio.processes.folder import keep_others_out


class ProcessesConfig(AppConfig):
    name = "studio.processes"

    def ready(self) -> None:
        # Whatever is run on the folder, a command or a server of somebody's own, comes by here.
        keep_others_out()
        task_enqueued.connect(wake_worker, dispatch_uid="studio.processes")


def wake_worker(*, task_result: object, **_sent: object) -> None:
    """A job is in the queue: whoever works there need not look to find it."""
    waking.wake(task_result.task.queue_name)  # type: ignore[attr-defined]  # django-tasks' own
