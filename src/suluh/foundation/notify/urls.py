from suluh.foundation.accounts.routes import route, staff
from suluh.foundation.notify import views

urlpatterns = [
    route("surat-keluar/", views.outgoing, staff(), name="outgoing"),
    route("surat-keluar/<slug:name>/", views.outgoing_letter, staff(), name="outgoing_letter"),
]
