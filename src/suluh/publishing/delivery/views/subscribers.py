"""Who receives mail: look an address up, see what it agreed to, end it from the office."""

from contextlib import suppress
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_info, gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.org import queries as org
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.kernel.tabular import to_csv
from suluh.publishing.delivery import models, operations, queries, rules
from suluh.publishing.delivery.forms import EndForm
from suluh.publishing.delivery.rules.subscribers import STATE_LABELS
from suluh.publishing.delivery.views.rows import Times

PAGE: Final = 50
MOST_IN_A_FILE: Final = 100_000
VIEWS: Final = {
    "": rules.State.CONFIRMED,
    "menunggu": rules.State.PENDING,
    "terpental": rules.State.BOUNCED,
    "berhenti": rules.State.LEFT,
}
MARKS: Final = {
    rules.State.CONFIRMED: "ok",
    rules.State.PENDING: "waiting",
    rules.State.BOUNCED: "bad",
    rules.State.LEFT: "skipped",
}
HEADER: Final = (
    "address", "state", "locale", "units", "asked_at", "confirmed_at", "ended_at", "ended_why",
    "soft_bounces", "bounce", "consent",
)  # fmt: skip


def subscribers(request: OfficeRequest) -> HttpResponse:
    """Addresses by state, newest first."""
    chosen, words = request.GET.get("lihat", ""), request.GET.get("q", "")[:100]
    state = VIEWS.get(chosen, rules.State.CONFIRMED)
    found = queries.list_subscribers(
        request.actor, state=None if words else state, words=words,
        before=_id(request.GET.get("sebelum", "")), limit=PAGE + 1,
    )  # fmt: skip
    counts = queries.count_subscribers()
    kept = {name: value for name, value in (("lihat", chosen), ("q", words)) if value}
    older = {**kept, "sebelum": found[PAGE - 1].id} if len(found) > PAGE else {}
    times = Times()
    context = {
        "rows": [_row(one, times) for one in found[:PAGE]],
        "words": words,
        "receives": counts.get(rules.State.CONFIRMED, 0),
        "older_url": f"?{urlencode(older)}" if older else "",
        "views": [
            {
                "label": gettext(STATE_LABELS[one]).capitalize(),
                "url": f"?lihat={name}" if name else "?",
                "count": counts.get(one, 0),
                "current": one == state and not words,
            }
            for name, one in VIEWS.items()
        ],
        "days": rules.ERASE_AFTER.days,
    }
    return render(request, "delivery/subscribers.html", context)


def _id(text: str) -> UUID | None:
    with suppress(ValueError):
        return UUID(text)
    return None


def subscriber(request: OfficeRequest, subscriber_id: UUID) -> HttpResponse:
    """One address: what it agreed to and when; end it with a reason."""
    row = queries.get_subscriber(request.actor, subscriber_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_subscription(
                actor=request.actor, subscriber_id=subscriber_id,
                reason=form.cleaned_data["reason"], now=clock.now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, gettext(refused.reason) % refused.params)
        else:
            text = gettext("This address gets no more mail and is erased in %(days)s days.")
            messages.success(request, text % {"days": rules.ERASE_AFTER.days})
            return redirect("subscriber", subscriber_id)
    context = {
        "row": _row(row, Times()),
        "form": form,
        "may_end": row.state != rules.State.LEFT,
        "days": rules.ERASE_AFTER.days,
    }
    status = 422 if form.is_bound else 200
    return render(request, "delivery/subscriber.html", context, status=status)


def export(request: OfficeRequest) -> HttpResponse:
    """Every address as CSV."""
    table = (
        [one.address, one.state, one.locale, " ".join(one.units), one.asked_at, one.confirmed_at,
         one.ended_at, one.ended_why, one.soft_bounces, one.bounce_text, one.consent_text]
        for one in queries.list_subscribers(request.actor, limit=MOST_IN_A_FILE)
    )  # fmt: skip
    answer = HttpResponse(to_csv(HEADER, table), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="pelanggan.csv"'
    return answer


def _row(row: models.Subscriber, times: Times) -> dict[str, Any]:
    state = rules.State(row.state)
    return {
        "id": row.id,
        "url": reverse("subscriber", args=[row.id]),
        "address": row.address,
        "language": get_language_info(row.locale)["name_translated"],
        "units": ", ".join(row.units),
        "mark": MARKS[state],
        "label": gettext(STATE_LABELS[state]),
        "consent": row.consent_text,
        "consent_locale": row.locale,
        "asked": times.words(row.asked_at),
        "confirmed": times.words(row.confirmed_at),
        "ended": times.words(row.ended_at),
        "ended_why": row.ended_why,
        "ended_by": org.get_person(row.ended_by_id).name if row.ended_by_id else "",
        "bounced": times.words(row.bounced_at),
        "bounce": row.bounce_text,
        "soft": row.soft_bounces,
    }
