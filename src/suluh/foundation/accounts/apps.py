from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "suluh.foundation.accounts"
    label = "accounts"
