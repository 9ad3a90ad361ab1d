"""Turns the runs of a canonical block into HTML. A run is [text, '' | 'b' | 'i' | 'bi', href]."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ADDRESSES = ("https:", "mailto:", "tel:")
MARKED = {"": ("", ""), "b": ("<b>", "</b>"), "i": ("<i>", "</i>"), "bi": ("<b><i>", "</i></b>")}


def address_of(href: str, targets: Mapping[str, str]) -> str:
    """Where a canonical href leads: itself, or what `targets` says; '' when it leads nowhere."""
    return href if href.startswith(ADDRESSES) else targets.get(href, "")


@register.simple_tag
def runs(items: Sequence[Sequence[str]], targets: Mapping[str, str] | None = None) -> SafeString:
    """The runs as HTML; `targets` maps 'content:ID' and 'file:N' to addresses.

    A link whose target is not there (not yet published, erased) is shown as its words.
    """
    out: list[str] = []
    for text, style, href in items:
        start, end = MARKED[style]
        words = f"{start}{escape(text)}{end}"
        address = address_of(href, targets or {}) if href else ""
        out.append(f'<a href="{escape(address)}">{words}</a>' if address else words)
    return mark_safe("".join(out))  # noqa: S308 because text and address are escaped above


@register.filter
def at(rows: Any, key: Any) -> Any:
    """The row under a key that a block names: `figures|at:block.n`; None when it is not there."""
    return rows.get(key, rows.get(str(key))) if isinstance(rows, Mapping) else None
