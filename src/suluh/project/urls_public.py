"""Addresses of the public application: answers to a visitor, under /t/; the site is baked."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
