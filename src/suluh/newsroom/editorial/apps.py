from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "suluh.newsroom.editorial"
    label = "editorial"
