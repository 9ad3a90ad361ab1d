"""Addresses in the office: what visitors wrote. The public ones are in `public_urls`."""

from suluh.foundation.accounts.routes import BOTH, WRITE, route, staff
from suluh.foundation.accounts.rules import Action
from suluh.publishing.website import views

ANSWER = Action.ANSWER_MESSAGE

urlpatterns = [
    route("pesan/", views.messages, staff(ANSWER), name="messages"),
    route("pesan/pesan.csv", views.export, staff(ANSWER), name="messages_export"),
    route("pesan/<uuid:message_id>/", views.message, staff(ANSWER, methods=BOTH), name="message"),
    route(
        "pesan/<uuid:message_id>/spam/",
        views.refuse,
        staff(ANSWER, methods=WRITE),
        name="message_spam",
    ),
    route(
        "pesan/<uuid:message_id>/buka/",
        views.reopen,
        staff(ANSWER, methods=WRITE),
        name="message_reopen",
    ),
]
