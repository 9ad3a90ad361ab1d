from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "suluh.foundation.audit"
    label = "audit"
