from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "suluh.publishing.ledger"
    label = "ledger"
