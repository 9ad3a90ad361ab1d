"""The office with this room's addresses."""

from django.urls import include, path

from suluh.project.urls_office import urlpatterns as office

urlpatterns = [path("", include("suluh.publishing.delivery.urls")), *office]
