"""Gapless register numbers, given in the caller's transaction or not at all."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from suluh.foundation.org import queries as org
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused, Stale
from suluh.newsroom.regulation import models, queries
from suluh.newsroom.regulation.rules.places import unit_of
from suluh.newsroom.regulation.rules.registers import RegisterEntry, format_number
from suluh.newsroom.regulation.rules.versions import RegisterNumber


def next_register_number(
    *, kind: str, unit_code: str, day: date, now: datetime
) -> RegisterNumber | None:
    """Give the next number for a text of this kind and unit; None if the kind has no register.

    `day` is the local date of publication; its year is the register's. The number comes back if
    the caller's transaction is rolled back, so the register has no gap. Must be called inside a
    transaction. Raises Refused: regulation_missing, register_missing; Stale.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a number is given in the publishing's own")
    register = queries.regulation_in_force(now).registers.get(kind)
    if register is None:
        return None
    unit = unit_of(register.place, org.house_snapshot(now), unit_code)
    if unit is None:
        raise Refused("register_missing", _("No unit keeps the register for this kind of text."))
    seq = _advance(unit.code, day.year, register.series)
    entry = RegisterEntry(seq, register.series, unit.code, day)
    text = format_number(register.pattern, entry)
    return RegisterNumber(text, seq, register.series, unit.code, register.clause)


MOST_STEPS: Final = 5_000


@transaction.atomic
def note_register_number(*, kind: str, unit_code: str, day: date, text: str, now: datetime) -> bool:
    """Move a register on to a number that was given outside, so that it is never given again.

    Returns False where the register of today does not give such numbers; then nothing changes.
    """
    register = queries.regulation_in_force(now).registers.get(kind)
    if register is None:
        return False
    unit = unit_of(register.place, org.house_snapshot(now), unit_code)
    if unit is None:
        return False
    counter, _made = models.RegisterCounter.objects.select_for_update().get_or_create(
        unit_code=unit.code, year=day.year, series=register.series
    )
    for seq in range(1, counter.last + MOST_STEPS):
        entry = RegisterEntry(seq, register.series, unit.code, day)
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
