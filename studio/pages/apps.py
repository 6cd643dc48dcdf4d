from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class PagesConfig(AppConfig):
    name = "studio.pages"
    label = "pages"


class CollectedFiles(StaticFilesConfig):
    """Of what django-htmx brings, only htmx 2: its extensions' comments trip over the hashing."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "django_htmx/ext/*",
        "django_htmx/ht*-4*",
    ]
