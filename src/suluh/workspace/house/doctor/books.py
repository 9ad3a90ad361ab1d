"""What the books say: ledger, keys, audit, regulation, calendars, and what stands still."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from suluh.foundation.audit import queries as audit
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import local_day
from suluh.foundation.outbox import queries as outbox
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.regulation import queries as regulation
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.workspace.house.doctor.findings import Finding, bad, ok, warn

KEY_SOON: Final = timedelta(days=60)
SEAL_LATE: Final = timedelta(seconds=60)
CALENDAR_SOON: Final = timedelta(days=60)
UNSENT_LATE: Final = timedelta(minutes=15)


def paused(_now: datetime) -> Iterator[Finding]:
    """A restored house publishes nothing until it is released."""
    epoch = ledger.paused_epoch()
    if epoch is None:
        yield ok("paused", _("The house publishes and sends."))
        return
    yield bad(
        "paused",
        _("The house is paused since its restore on %(day)s: nothing is published or sent."),
        _("Run suluh reconcile, look at its answer, then release the house."),
        day=f"{epoch.paused_at:%Y-%m-%d}",
    )


def keys(now: datetime) -> Iterator[Finding]:
    """The key that signs, and until when the root vouches for it."""
    remedy = _("Bring the root key and run suluh keys rotate (docs/how-to/lost-key.md).")
    folder = KeyFolder(Path(settings.SULUH_HOME) / "keys")
    try:
        kid, trust = folder.current(), folder.trust()
    except Refused as refused:
        yield bad("keys", _("There is no official key: %(why)s"),
                  _("Run suluh keys init."), why=str(refused))  # fmt: skip
        return
    if not (folder.path / "signing" / f"{kid}.pem").exists():
        yield bad("keys", _("The private key %(kid)s is not here; nothing can be published."),
                  remedy, kid=kid)  # fmt: skip
        return
    ends = max(one.not_after for one in trust.certificates[kid])
    days = (ends - now).days
    if ends <= now:
        yield bad("keys", _("The key that signs has expired."), remedy)
    elif ends - now < KEY_SOON:
        yield warn("keys", _("The key that signs expires in %(days)s days."), remedy, days=days)
    else:
        yield ok("keys", _("The key that signs is valid for %(days)s days."), days=days)


def audit_tail(now: datetime) -> Iterator[Finding]:
    """Rows are sealed within seconds where the scheduler works."""
    oldest = audit.oldest_unsealed()
    if oldest is None or now - oldest <= SEAL_LATE:
        yield ok("audit", _("Every audit row is sealed."))
        return
    minutes = round((now - oldest).total_seconds() / 60)
    yield bad(
        "audit",
        _("Audit rows wait for their seal since %(minutes)s minutes."),
        _("The scheduler seals them; start it."),
        minutes=minutes,
    )


def regulation_in_force(now: datetime) -> Iterator[Finding]:
    """Who must sign is said by a regulation, and people must hold its posts."""
    version = regulation.version_in_force()
    if version is None:
        yield bad("regulation", _("No PR regulation is in force; nothing can be submitted."),
                  _("Run suluh import regulation FILE --as EMAIL --in-force."))  # fmt: skip
        return
    gaps = regulation.list_gaps(now)
    name = f"{version.code} {version.version}"
    if gaps:
        yield warn(
            "regulation",
            _("Under %(name)s, %(count)s kinds of text could not be signed by anybody today."),
            _("Name holders or substitutes; suluh regulation check FILE lists the gaps."),
            name=name,
            count=len(gaps),
        )
    else:
        yield ok(
            "regulation", _("%(name)s is in force, and every chain has its people."), name=name
        )


def calendars(now: datetime) -> Iterator[Finding]:
    """Deadlines are counted over published calendars."""
    spans = org.calendar_spans(now)
    remedy = _("Run suluh calendar propose YEAR, look at the estimates, and publish it.")
    if not spans:
        yield warn(
            "calendar",
            _("No working calendar is published; deadlines know no holidays."),
            remedy,
        )
        return
    today = local_day(now, org.get_institution().zone)
    found = [one for code, span in sorted(spans.items())
             if (one := _calendar(code, span, today, remedy))]  # fmt: skip
    yield from found
    if not found:
        yield ok("calendar", _("%(count)s calendars are published and last."), count=len(spans))


def _calendar(code: str, span: tuple[date, date], today: date, remedy: str) -> Finding | None:
    begins, ends = span
    if begins > today:
        return bad(
            "calendar",
            _("The calendar %(code)s begins on %(day)s; until then no holiday counts."),
            remedy,
            code=code,
            day=begins.isoformat(),
        )
    if ends < today:
        return bad("calendar", _("The calendar %(code)s has ended."), remedy, code=code)
    if ends - today <= CALENDAR_SOON:
        days = (ends - today).days
        return warn("calendar", _("The calendar %(code)s ends in %(days)s days."),
                    remedy, code=code, days=days)  # fmt: skip
    return None


def facts(_now: datetime) -> Iterator[Finding]:
    """News between rooms that a handler could not take."""
    parked = outbox.list_parked_facts()
    if not parked:
        yield ok("facts", _("No announcement is parked."))
        return
    kind, error = parked[0]
    yield bad(
        "facts",
        _("%(count)s announcements are parked, the first a %(kind)s: %(error)s"),
        _("This is a fault of the software; keep the log and report it."),
        count=len(parked),
        kind=kind,
        error=error,
    )


def publications(_now: datetime) -> Iterator[Finding]:
    """Approved texts that the last check before publication refused."""
    refused = ledger.list_refused()
    if not refused:
        yield ok("publications", _("No approved text was refused."))
        return
    yield bad(
        "publications",
        _("%(count)s approved texts were refused at the last check, the first: %(error)s"),
        _("Open the text, take it back, and submit it anew."),
        count=len(refused),
        error=refused[0].error,
    )


def deliveries(now: datetime) -> Iterator[Finding]:
    """What waits for a person, and what waits too long for the machine."""
    counts = outbox.count_by_state()
    waiting = counts.get("unconfirmed", 0) + counts.get("held", 0)
    late = outbox.oldest_due(now=now)
    if late is not None and now - late > UNSENT_LATE:
        minutes = round((now - late).total_seconds() / 60)
        yield bad("deliveries", _("A delivery waits for its first attempt since %(minutes)s min."),
                  _("Is the scheduler running? Is a destination out of order?"),
                  minutes=minutes)  # fmt: skip
    if waiting:
        yield warn("deliveries", _("%(count)s deliveries wait for a person's decision."),
                   _("Decide them on the page “Kanal”."), count=waiting)  # fmt: skip
    elif late is None or now - late <= UNSENT_LATE:
        yield ok("deliveries", _("No delivery waits for anybody."))
