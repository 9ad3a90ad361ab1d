from suluh.foundation.accounts.routes import BOTH, WRITE, decision, route, staff
from suluh.foundation.accounts.rules import Action
from suluh.newsroom.regulation import views

urlpatterns = [
    route("alur-kerja/", views.workflow, staff(), name="regulation_workflow"),
    route(
        "alur-kerja/<uuid:version_id>/dibaca/",
        views.confirm_reading,
        staff(methods=WRITE),
        name="regulation_confirm_reading",
    ),
    route("alur-kerja/<uuid:version_id>/teks/", views.text, staff(), name="regulation_text"),
    route(
        "peraturan/",
        views.versions,
        staff(Action.MANAGE_HOUSE, methods=BOTH),
        name="regulation_versions",
    ),
    route(
        "peraturan/<uuid:version_id>/berlakukan/",
        views.bring_into_force,
        decision(Action.MANAGE_HOUSE),
        name="regulation_bring_into_force",
    ),
]
