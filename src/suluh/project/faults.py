"""A request that nobody can read: a sentence in the person's language, never a bare number."""

from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

TOO_MUCH: Final = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is too much for a form (413), or was cut off or changed on its way (400)."""
    if isinstance(exception, TOO_MUCH):
        return too_much(request)
    with translation.override(_language_of(request)):
        return render(request, "400.html", status=400)


def too_much(request: HttpRequest) -> HttpResponse:
    """Say how much a form takes, and how to send it otherwise (413)."""
    with translation.override(_language_of(request)):
        return render(request, "400.html", {"is_too_much": True}, status=413)


def _language_of(request: HttpRequest) -> str:
    """Return the person's own language; it is asked of no policy yet."""
    chosen: str = getattr(getattr(request, "user", None), "locale", "")
    return chosen or translation.get_language() or settings.LANGUAGE_CODE
