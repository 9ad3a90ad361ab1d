from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "suluh.publishing.delivery"
    label = "delivery"
