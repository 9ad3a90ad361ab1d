"""Erasure on a screen: asked for by one person, confirmed by another, said in words before."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import zone_label
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger import operations, queries
from suluh.publishing.ledger.forms import ErasureForm
from suluh.publishing.ledger.rules.rows import EditionRow, ErasureRow
from suluh.publishing.ledger.words import (
    STATES,
    language_word,
    part_consequences,
    part_word,
    whole_consequences,
)
from suluh.ui.moments import moment


def erasures(request: OfficeRequest) -> HttpResponse:
    """Every request of the units one may withdraw texts of."""
    rows = [_row(one) for one in queries.list_erasures(request.actor)]
    waiting = sum(1 for one in rows if one["state"] == "asked")
    return render(request, "ledger/erasures.html", {"rows": rows, "waiting": waiting})


def ask(request: OfficeRequest, content_id: str) -> HttpResponse:
    """Ask for the erasure of a text, or of parts of its older wordings."""
    editions = queries.erasable(request.actor, content_id)
    form = ErasureForm(
        request.POST or None,
        locales=[one.locale for one in editions],
        parts=_choices(content_id, editions),
    )
    if request.method == "POST" and form.is_valid():
        try:
            asked = operations.ask_erasure(
                actor=request.actor, draft=form.draft(content_id), now=clock.now()
            )
        except Refused as refused:
            form.add_error(None, gettext(refused.reason) % refused.params)
        else:
            messages.success(request, gettext("Asked for. Now a second person has to confirm it."))
            return redirect("erasure", asked.id)
    context = {
        "form": form,
        "texts": [_text(one) for one in editions],
        "consequences": whole_consequences(),
        "content_id": content_id,
    }
    return render(request, "ledger/ask.html", context, status=422 if form.is_bound else 200)


def _choices(content_id: str, editions: list[EditionRow]) -> list[tuple[str, str]]:
    return [
        (f"{one.locale}:{name}", f"{part_word(name)}, {language_word(one.locale)}")
        for one in editions
        for name in queries.older_parts(content_id, one.locale)
    ]


def erasure(request: OfficeRequest, request_id: UUID) -> HttpResponse:
    """One request with everything that follows from it."""
    return _page(request, queries.get_erasure(request.actor, request_id))


def _page(request: OfficeRequest, row: ErasureRow, refusal: str = "") -> HttpResponse:
    mine = row.asked_by_id == request.actor.person_id
    edition = queries.latest_edition(row.content_id, row.locale)
    context = {
        "row": _row(row),
        "text": _text(edition) if edition else None,
        "consequences": part_consequences() if row.parts else whole_consequences(),
        "may_confirm": row.state == "asked" and not mine,
        "may_drop": row.state == "asked",
        "mine": mine,
        "refusal": refusal,
    }
    return render(request, "ledger/erasure.html", context, status=422 if refusal else 200)


def confirm(request: OfficeRequest, request_id: UUID) -> HttpResponse:
    """Confirm a request as its second person."""
    row = queries.get_erasure(request.actor, request_id)
    if request.method != "POST":
        return _page(request, row)
    try:
        operations.confirm_erasure(actor=request.actor, request_id=request_id, now=clock.now())
    except Refused as refused:
        return _page(request, row, gettext(refused.reason) % refused.params)
    messages.success(request, gettext("Confirmed. The scheduler carries it out within seconds."))
    return redirect("erasure", request_id)


def drop(request: OfficeRequest, request_id: UUID) -> HttpResponse:
    """Take a request back that nobody has confirmed."""
    queries.get_erasure(request.actor, request_id)  # another unit's does not exist for them
    operations.drop_erasure(actor=request.actor, request_id=request_id, now=clock.now())
    messages.success(request, gettext("The request is taken back."))
    return redirect("erasures")


def _text(edition: EditionRow) -> dict[str, str]:
    return {
        "title": edition.title,
        "locale": edition.locale,
        "language": language_word(edition.locale),
        "address": edition.address,
        "url": f"{settings.SULUH_PUBLIC_URL}{edition.address}" if edition.address else "",
        "version": str(edition.version),
    }


def _row(row: ErasureRow) -> dict[str, Any]:
    zone = org.get_institution().zone
    mark, label = STATES[row.state]
    return {
        "id": row.id,
        "url": reverse("erasure", args=[row.id]),
        "title": row.title or gettext("An erased text"),
        "locale": row.locale,
        "language": language_word(row.locale),
        "unit": row.unit_code,
        "what": ", ".join(part_word(one) for one in row.parts),
        "names": row.names,
        "reason": row.reason,
        "clause": row.clause,
        "state": row.state,
        "mark": mark,
        "label": gettext(str(label)),
        "asked_by": row.asked_by,
        "asked": moment(row.asked_at, zone, zone_label(zone)),
        "confirmed_by": row.confirmed_by,
        "done": moment(row.done_at, zone, zone_label(zone)),
        "error": gettext(row.error) if row.error else "",
    }
