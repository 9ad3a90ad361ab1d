from suluh.foundation.accounts.routes import WRITE, route, staff
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
]
