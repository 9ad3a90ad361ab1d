"""The office's side of the contact form: read, answer by mail, mark as handled."""

from contextlib import suppress
from typing import Any, Final
from urllib.parse import quote, urlencode
from uuid import UUID

from django.contrib import messages as said
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, override

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import zone_label
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.kernel.tabular import to_csv
from suluh.publishing.website import models, operations, queries
from suluh.publishing.website.forms import HandleForm
from suluh.publishing.website.rules.messages import (
    KEEP_HANDLED,
    KEEP_SPAM,
    STATE_LABELS,
    State,
    Verb,
)
from suluh.ui.moments import moment

PAGE: Final = 20
MOST_IN_A_FILE: Final = 10_000
VIEWS: Final = {"": State.OPEN, "selesai": State.HANDLED, "spam": State.SPAM}
MARKS: Final = {State.OPEN: "waiting", State.HANDLED: "ok", State.SPAM: "skipped"}
HEADER: Final = (
    "received_at", "state", "name", "email", "locale", "message", "handled_at", "handled_by",
    "note",
)  # fmt: skip


def messages(request: OfficeRequest) -> HttpResponse:
    """What visitors wrote, newest first."""
    chosen = request.GET.get("lihat", "")
    state = VIEWS.get(chosen, State.OPEN)
    words, before = request.GET.get("q", "")[:100], _id(request.GET.get("sebelum", ""))
    found = queries.list_messages(
        request.actor, state=state, words=words, before=before, limit=PAGE + 1
    )
    counts = queries.count_messages(request.actor)
    kept = {name: value for name, value in (("lihat", chosen), ("q", words)) if value}
    older = {**kept, "sebelum": found[PAGE - 1].id} if len(found) > PAGE else {}
    context = {
        "rows": [_row(one) for one in found[:PAGE]],
        "words": words,
        "chosen": chosen,
        "open_count": counts.get(State.OPEN, 0),
        "older_url": f"?{urlencode(older)}" if older else "",
        "views": [
            {
                "label": gettext(STATE_LABELS[one]).capitalize(),
                "url": f"?lihat={name}" if name else "?",
                "count": counts.get(one, 0),
                "current": one == state,
            }
            for name, one in VIEWS.items()
        ],
        "keep_days": KEEP_HANDLED.days,
        "spam_days": KEEP_SPAM.days,
    }
    return render(request, "website/office/messages.html", context)


def _id(text: str) -> UUID | None:
    with suppress(ValueError):
        return UUID(text)
    return None


def message(request: OfficeRequest, message_id: UUID) -> HttpResponse:
    """One message: read it, answer by mail, say that it is handled."""
    row = queries.get_message(request.actor, message_id)
    form = HandleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _sort(request, message_id, Verb.HANDLE, form.cleaned_data["note"])
        except Refused as refused:
            form.add_error(None, gettext(refused.reason) % refused.params)
        else:
            said.success(request, gettext("The message is marked as handled."))
            return redirect("messages")
    context = {"row": _row(row), "form": form, "keep_days": KEEP_HANDLED.days}
    status = 422 if form.is_bound else 200
    return render(request, "website/office/message.html", context, status=status)


def refuse(request: OfficeRequest, message_id: UUID) -> HttpResponse:
    """Mark a message as spam."""
    _sort(request, message_id, Verb.REFUSE)
    text = gettext("The message is marked as spam and erased in %(days)s days.")
    said.success(request, text % {"days": KEEP_SPAM.days})
    return redirect("messages")


def reopen(request: OfficeRequest, message_id: UUID) -> HttpResponse:
    """Put a message back among those that wait."""
    _sort(request, message_id, Verb.REOPEN)
    said.success(request, gettext("The message waits for an answer again."))
    return redirect("message", message_id)


def export(request: OfficeRequest) -> HttpResponse:
    """Every message as CSV."""
    found = queries.list_messages(request.actor, limit=MOST_IN_A_FILE)
    names = _names(found)
    table = (
        [one.received_at, one.state, one.name, one.email, one.locale, one.message, one.handled_at,
         names.get(one.handled_by_id, ""), one.note]
        for one in found
    )  # fmt: skip
    answer = HttpResponse(to_csv(HEADER, table), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="pesan.csv"'
    return answer


def _sort(request: OfficeRequest, message_id: UUID, verb: Verb, note: str = "") -> None:
    operations.sort_message(
        actor=request.actor, message_id=message_id, verb=verb, note=note, now=clock.now()
    )


def _names(rows: list[models.ContactMessage]) -> dict[UUID | None, str]:
    people = {row.handled_by_id for row in rows if row.handled_by_id}
    return {one: org.get_person(one).name for one in people}


def _row(row: models.ContactMessage) -> dict[str, Any]:
    zone = org.get_institution().zone
    state = State(row.state)
    return {
        "id": row.id,
        "name": row.name,
        "email": row.email,
        "mailto": _mailto(row),
        "message": row.message,
        "locale": row.locale,
        "state": state.value,
        "mark": MARKS[state],
        "label": gettext(STATE_LABELS[state]),
        "received": moment(row.received_at, zone, zone_label(zone)),
        "handled": moment(row.handled_at, zone, zone_label(zone)),
        "handled_by": _names([row]).get(row.handled_by_id, ""),
        "note": row.note,
        "url": reverse("message", args=[row.id]),
    }


def _mailto(row: models.ContactMessage) -> str:
    """Return a link that opens an answer in one's own mail program, the message quoted."""
    with override(row.locale):
        subject = gettext("Your message to %(name)s") % {"name": org.get_institution().short_name}
    quoted = "\n".join(f"> {line}" for line in row.message.splitlines())[:1500]
    asked = urlencode({"subject": subject, "body": f"\n\n{quoted}"}, quote_via=quote)
    return f"mailto:{quote(row.email, safe='@')}?{asked}"
