from suluh.foundation.accounts.routes import BOTH, WRITE, decision, route, staff
from suluh.foundation.accounts.rules import Action
from suluh.workspace import views
from suluh.workspace.house import ending
from suluh.workspace.house import views as house

urlpatterns = [
    route("", views.desk, staff(), name="desk"),
    route("terbit-hari-ini/", views.published_today, staff(), name="published_today"),
    route("cari-perintah/", views.palette, staff(), name="palette"),
    route("profil/", views.profile, staff(methods=BOTH), name="profile"),
    route("pemberitahuan/", views.notices, staff(methods=BOTH), name="notices"),
    route("tampilan/", views.save_view, staff(methods=WRITE), name="view_save"),
    route(
        "tampilan/<uuid:view_id>/hapus/",
        views.remove_view,
        staff(methods=WRITE),
        name="view_remove",
    ),
    route("lembaga/", house.overview, staff(Action.MANAGE_HOUSE), name="house"),
    route("lembaga/orang-orang/", ending.people, staff(Action.MANAGE_HOUSE), name="house_people"),
    route(
        "lembaga/orang/<uuid:person_id>/",
        ending.person,
        staff(Action.MANAGE_HOUSE),
        name="house_person",
    ),
    route(
        "lembaga/orang/<uuid:person_id>/berhenti/",
        ending.leave,
        decision(Action.MANAGE_HOUSE),
        name="house_person_leaves",
    ),
    route(
        "lembaga/akhiri/<slug:what>/<uuid:thing_id>/",
        ending.end,
        decision(Action.MANAGE_HOUSE),
        name="house_end",
    ),
    route("lembaga/unit/<str:code>/", ending.unit, staff(Action.MANAGE_HOUSE), name="house_unit"),
    route("lembaga/kesehatan/", house.health, staff(Action.MANAGE_HOUSE), name="house_health"),
    route("lembaga/kunci/", house.official_keys, staff(Action.MANAGE_HOUSE), name="house_keys"),
    route("lembaga/lanjut/", house.release, decision(Action.MANAGE_HOUSE), name="house_release"),
    route(
        "lembaga/kalender/",
        house.calendars,
        staff(Action.MANAGE_HOUSE, methods=BOTH),
        name="house_calendars",
    ),
    route(
        "lembaga/kalender/<str:code>/<int:number>/",
        house.calendar,
        decision(Action.MANAGE_HOUSE),
        name="house_calendar",
    ),
    route(
        "lembaga/unit/<str:code>/tutup/",
        house.close_unit,
        decision(Action.MANAGE_HOUSE),
        name="house_close_unit",
    ),
    route(
        "lembaga/<slug:what>/",
        house.change,
        decision(Action.MANAGE_HOUSE),
        name="house_change",
    ),
]
