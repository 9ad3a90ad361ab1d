from suluh.foundation.accounts.routes import BOTH, decision, route, staff
from suluh.foundation.accounts.rules import Action
from suluh.workspace import views
from suluh.workspace.house import views as house

urlpatterns = [
    route("", views.desk, staff(), name="desk"),
    route("terbit-hari-ini/", views.published_today, staff(), name="published_today"),
    route("cari-perintah/", views.palette, staff(), name="palette"),
    route("profil/", views.profile, staff(methods=BOTH), name="profile"),
    route("lembaga/", house.overview, staff(Action.MANAGE_HOUSE), name="house"),
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
