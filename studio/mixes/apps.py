from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MixesConfig(AppConfig):
    name = "studio.mixes"
    label = "mixes"
    verbose_name = _("Mixes")
