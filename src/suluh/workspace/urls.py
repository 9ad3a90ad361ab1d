from suluh.foundation.accounts.routes import BOTH, route, staff
from suluh.workspace import views

urlpatterns = [
    route("", views.desk, staff(), name="desk"),
    route("terbit-hari-ini/", views.published_today, staff(), name="published_today"),
    route("cari-perintah/", views.palette, staff(), name="palette"),
    route("profil/", views.profile, staff(methods=BOTH), name="profile"),
]
