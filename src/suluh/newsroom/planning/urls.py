from suluh.foundation.accounts.routes import BOTH, WRITE, route, staff
from suluh.foundation.accounts.rules import Action
from suluh.newsroom.planning.views import activities, intake

HANDS_IN = staff(Action.SUBMIT_ACTIVITY, methods=BOTH)
EDITS = staff(Action.CLOSE_ACTIVITY, methods=WRITE)

urlpatterns = [
    route("kegiatan/", activities.activities, staff(Action.READ_ACTIVITY), name="activities"),
    route(
        "kegiatan/kegiatan.csv",
        activities.export,
        staff(Action.READ_ACTIVITY),
        name="activities-export",
    ),
    route("kegiatan/kirim/", intake.hand_in, HANDS_IN, name="activity-hand-in"),
    route("kegiatan/<uuid:activity_id>/", activities.activity, staff(), name="activity"),
    route(
        "kegiatan/<uuid:activity_id>/terkirim/", intake.received, staff(), name="activity-received"
    ),
    route("kegiatan/<uuid:activity_id>/foto/", activities.photos, HANDS_IN, name="activity-photos"),
    route("kegiatan/<uuid:activity_id>/ambil/", activities.take, EDITS, name="activity-take"),
    route(
        "kegiatan/<uuid:activity_id>/tutup/",
        activities.close,
        staff(Action.CLOSE_ACTIVITY, methods=BOTH),
        name="activity-close",
    ),
    route("kegiatan/<uuid:activity_id>/buka/", activities.reopen, EDITS, name="activity-reopen"),
    route(
        "kegiatan/<uuid:activity_id>/tarik/",
        activities.take_back,
        staff(Action.SUBMIT_ACTIVITY, methods=WRITE),
        name="activity-take-back",
    ),
]
