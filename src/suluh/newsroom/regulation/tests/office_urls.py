"""The office with nothing but the log-in, a desk and this room's pages, for its own tests."""

from django.http import HttpResponse
from django.urls import include, path

from suluh.foundation.accounts.routes import route, staff

urlpatterns = [
    route("", lambda request: HttpResponse(), staff(), name="desk"),
    path("akun/", include("allauth.account.urls")),
    path("akun/2fa/", include("allauth.mfa.urls")),
    path("", include("suluh.newsroom.regulation.urls")),
]
