"""The page of official keys: with what this house signs, and how anybody checks it alone."""

from typing import Any

from django.utils.translation import gettext as _

from suluh.publishing.website.rendering.frame import below_first_page, frame_context, same_page
from suluh.publishing.website.rules import dates
from suluh.publishing.website.rules.keys import PageKey
from suluh.publishing.website.rules.paths import address_of
from suluh.publishing.website.rules.rows import KeyRow, Rows


def keys(key: PageKey, rows: Rows) -> dict[str, Any]:
    """Return the context of the page of official keys."""
    context = frame_context(
        rows,
        address_of(key),
        title=_("Official keys"),
        alternates=same_page(rows, key),
        crumbs=below_first_page(key.locale, _("Official keys")),
    )
    ring, zone = rows.keys, rows.frame.house.zone
    context["ring"] = ring and {
        "root": ring.root,
        "plain_root": ring.root.replace(" ", ""),
        "is_demo": ring.is_demo,
        "keys": [_key(one, zone, key.locale) for one in ring.keys],
        "listed": dates.day_text(ring.listed_at, zone, key.locale),
        "verifier": "/media/ui/verify_edition.py" if ring.verifier else "",
        "verifier_sha256": ring.verifier,
    }
    context["answers"] = _answers()
    return context


def _key(row: KeyRow, zone: str, locale: str) -> dict[str, str]:
    words = {
        "signs": _("signs now"),
        "earlier": _("earlier key; what it signed stays good"),
        "revoked": _("revoked"),
    }
    gone = row.revoked_from
    return {
        "name": row.name,
        "from": dates.day_text(row.not_before, zone, locale),
        "until": dates.day_text(row.not_after, zone, locale),
        "state": row.state,
        "label": words[row.state],
        "revoked": dates.day_text(gone, zone, locale) if gone else "",
        "reason": row.reason,
    }


def _answers() -> list[tuple[str, str]]:
    return [
        ("genuine", _("Every byte is as it was signed.")),
        ("altered", _("Something was changed after it was signed; the part is named.")),
        ("superseded", _("It was genuine; a newer version has taken its place.")),
        ("withdrawn", _("It was genuine; the institution has withdrawn it.")),
        ("erased", _("Words of it were erased, and on which day.")),
        ("revoked", _("The key that signed it no longer counts.")),
        ("unknown", _("It is not from this institution, or cannot be read.")),
    ]
