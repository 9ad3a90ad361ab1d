from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.accounts.rules import Action, decide
from suluh.foundation.notify.letters import get_kept, list_kept
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import zone_label

PER_PAGE = 50


def _may_read(request: OfficeRequest) -> None:
    """Only where mail goes to the sink; outside a demonstration house only administrators."""
    if not settings.SULUH_MAIL_SINK:
        raise Http404
    if org.get_institution().is_demo or decide(request.actor, Action.MANAGE_HOUSE).allowed:
        return
    raise Http404


def outgoing(request: OfficeRequest) -> HttpResponse:
    """Surat keluar: the letters that left, newest first."""
    _may_read(request)
    folder = settings.SULUH_HOME / "surat-keluar"
    letters = list_kept(folder, before=request.GET.get("sebelum", ""), limit=PER_PAGE)
    older = f"?sebelum={letters[-1].name}" if len(letters) == PER_PAGE else ""
    page = {"letters": letters, "older_url": older, **_zone()}
    return render(request, "notify/outgoing.html", page)


def outgoing_letter(request: OfficeRequest, name: str) -> HttpResponse:
    """One letter as its reader gets it."""
    _may_read(request)
    letter = get_kept(settings.SULUH_HOME / "surat-keluar", name)
    if letter is None:
        raise Http404
    return render(request, "notify/letter.html", {"letter": letter, **_zone()})


def _zone() -> dict[str, str]:
    zone = org.get_institution().zone
    return {"zone": zone, "zone_label": zone_label(zone)}
