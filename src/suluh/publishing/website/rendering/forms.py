"""Pages with a form, baked empty, and answers to a visitor, which the public app renders."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from suluh.publishing.website.forms import TRAP, ContactForm, SubscribeForm
from suluh.publishing.website.rendering.frame import (
    below_first_page,
    frame_context,
    head_feeds,
    phone_href,
    same_page,
)
from suluh.publishing.website.rules.furniture import read_settings
from suluh.publishing.website.rules.keys import Kind, PageKey
from suluh.publishing.website.rules.paths import address_of
from suluh.publishing.website.rules.rows import Rows


def contact_action(locale: str) -> str:
    """Return where the contact form is sent."""
    return f"/t/{locale}/kontak/"


def subscribe_action(locale: str) -> str:
    """Return where the subscription form is sent."""
    return f"/t/{locale}/langganan/"


def _below_first_page(key: PageKey, rows: Rows, title: str) -> dict[str, Any]:
    return frame_context(
        rows,
        address_of(key),
        title=title,
        alternates=same_page(rows, key),
        crumbs=below_first_page(key.locale, title),
    )


def contact(key: PageKey, rows: Rows, form: forms.Form | None = None) -> dict[str, Any]:
    """Return the context of the contact page; `form` is what a visitor sent, if it was wrong."""
    house = rows.frame.house
    context = _below_first_page(key, rows, _("Contact"))
    said = read_settings(rows.frame.settings)
    desk = {
        "title": house.name.in_(key.locale),
        "lines": [*context["institution"]["address_lines"], *filter(None, [said.get("hours")])],
        "phone": house.phone,
        "phone_href": phone_href(house.phone),
        "email": house.email,
    }
    return {
        **context,
        "form": form or ContactForm(),
        "action": contact_action(key.locale),
        "trap": TRAP,
        "contact": {"promise": said.get("promise", ""), "desks": [desk]},
    }


def subscribe(key: PageKey, rows: Rows, form: forms.Form | None = None) -> dict[str, Any]:
    """Return the context of the subscription page."""
    house = rows.frame.house
    context = _below_first_page(key, rows, _("News by mail"))
    units = [(unit.code, unit.name.in_(key.locale)) for unit in house.units]
    return {
        **context,
        "form": form or SubscribeForm(units=units),
        "action": subscribe_action(key.locale),
        "trap": TRAP,
        "subscribe": {"feeds": head_feeds(house, key.locale)},
    }


def missing(key: PageKey, rows: Rows) -> dict[str, Any]:
    """Return the context of the drawn 404 page."""
    context = frame_context(rows, f"/{key.locale}/", title=_("Not found"), noindex=True)
    context["page"] |= {"address": "", "canonical": ""}
    return context


def message(locale: str, rows: Rows, message: dict[str, Any]) -> dict[str, Any]:
    """Return the context of one answer to a visitor."""
    home = PageKey(Kind.HOME, locale)
    context = frame_context(rows, address_of(home), title=message["title"], noindex=True)
    context["page"] |= {"address": "", "canonical": ""}
    return {**context, "message": message}
