from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SealingConfig(AppConfig):
    name = "studio.sealing"
    label = "sealing"
    verbose_name = _("Sealed secrets")

    def ready(self) -> None:
        from studio.sealing import checks  # noqa: F401, PLC0415  # it registers them
