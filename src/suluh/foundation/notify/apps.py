from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "suluh.foundation.notify"
    label = "notify"
