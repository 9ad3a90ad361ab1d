"""Registers the room."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "suluh.ui"
    label = "ui"
    verbose_name = "Interface"
