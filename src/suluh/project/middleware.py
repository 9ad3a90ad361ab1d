"""What every request of the office passes."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import enforce
from suluh.kernel.refusals import Refused
from suluh.project import faults
from suluh.project.policies import is_borrowed, policy_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# A thing somebody may not see does not exist for them: the answer is that of a wrong address.
NOT_THERE = frozenset(
    {
        "no_activity", "no_comment", "no_copy", "no_delivery", "no_edition", "no_effect",
        "no_figure", "no_file", "no_letter", "no_message", "no_notice", "no_picture",
        "no_reader", "no_request", "no_story", "no_subscriber", "no_version", "no_view",
    }
)  # fmt: skip
STRANGERS_BYTES: Final = 1024 * 1024  # a long text of somebody whose session has ended fits
MOST_BYTES: Final = 1024 * 1024 * 1024  # up to here a form's words are read beside its files
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)


class SecurityHeaders:
    """No foreign origin, no frame, no store for whatever a person sees."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("X-Robots-Tag", "noindex")
        return response


class PlausibleRequests:
    """Turn away what no page of ours sends, before anything reads it.

    A large body from somebody who is not signed in would fill memory and disk; a NUL in an
    address is what one of the databases cannot even be asked for.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponse(status=404)
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        size = int(length) if length.isdecimal() else MOST_BYTES + 1
        if size <= STRANGERS_BYTES:
            return self.get_response(request)
        if not _is_signed_in(request):
            sentence = gettext("This is more than the form can hold. Nothing of it was kept.")
            return HttpResponse(sentence, status=413, content_type="text/plain; charset=utf-8")
        return faults.too_much(request) if size > MOST_BYTES else self.get_response(request)


def _is_signed_in(request: HttpRequest) -> bool:
    """The public application knows nobody."""
    return bool(hasattr(request, "user") and request.user.is_authenticated)


class ReadersLanguage:
    """Indonesian first; a person's own choice wins, then `?bahasa=` of the log-in page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.GET.get("bahasa") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = asked if asked in {"id", "en"} else settings.LANGUAGE_CODE
        with translation.override(language):
            return self.get_response(request)


class DeclaredPolicy:
    """An address without a declared policy does not exist; a borrowed one has its methods."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        policy = policy_of(view, request.resolver_match)
        if policy is None:
            raise Http404
        return enforce(request, policy) if is_borrowed(view) else None


class RefusalAsSentence:
    """A refusal that no form caught becomes a page with its sentence, and nothing is lost."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, wrong: Exception) -> HttpResponse | None:
        if not isinstance(wrong, Refused):
            return None
        if wrong.code in NOT_THERE:
            raise Http404 from wrong
        sentence = gettext(wrong.reason) % wrong.params
        status = 409 if wrong.code == "stale" else 422
        return render(request, "ui/refused.html", {"refusal": {"reason": sentence}}, status=status)
