from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "suluh.foundation.outbox"
    label = "outbox"
