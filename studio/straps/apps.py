from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrapsConfig(AppConfig):
    name = "studio.straps"
    label = "straps"
    verbose_name = _("Straps")
