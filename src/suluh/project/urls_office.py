"""Addresses of the office (SULUH_PORT + 1)."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("akun/", include("allauth.account.urls")),
    path("akun/2fa/", include("allauth.mfa.urls")),
    path("", include("suluh.workspace.urls")),
    path("", include("suluh.newsroom.planning.urls")),
    path("", include("suluh.newsroom.assets.urls")),
    path("", include("suluh.newsroom.editorial.urls")),
    path("", include("suluh.newsroom.regulation.urls")),
    path("", include("suluh.publishing.ledger.urls")),
    path("", include("suluh.publishing.delivery.urls")),
    path("", include("suluh.publishing.website.urls")),
    path("", include("suluh.foundation.notify.urls")),
]
handler400 = "suluh.project.faults.bad_request"
