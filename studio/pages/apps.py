from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class PagesConfig(AppConfig):
    name = "studio.pages"
    label = "pages"


class CollectedFiles(StaticFilesConfig):
    """Not what rooms say they are; of what django-htmx brings, only htmx 2, as its extensions'
    comments trip over the hashing.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "README.md",
        "django_htmx/ext/*",
        "django_htmx/ht*-4*",
    ]
