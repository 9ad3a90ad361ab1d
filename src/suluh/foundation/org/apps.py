from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "suluh.foundation.org"
    label = "org"
