from suluh.foundation.accounts.routes import route, staff
from suluh.workspace import views

urlpatterns = [route("", views.desk, staff(), name="desk")]
