"""Deliveries as the components of the office show them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import zone_label
from suluh.foundation.outbox.rules import STATE_LABELS
from suluh.foundation.outbox.rules import State as Effect
from suluh.kernel.bilingual import gettext_noop as _
from suluh.publishing.delivery.queries import DeliveryRow, EditionDeliveries, GroupRow
from suluh.publishing.delivery.rules import CHANNEL_LABELS, PURPOSE_LABELS, ChannelKind, advice
from suluh.ui.moments import iso_in, moment

TAKEN = {
    "website": _("On the site"),
    "mail": _("Taken by the mail server"),
    "webhook": _("Taken by the other system"),
}
ERRORS = {
    "no_answer": _("The connection broke before the answer came."),
    "sender_stopped": _("The sender stopped while it was sending."),
    "stops_the_sender": _("It stopped the sender again and again."),
    "restored": _("The house was restored from a backup; it may have left before."),
    "no_connection": _("The destination could not be reached."),
    "recipient_refused": _("The address is refused by its server."),
    "put_off": _("The destination asked to try again later."),
    "not_let_in": _("The destination does not let us in; look at the channel's secret."),
    "moved": _("The address has moved; enter the new one."),
    "refused": _("The destination refused it."),
    "not_public": _("The address is inside a private network."),
    "superseded": _("A newer version goes instead."),
    "dropped": _("A newer version goes instead."),
    "forgotten": _("The text was erased."),
    "cannot_write": _("The site's folder cannot be written."),
    "no_gateway": _("Nothing is set up that can send this."),
    "server_error": _("The other system had a fault of its own."),
    "fault": _("A fault in the adapter."),
    "never_shown": _("It was taken and never shown."),
}
DECISION_LABELS = {
    "confirm": _("It is there"),
    "try_again": _("It is not there, send again"),
    "abandon": _("Give it up"),
}


class Times:
    """Moments in the institution's zone."""

    def __init__(self) -> None:
        self.zone = org.get_institution().zone
        self.word = zone_label(self.zone)

    def words(self, at: Any) -> str:
        return moment(at, self.zone, self.word, seconds=True)

    def iso(self, at: Any) -> str:
        return iso_in(at, self.zone)


def place_of(row: DeliveryRow) -> str:
    """Return where it goes: built-in channels by their translated kind, others by their name."""
    kind = ChannelKind(row.channel_kind)
    return row.channel if kind is ChannelKind.WEBHOOK else gettext(CHANNEL_LABELS[kind])


def label_of(row: DeliveryRow) -> str:
    """Return the word for the state where the mark's own is not exact."""
    return gettext(TAKEN[row.channel_kind]) if row.sum.mark == "delivered" else ""


def reason_of(row: DeliveryRow, times: Times) -> str:
    """Return numbers and causes in one line."""
    said = []
    if row.channel_kind == ChannelKind.MAIL:
        if not row.audience:
            return gettext("nobody to write to")
        said.append(
            ngettext(
                "%(arrived)s of %(total)s letter", "%(arrived)s of %(total)s letters", row.audience
            )
            % {"arrived": row.sum.arrived, "total": row.audience}
        )
        waiting = {mark: n for mark, n in row.sum.counts.items() if mark != "delivered"}
        said += [f"{count} {gettext(WORDS[mark])}" for mark, count in waiting.items()]
    if row.sum.mark == "due" and row.attempts and row.retry_at:
        said.append(
            gettext("attempt %(n)s did not succeed, again at %(time)s")
            % {"n": row.attempts, "time": times.words(row.retry_at)}
        )
    if row.sentence and row.sum.mark != "delivered":
        said.append(row.sentence)
    return " · ".join(said)


WORDS = {
    "unconfirmed": _("unconfirmed"),
    "failed": _("failed"),
    "held": _("held"),
    "sending": _("on their way"),
    "due": _("waiting"),
    "waiting": _("planned"),
    "skipped": _("no longer needed"),
}


def edition_rows(found: EditionDeliveries, times: Times, *, may_decide: bool) -> dict[str, Any]:
    """Return one Edition for the page: heading, summary and the rows of its ledger."""
    edition = found.edition
    rows = [delivery_row(row, times, may_decide=may_decide) for row in found.deliveries]
    return {
        "id": f"e-{edition.epoch}-{edition.number}",
        "title": edition.title or gettext("A text without title"),
        "locale": edition.locale,
        "number": f"{edition.epoch}.{edition.number}",
        "version": edition.version,
        "purpose": gettext(PURPOSE_LABELS[edition.action]),
        "is_special": edition.action in {"correct", "withdraw", "erase"},
        "time": times.words(edition.published_at),
        "code": edition.short_code,
        "unit": edition.unit_code,
        "deliveries": rows,
        "waiting": sum(row.sum.needs_person for row in found.deliveries),
        "arrived": sum(row.sum.mark == "delivered" for row in found.deliveries),
        "total": len(found.deliveries),
    }


def delivery_row(row: DeliveryRow, times: Times, *, may_decide: bool) -> dict[str, Any]:
    """Return one delivery for `ui/components/deliveries.html`."""
    url = reverse("delivery", args=[row.id])
    at = row.settled_at or row.planned_at
    action = gettext("Decide") if may_decide and row.sum.needs_person else gettext("Details")
    return {
        "id": str(row.id),
        "place": place_of(row),
        "address": gettext(PURPOSE_LABELS[row.purpose]),
        "state": row.sum.mark,
        "label": label_of(row),
        "reason": reason_of(row, times),
        "time": times.words(at),
        "time_iso": times.iso(at),
        "receipt": row.remote,
        "receipt_url": row.remote if row.remote.startswith(("https://", "http://")) else "",
        "action": {"label": action, "url": url},
        "open": row.sum.needs_person,
        "story": gettext(advice(row.sum.mark)),
    }


def group_row(
    group: GroupRow, row: DeliveryRow, times: Times, *, may_decide: bool
) -> dict[str, Any]:
    """Return a group of effects for the page of one delivery."""
    decide = reverse("delivery_decide", args=[row.id])
    asked = f"?state={group.state}&error={group.error}&decision="
    choices = [
        {
            "label": gettext(DECISION_LABELS[one]),
            "url": f"{decide}{asked}{one}",
            "bad": one != "confirm",
        }
        for one in group.decisions
    ]
    return {
        "mark": group.mark,
        "label": gettext(STATE_LABELS[Effect(group.state)]),
        "count": group.count,
        "cause": gettext(ERRORS[group.error]) if group.error in ERRORS else group.error,
        "story": gettext(advice(group.mark)),
        "choices": choices if may_decide else [],
        "examples": [
            {
                "to": one.destination.removeprefix("mail:") if may_decide else "",
                "sentence": one.sentence,
                "key": one.key,
                "attempts": one.attempts,
                "time": times.words(one.settled_at or one.retry_at),
            }
            for one in group.examples
        ],
    }
