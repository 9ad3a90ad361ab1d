from django.http import HttpResponse
from django.shortcuts import render

from suluh.foundation.accounts.routes import OfficeRequest


def desk(request: OfficeRequest) -> HttpResponse:
    """Meja: what waits for this person."""
    return render(request, "workspace/desk.html", {})
