from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "suluh.publishing.website"
    label = "website"
