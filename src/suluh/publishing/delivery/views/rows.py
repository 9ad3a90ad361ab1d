"""Deliveries as the components of the office show them."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import zone_label
from suluh.foundation.outbox.rules import STATE_LABELS
from suluh.foundation.outbox.rules import State as Effect
from suluh.kernel.bilingual import gettext_noop as _
from suluh.publishing.delivery.queries import DeliveryRow, EditionDeliveries, GroupRow
from suluh.publishing.delivery.rules import CHANNEL_LABELS, PURPOSE_LABELS, ChannelKind, advice
from suluh.ui.moments import hour, iso_in, moment

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

    def day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()

    def beside(self, at: datetime | None, heading: datetime) -> str:
        """Return a moment below a heading of another: '' for the same minute, no day twice."""
        if at is None or abs(at - heading) < timedelta(minutes=1):
            return ""
        if self.day(at) == self.day(heading):
            return hour(at.astimezone(ZoneInfo(self.zone)))
        return moment(at, self.zone, self.word)


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
    rows = [
        delivery_row(row, times, edition.published_at, may_decide=may_decide)
        for row in found.deliveries
    ]
    return {
        "id": f"e-{edition.epoch}-{edition.number}",
        "title": edition.title or gettext("A text without title"),
        "locale": edition.locale,
        "number": f"{edition.epoch}.{edition.number}",
        "version": edition.version,
        "purpose": gettext(PURPOSE_LABELS[edition.action]),
        "is_special": edition.action in {"correct", "withdraw", "erase"},
        "day": times.day(edition.published_at),
        "time": hour(edition.published_at.astimezone(ZoneInfo(times.zone))) + f" {times.word}",
        "code": edition.short_code,
        "unit": edition.unit_code,
        "deliveries": rows,
        "arrived": sum(row.sum.mark == "delivered" for row in found.deliveries),
        "total": len(found.deliveries),
    }


def groups_of(
    waiting: list[dict[str, Any]], editions: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return what needs a person as one group, then the rest day by day."""
    groups: list[dict[str, Any]] = []
    if waiting:
        label = gettext("Waiting for a person")
        for one in waiting:
            one["time"] = f"{date_format(one['day'], 'j M Y')} {one['time']}"
        groups.append({"id": "waiting", "label": label, "editions": waiting})
    for day, rows in groupby(editions, key=lambda one: one["day"]):
        label = date_format(day, "l, j F Y")
        groups.append({"id": f"d-{day:%Y%m%d}", "label": label, "editions": list(rows)})
    return groups


def delivery_row(
    row: DeliveryRow, times: Times, published_at: datetime, *, may_decide: bool
) -> dict[str, Any]:
    """Return one delivery for `ui/components/deliveries.html`."""
    url = reverse("delivery", args=[row.id])
    decides = may_decide and row.sum.needs_person
    return {
        "place": place_of(row),
        "url": url,
        "state": row.sum.mark,
        "label": label_of(row),
        "reason": reason_of(row, times),
        "time": times.beside(row.settled_at, published_at),
        "time_iso": times.iso(row.settled_at),
        "receipt": receipt_of(row),
        "open": row.sum.needs_person,
        "story": gettext(advice(row.sum.mark)),
        "choices": [{"label": gettext("Decide") if decides else gettext("Details"), "url": url}],
    }


def receipt_of(row: DeliveryRow) -> dict[str, str]:
    """Return the page that a delivery made, as a short link; {} where it made none."""
    if not row.remote.startswith(("https://", "http://")):
        return {}
    return {"label": gettext("Open the page"), "url": row.remote, "title": row.remote}


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
