"""Gapless register numbers, given in the caller's transaction or not at all."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from suluh.foundation.org import queries as org
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused, Stale
from suluh.newsroom.regulation import models, queries
from suluh.newsroom.regulation.rules.chains import Chain
from suluh.newsroom.regulation.rules.places import unit_of
from suluh.newsroom.regulation.rules.registers import RegisterEntry, format_number
from suluh.newsroom.regulation.rules.regulation import Register
from suluh.newsroom.regulation.rules.versions import RegisterNumber


def next_register_number(*, chain: Chain, day: date, now: datetime) -> RegisterNumber | None:
    """Give the next number for the text of a chain; None if its kind has no register.

    The register is that of the version the chain was computed with, also where another holds now
    or none, and of the unit that kept it then. `day` is the local date of publication; its year is
    the register's. The number comes back if the caller's transaction is rolled back, so the
    register has no gap. Must be called inside a transaction. Raises Refused: no_version,
    register_missing; Stale.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a number is given in the publishing's own")
    stored = queries.regulation_by_name(chain.regulation, chain.version)
    register = stored.registers.get(chain.case.kind)
    if register is None:
        return None
    keeper = chain.register_unit or _keeper_today(register, chain.case.unit, now)
    if not keeper:
        raise Refused("register_missing", _("No unit keeps the register for this kind of text."))
    seq = _advance(keeper, day.year, register.series)
    entry = RegisterEntry(seq, register.series, keeper, day)
    text = format_number(register.pattern, entry)
    return RegisterNumber(text, seq, register.series, keeper, register.clause)


def _keeper_today(register: Register, unit_code: str, now: datetime) -> str:
    unit = unit_of(register.place, org.house_snapshot(now), unit_code)
    return unit.code if unit else ""


MOST_STEPS: Final = 5_000


@transaction.atomic
def note_register_number(*, kind: str, unit_code: str, day: date, text: str, now: datetime) -> bool:
    """Move a register on to a number that was given outside, so that it is never given again.

    Returns False where the register of today does not give such numbers; then nothing changes.
    """
    newest = queries.newest_regulation()
    register = newest.registers.get(kind) if newest else None
    keeper = _keeper_today(register, unit_code, now) if register else ""
    if register is None or not keeper:
        return False
    counter, _made = models.RegisterCounter.objects.select_for_update().get_or_create(
        unit_code=keeper, year=day.year, series=register.series
    )
    for seq in range(1, counter.last + MOST_STEPS):
        entry = RegisterEntry(seq, register.series, keeper, day)
        if format_number(register.pattern, entry) == text:
            models.RegisterCounter.objects.filter(id=counter.id, last__lt=seq).update(last=seq)
            return True
    return False


def _advance(unit_code: str, year: int, series: str) -> int:
    counter, _made = models.RegisterCounter.objects.select_for_update().get_or_create(
        unit_code=unit_code, year=year, series=series
    )
    moved = models.RegisterCounter.objects.filter(id=counter.id, last=counter.last)
    if moved.update(last=F("last") + 1) != 1:
        raise Stale(_("Somebody else took this register number first; try again."))
    return counter.last + 1
