from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class MixesConfig(AppConfig):
    name = "studio.mixes"
    label = "mixes"
    verbose_name = _("Mixes")

    def ready(self) -> None:
        post_save.connect(give_sandbox, sender="accounts.Workspace")


def give_sandbox(instance: Any, *, created: bool, raw: bool, **_more: Any) -> None:
    """Every workspace can rehearse, from the moment it is there."""
    from studio.mixes.models import Connection  # noqa: PLC0415  # models first

    if created and not raw:
        Connection.objects.give_sandbox(instance)
