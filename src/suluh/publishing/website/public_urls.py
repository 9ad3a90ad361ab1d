"""Addresses of the public app: answers to a visitor. Everything else of the site is baked."""

from suluh.foundation.accounts.routes import BOTH, public, route
from suluh.publishing.website import public_views as views

urlpatterns = [
    route("", views.to_first_page, public(), name="public_first"),
    route("t/<str:locale>/kontak/", views.contact, public(*BOTH), name="public_contact"),
    route(
        "t/<str:locale>/kontak/terkirim/",
        views.contact_received,
        public(),
        name="public_contact_received",
    ),
    route("t/<str:locale>/langganan/", views.subscribe, public(*BOTH), name="public_subscribe"),
    route(
        "t/<str:locale>/langganan/terkirim/",
        views.subscribe_received,
        public(),
        name="public_subscribe_received",
    ),
    route(
        "t/<str:locale>/langganan/<str:token>/",
        views.confirm,
        public(*BOTH),
        name="public_confirm",
    ),
    route(
        "t/<str:locale>/berhenti/<str:token>/",
        views.unsubscribe,
        public(*BOTH),
        name="public_unsubscribe",
    ),
]
