"""Our few words to allauth: nobody signs up by themselves, and its letters come from this house."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from suluh.foundation.accounts import devices
from suluh.foundation.org import queries as org


@dataclass(frozen=True, slots=True)
class _Site:
    """What allauth's letters say of the house."""

    name: str
    domain: str


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts are opened by an administrator or a file.

    A letter never repeats the host that a request named: whoever asks for a new password on
    somebody's behalf would choose where that person's link leads.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of the letter, at the office's own address."""
        link = urlsplit(super().get_reset_password_from_key_url(key))
        return f"{settings.SULUH_OFFICE_URL}{link.path}"

    def format_email_subject(self, subject: str) -> str:
        """Return the subject behind the name of the house."""
        return f"[{_site().name}] {subject}"

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Remember the browser once every step of signing in is done."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        devices.remember(response, user.email)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count the failed passwords of a browser that this person has used apart from others'."""
        shared = str(super()._get_login_attempts_cache_key(request, **credentials))
        sign = devices.known_as(request, credentials.get("email", ""))
        return f"{shared}:{sign}" if sign else shared

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, {**context, "current_site": _site()})
        message.send()


def _site() -> _Site:
    name = org.get_institution().short_name if org.has_institution() else ""
    return _Site(name or "Suluh", str(settings.SULUH_OFFICE_URL))
