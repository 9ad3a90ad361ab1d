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
    route(
        "alur-kerja/tambahan/<uuid:supplement_id>/dibaca/",
        views.confirm_supplement_reading,
        staff(methods=WRITE),
        name="regulation_confirm_supplement",
    ),
    route(
        "alur-kerja/tambahan/<uuid:supplement_id>/teks/",
        views.supplement_text,
        staff(),
        name="regulation_supplement_text",
    ),
    route(
        "peraturan/tambahan/",
        views.supplements,
        staff(Action.MANAGE_UNIT, methods=BOTH),
        name="regulation_supplements",
    ),
    route(
        "peraturan/tambahan/<uuid:supplement_id>/berlakukan/",
        views.begin_supplement,
        decision(Action.MANAGE_UNIT),
        name="regulation_begin_supplement",
    ),
    route(
        "peraturan/tambahan/<uuid:supplement_id>/akhiri/",
        views.end_supplement,
        decision(Action.MANAGE_UNIT),
        name="regulation_end_supplement",
    ),
]
