from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "suluh.newsroom.assets"
    label = "assets"
