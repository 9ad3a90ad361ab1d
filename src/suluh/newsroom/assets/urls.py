from suluh.foundation.accounts.routes import BOTH, WRITE, route, staff
from suluh.foundation.accounts.rules import Action
from suluh.newsroom.assets import views

PIECE = ("GET", "HEAD", "PATCH", "OPTIONS")

urlpatterns = [
    route("foto/", views.pictures, staff(), name="pictures"),
    route(
        "foto/unggah/",
        views.upload,
        staff(Action.EDIT_PICTURE, methods=BOTH),
        name="picture-upload",
    ),
    route(
        "foto/unggahan/",
        views.start,
        staff(Action.EDIT_PICTURE, methods=WRITE),
        name="upload-start",
    ),
    route(
        "foto/unggahan/<uuid:upload_id>/",
        views.piece,
        staff(Action.EDIT_PICTURE, methods=PIECE),
        name="upload-piece",
    ),
    route("foto/<uuid:picture_id>/", views.describe, staff(methods=BOTH), name="picture-describe"),
    route("foto/<uuid:picture_id>/<int:width>/", views.media, staff(), name="picture-media"),
]
