from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "suluh.newsroom.planning"
    label = "planning"
