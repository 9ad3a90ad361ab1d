"""Addresses of the public application that open a Copy for its early reader."""

from suluh.foundation.accounts.routes import public, route
from suluh.newsroom.editorial.views import early_public

urlpatterns = [
    route("t/awal/<str:secret>/", early_public.read, public(), name="early_reading"),
    route(
        "t/awal/<str:secret>/gambar/<str:digest>.jpg", early_public.picture, public(),
        name="early_picture",
    ),
    route(
        "t/awal/<str:secret>/berkas/<str:file_digest>", early_public.file, public(),
        name="early_file",
    ),
]  # fmt: skip
