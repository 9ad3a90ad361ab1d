"""What somebody typed comes back to them when their session or their form was too old.

Nothing is stored. A form that another site could have sent is never shown again with a valid
token: only one whose Origin is this office.
"""

from typing import Any, Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.csrf import csrf_failure

PROSE_WORDS: Final = 4
LONG_CHARACTERS: Final = 100_000  # what makes a form too long is among these
LONGEST_WORD: Final = 60  # digests are longer
TEXT_CHARACTERS: Final = 4 * 1024 * 1024  # more than any text of ours; one story has far less
OWN_FIELDS: Final = frozenset({"csrfmiddlewaretoken"})


def words_back(request: HttpRequest, *, signed_out: bool) -> HttpResponse | None:
    """Return a page with what was typed and a button to send it again (403); None for no words."""
    if request.method != "POST" or request.path.startswith(_account_pages()):
        return None
    fields = _fields(request)
    if not any(one["is_prose"] for one in fields):
        return None
    return _page(request, fields, 403, signed_out=signed_out)


def too_long(request: HttpRequest) -> HttpResponse | None:
    """Return a page on which what is too long can be shortened (413); None where it fits."""
    if request.method != "POST" or request.path.startswith(_account_pages()):
        return None
    sent = (len(one) for _name, values in request.POST.lists() for one in values)
    if sum(sent) <= TEXT_CHARACTERS:
        return None
    fields = _fields(request)
    for one in fields:
        one["is_prose"] = one["is_prose"] or len(one["value"]) > LONG_CHARACTERS
    return _page(request, fields, 413, is_too_long=True)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid token; its words come back if this office sent it."""
    page = words_back(request, signed_out=False) if _is_from_here(request) else None
    return page or csrf_failure(request, reason)


def _page(
    request: HttpRequest, fields: list[dict[str, Any]], status: int, **why: bool
) -> HttpResponse:
    kept = {
        "login_url": reverse("account_login"),
        "action": request.get_full_path(),
        "fields": fields,
        "has_files": bool(request.FILES),
        **why,
    }
    return render(request, "ui/kept.html", {"kept": kept}, status=status)


def _account_pages() -> str:
    """Passwords and codes are typed there: they are never shown."""
    return reverse("account_login").removesuffix("login/")


def _fields(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {"name": name, "value": value, "is_prose": _is_prose(value)}
        for name, values in request.POST.lists()
        if name not in OWN_FIELDS
        for value in values
    ]


def _is_prose(value: str) -> bool:
    words = value.split()
    return len(words) >= PROSE_WORDS and max(map(len, words)) <= LONGEST_WORD


def _is_from_here(request: HttpRequest) -> bool:
    """Browsers name the Origin of every POST, and no page can choose it."""
    sent = urlsplit(request.headers.get("Origin", ""))
    return (sent.scheme, sent.netloc) == (request.scheme, request.get_host())
