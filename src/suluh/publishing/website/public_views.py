"""Answers to a visitor, under /t/: forms that were sent, links from our mails. Never stored."""

import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _

from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.publishing.delivery import operations as delivery
from suluh.publishing.website import operations, queries
from suluh.publishing.website.forms import ContactForm, SubscribeForm
from suluh.publishing.website.loading import load
from suluh.publishing.website.rendering import forms as pages
from suluh.publishing.website.rendering.engine import draw, language_without_queries
from suluh.publishing.website.rules.consent import CONSENT
from suluh.publishing.website.rules.keys import Kind, PageKey
from suluh.publishing.website.rules.limits import (
    CONTACT,
    SUBSCRIBE,
    Limit,
    network_of,
    visitor_address,
)
from suluh.publishing.website.rules.rows import Rows

Draw = Callable[[PageKey, Rows, forms.Form | None], dict[str, Any]]
UNPROCESSABLE, TOO_MANY, FORBIDDEN, GONE = 422, 429, 403, 410


def to_first_page(_request: HttpRequest) -> HttpResponseBase:
    """Lead `/` to the first page of the first language."""
    return HttpResponseRedirect(f"/{queries.house().locales[0]}/")


def contact(request: HttpRequest, locale: str) -> HttpResponseBase:
    """Show the contact form, or take in a message."""
    key, rows = _rows(Kind.CONTACT, locale)
    if request.method != "POST":
        empty = ContactForm(initial={"token": secrets.token_urlsafe(24)})
        return _form_page("website/contact.html", pages.contact, (key, rows), empty)
    form = ContactForm(request.POST)
    refusal = _refused_before_reading(request, rows, CONTACT)
    if refusal is not None:
        return refusal
    with override(locale):
        valid = form.is_valid()
    if not valid:
        return _form_page("website/contact.html", pages.contact, (key, rows), form)
    if not form.is_trapped:
        said = {name: form.cleaned_data[name] for name in ("name", "email", "message", "token")}
        operations.receive_message(operations.Sent(locale, **said), now=clock.now())
    return _see(f"/t/{locale}/kontak/terkirim/")


def subscribe(request: HttpRequest, locale: str) -> HttpResponseBase:
    """Show the subscription form, or send the letter that asks for confirmation."""
    key, rows = _rows(Kind.SUBSCRIBE, locale)
    units = [(unit.code, unit.name.in_(locale)) for unit in rows.frame.house.units]
    if request.method != "POST":
        empty = SubscribeForm(units=units)
        return _form_page("website/subscribe.html", pages.subscribe, (key, rows), empty)
    form = SubscribeForm(request.POST, units=units)
    refusal = _refused_before_reading(request, rows, SUBSCRIBE)
    if refusal is not None:
        return refusal
    with override(locale):
        valid, consent = form.is_valid(), gettext(CONSENT)
    if not valid:
        return _form_page("website/subscribe.html", pages.subscribe, (key, rows), form)
    if not form.is_trapped:
        try:
            delivery.subscribe(
                address=form.cleaned_data["email"],
                locale=locale,
                units=form.cleaned_data.get("units", []),
                consent_text=consent,
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error("email", _sentence(refused, locale))
            return _form_page("website/subscribe.html", pages.subscribe, (key, rows), form)
    return _see(f"/t/{locale}/langganan/terkirim/")


def contact_received(_request: HttpRequest, locale: str) -> HttpResponseBase:
    """Say that a message came in."""
    _key, rows = _rows(Kind.CONTACT, locale)
    with override(locale):
        title, text = _("Your message has arrived"), _("A person reads it and answers by mail.")
    return _message(rows, {"tone": "ok", "title": title, "text": text})


def subscribe_received(_request: HttpRequest, locale: str) -> HttpResponseBase:
    """Say that a letter is on its way; the same for an address that is known already."""
    _key, rows = _rows(Kind.SUBSCRIBE, locale)
    with override(locale):
        title = _("Please look into your mailbox")
        text = _("We sent a message with a link. Nothing else comes until you open it.")
    return _message(rows, {"tone": "ok", "title": title, "text": text})


def confirm(request: HttpRequest, locale: str, token: str) -> HttpResponseBase:
    """Show the button that begins a subscription, or begin it."""
    _key, rows = _rows(Kind.SUBSCRIBE, locale)
    with override(locale):
        ask = (_("Begin the subscription?"), _("Yes, send me the news"))
        done = _("Your subscription has begun")
    if request.method == "POST":
        return _by_link(rows, lambda: delivery.confirm(token=token, now=clock.now()), done)
    return _button(rows, request.path, ask)


def unsubscribe(request: HttpRequest, locale: str, token: str) -> HttpResponseBase:
    """Show the button that ends a subscription, or end it; mail programs post here (RFC 8058)."""
    _key, rows = _rows(Kind.SUBSCRIBE, locale)
    with override(locale):
        ask = (_("End the subscription?"), _("Yes, send me no more mail"))
        done = _("Your subscription has ended")
    if request.method == "POST":
        return _by_link(rows, lambda: delivery.unsubscribe(token=token, now=clock.now()), done)
    return _button(rows, request.path, ask)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer with the drawn 404 page, in the language of the address."""
    asked = request.path.removeprefix("/t").split("/")[1:2]
    house = queries.house()
    locale = asked[0] if asked and asked[0] in house.locales else house.locales[0]
    key, rows = _rows(Kind.MISSING, locale)
    with language_without_queries(locale):
        return _answer(draw("website/404.html", pages.missing(key, rows)), status=404)


def _rows(kind: Kind, locale: str) -> tuple[PageKey, Rows]:
    source = queries.LedgerSource()
    if locale not in source.house().locales:
        raise Http404
    key = PageKey(kind, locale)
    rows = load(key, source)
    if rows is None:
        raise Http404
    return key, rows


def _answer(page: bytes, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(page, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _see(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    response["Cache-Control"] = "no-store"
    return response


def _form_page(
    template: str, context: Draw, place: tuple[PageKey, Rows], form: forms.Form
) -> HttpResponse:
    key, rows = place
    with language_without_queries(key.locale):
        page = draw(template, context(key, rows, form))
    return _answer(page, status=UNPROCESSABLE if form.is_bound else 200)


def _message(rows: Rows, message: dict[str, Any], *, status: int = 200) -> HttpResponse:
    locale = rows.frame.locale
    with language_without_queries(locale):
        page = draw("website/message.html", pages.message(locale, rows, message))
    return _answer(page, status=status)


def _button(rows: Rows, action: str, words: tuple[str, str]) -> HttpResponse:
    title, label = words
    button = {"action": action, "label": label, "hidden": []}
    return _message(rows, {"tone": "ok", "title": title, "button": button})


def _by_link(rows: Rows, act: Callable[[], object], done: str) -> HttpResponse:
    """Do what a link of ours authorises: its token stands for the missing Origin."""
    try:
        act()
    except Refused as refused:
        return _refusal(rows, refused, GONE)
    return _message(rows, {"tone": "ok", "title": done})


def _sentence(refused: Refused, locale: str) -> str:
    with override(locale):
        reason = gettext(refused.reason)
    return reason % refused.params if refused.params else reason


def _refusal(rows: Rows, refused: Refused, status: int) -> HttpResponse:
    with override(rows.frame.locale):
        title = _("This did not work")
    note = _sentence(refused, rows.frame.locale)
    return _message(rows, {"tone": "bad", "title": title, "note": note}, status=status)


def _refused_before_reading(request: HttpRequest, rows: Rows, limit: Limit) -> HttpResponse | None:
    if not _is_from_here(request):
        with override(rows.frame.locale):
            title = _("This form was sent from another site")
            text = _("For your safety we did not read it. Please use the form on our site.")
        message = {"tone": "bad", "title": title, "text": text}
        return _message(rows, message, status=FORBIDDEN)
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    address = visitor_address(request.META.get("REMOTE_ADDR", ""), forwarded, proxies)
    try:
        operations.count_ask(limit, network_of(address), now=clock.now())
    except Refused as refused:
        return _refusal(rows, refused, TOO_MANY)
    return None


def _is_from_here(request: HttpRequest) -> bool:
    """Say whether a page of this site sent the form; a browser names its Origin with every POST."""
    sent = request.headers.get("Origin") or request.headers.get("Referer", "")
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(sent))
    own = f"{request.scheme}://{request.get_host()}"
    return origin in {own, settings.SULUH_PUBLIC_URL}
