from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, override

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.outbox.rules import Decision
from suluh.kernel import clock
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.kernel.tabular import csv_lines
from suluh.publishing.delivery import operations, queries
from suluh.publishing.delivery.forms import DecideForm
from suluh.publishing.delivery.views.rows import (
    DECISION_LABELS,
    Times,
    edition_rows,
    group_row,
    groups_of,
    label_of,
    place_of,
    reason_of,
    receipt_of,
)

PAGE = 10
HEADER = (
    "position", "content_id", "locale", "version", "purpose", "unit", "title", "channel", "state",
    "total", "arrived", "reason", "receipt", "planned_at", "settled_at",
)  # fmt: skip
QUESTIONS = {
    "confirm": _("Is it there?"),
    "try_again": _("Send again?"),
    "abandon": _("Give these up?"),
}
WARNINGS = {
    "confirm": "",
    "try_again": _("If it has arrived after all, its reader gets it twice. Look there first."),
    "abandon": _("Nothing more is sent. Whoever has not got it will not get it."),
}


def channels(request: OfficeRequest) -> HttpResponse:
    """Kanal: every delivery, its state in words, and what to do."""
    waiting = request.GET.get("lihat") == "menunggu"
    before = _cursor(request.GET.get("sebelum", ""))
    found = queries.list_deliveries(
        request.actor, waiting_only=waiting, before=before, limit=PAGE + 1
    )
    times = Times()
    may_decide = decide(request.actor, Action.DECIDE_DELIVERY).allowed
    urgent = _urgent(request.actor) if not waiting and before is None else []
    first = {(one.edition.epoch, one.edition.number) for one in urgent}
    rest = [one for one in found[:PAGE] if (one.edition.epoch, one.edition.number) not in first]
    shown = [
        [edition_rows(one, times, may_decide=may_decide) for one in part] for part in (urgent, rest)
    ]
    last = found[PAGE - 1].edition if len(found) > PAGE else None
    view = "lihat=menunggu&" if waiting else ""
    count = queries.count_waiting(request.actor)
    context = {
        "sections": groups_of(*shown),
        "count": count,
        "waiting_only": waiting,
        "views": [
            {"label": gettext("All"), "url": "?", "current": not waiting},
            {
                "label": gettext("Waiting for a person"),
                "url": "?lihat=menunggu",
                "count": count,
                "current": waiting,
            },
        ],
        "older_url": f"?{view}sebelum={last.epoch}.{last.number}" if last else "",
        "may_readers": decide(request.actor, Action.MANAGE_READERS).allowed,
        "bounces": _bounces(times),
        "may_manage": decide(request.actor, Action.MANAGE_HOUSE).allowed,
    }
    return render(request, "delivery/channels.html", context)


def _urgent(actor: Actor) -> list[queries.EditionDeliveries]:
    """Return the newest Editions that need a person: they stand above all others."""
    return queries.list_deliveries(actor, waiting_only=True, limit=PAGE)


def _bounces(times: Times) -> dict[str, str]:
    """Return when the bounce mailbox was read last, and what is wrong with it."""
    read_at, error = queries.bounce_box()
    return {"read": times.words(read_at), "error": error}


def _cursor(text: str) -> tuple[int, int] | None:
    epoch, _dot, number = text.partition(".")
    if not (epoch.isdecimal() and number.isdecimal() and len(text) < 20):
        return None
    return int(epoch), int(number)


def delivery(request: OfficeRequest, delivery_id: UUID) -> HttpResponse:
    """One delivery: how its effects stand and, where they stand still, what can be said."""
    return _detail(request, delivery_id)


def _detail(request: OfficeRequest, delivery_id: UUID) -> HttpResponse:
    row = queries.get_visible(request.actor, delivery_id)
    times = Times()
    may = queries.may_decide(request.actor, queries.path_of(row.id))
    groups = [group_row(one, row, times, may_decide=may) for one in queries.list_groups(row.id)]
    context = {
        "delivery": row,
        "place": place_of(row),
        "label": label_of(row),
        "reason": reason_of(row, times),
        "receipt": receipt_of(row),
        "standing": groups,
        "planned": times.words(row.planned_at),
        "may_decide": may,
    }
    return render(request, "delivery/delivery.html", context)


def decide_delivery(request: OfficeRequest, delivery_id: UUID) -> HttpResponse:
    """Ask once more, then carry out what a person says about a group."""
    form = DecideForm(request.POST or request.GET)
    if not form.is_valid():
        raise Http404
    status = 200
    if request.method == "POST":
        try:
            return _decided(request, delivery_id, form)
        except Refused as refused:
            if refused.code == "no_delivery":
                raise Http404 from refused
            form.add_error(None, gettext(refused.reason) % refused.params)
            status = 422
    row = queries.get_visible(request.actor, delivery_id)
    confirm = _question(row, form)
    return render(request, "ui/confirm.html", {"confirm": confirm, "form": form}, status=status)


def _decided(request: OfficeRequest, delivery_id: UUID, form: DecideForm) -> HttpResponse:
    said = form.cleaned_data
    count = operations.decide_group(
        actor=request.actor,
        group=operations.Group(delivery_id, said["state"], said["error"]),
        decision=Decision(said["decision"]),
        note=said["note"],
        now=clock.now(),
    )
    text = ngettext("%(n)s delivery decided.", "%(n)s deliveries decided.", count) % {"n": count}
    messages.success(request, text)
    return redirect("delivery", delivery_id)


def _question(row: queries.DeliveryRow, form: DecideForm) -> dict[str, Any]:
    said = form.cleaned_data
    groups = queries.list_groups(row.id, examples=1)
    alike = [one for one in groups if (one.state, one.error) == (said["state"], said["error"])]
    decision = said["decision"]
    return {
        "question": gettext(QUESTIONS[decision]),
        "facts": [
            {"label": gettext("Destination"), "value": place_of(row)},
            {"label": gettext("Deliveries"), "value": sum(one.count for one in alike)},
        ],
        "warning": gettext(WARNINGS[decision]) if WARNINGS[decision] else "",
        "button": gettext(DECISION_LABELS[decision]),
        "bad": decision != "confirm",
        "action": reverse("delivery_decide", args=[row.id]),
        "cancel": {"url": reverse("delivery", args=[row.id]), "label": gettext("Back")},
    }


def export(request: OfficeRequest) -> StreamingHttpResponse:
    """The whole list as CSV, however long it is."""
    table = csv_lines(HEADER, _table(request.actor, get_language() or "id"))
    answer = StreamingHttpResponse(table, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="kiriman.csv"'
    return answer


def _table(actor: Actor, language: str) -> Iterator[list[object]]:
    """Yield the rows; they are drawn when the answer's own language is no longer active."""
    times = Times()
    for one in queries.every_delivery(actor):
        place = f"{one.edition.epoch}.{one.edition.number}"
        for row in one.deliveries:
            with override(language):
                said = [place_of(row), row.sum.mark, row.audience, row.sum.arrived,
                        reason_of(row, times)]  # fmt: skip
            yield [
                place, row.content_id, row.locale, row.version, row.purpose, row.unit_code,
                one.edition.title, *said, row.remote, row.planned_at, row.settled_at,
            ]  # fmt: skip
