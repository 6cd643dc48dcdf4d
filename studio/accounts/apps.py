from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "studio.accounts"
    label = "accounts"
    verbose_name = _("People and workspaces")

    def ready(self) -> None:
        # Who signs in and out is on record; what would let strangers in is told at the start.
        from studio.accounts import exposure, recording, sessions  # noqa: F401, PLC0415  # models first
