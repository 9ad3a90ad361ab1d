from django.apps import AppConfig


class RegulationConfig(AppConfig):
    name = "suluh.newsroom.regulation"
    label = "regulation"
