"""Addresses of the public application: answers to a visitor, under /t/; the site is baked."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("suluh.publishing.website.public_urls")),
    path("", include("suluh.newsroom.editorial.public_urls")),
]

handler404 = "suluh.publishing.website.public_views.not_found"
handler400 = "suluh.project.faults.bad_request"
