from suluh.foundation.accounts.routes import WRITE, decision, route, staff
from suluh.foundation.accounts.rules import Action
from suluh.publishing.ledger import views

WITHDRAW = Action.WITHDRAW_STORY

urlpatterns = [
    route("penghapusan/", views.erasures, staff(WITHDRAW), name="erasures"),
    route(
        "penghapusan/naskah/<str:content_id>/", views.ask, decision(WITHDRAW), name="erasure_ask"
    ),
    route("penghapusan/<uuid:request_id>/", views.erasure, staff(WITHDRAW), name="erasure"),
    route(
        "penghapusan/<uuid:request_id>/setujui/",
        views.confirm,
        decision(WITHDRAW),
        name="erasure_confirm",
    ),
    route(
        "penghapusan/<uuid:request_id>/batal/",
        views.drop,
        decision(WITHDRAW, methods=WRITE),
        name="erasure_drop",
    ),
]
