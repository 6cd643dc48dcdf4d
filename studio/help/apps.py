from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "studio.help"
    label = "help"
