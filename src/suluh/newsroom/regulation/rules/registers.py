"""Register numbers: a pattern such as `{seq:03d}/SP/{unit}/{roman_month}/{year}`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Final

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_FIELDS: Final = ("seq", "series", "unit", "year", "month", "roman_month")
_WIDTH: Final = re.compile(r"0[1-9]d")


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """What a number is made of; `day` is the local date of publication."""

    seq: int
    series: str
    unit: str
    day: date


def pattern_refusal(pattern: str) -> Refused | None:
    """Say what is wrong with a pattern, or None.

    It needs `{seq}`, `{unit}` and `{year}`, because the register runs per unit and year: without
    them two texts could bear the same number.
    """
    try:
        pieces = list(Formatter().parse(pattern))
    except ValueError:
        return Refused("pattern", _("The braces of the pattern do not match."))
    named = [(name, spec or "", turn) for _text, name, spec, turn in pieces if name is not None]
    for name, spec, turn in named:
        if name not in _FIELDS or turn:
            allowed = ", ".join(_FIELDS)
            reason = _("'{%(name)s}' is not a field of a register number; allowed: %(allowed)s.")
            return Refused("pattern", reason, name=name, allowed=allowed)
        if spec and not (name in ("seq", "month") and _WIDTH.fullmatch(spec)):
            reason = _("'%(spec)s' is not possible; only widths such as 03d, for seq and month.")
            return Refused("pattern", reason, spec=spec)
    for name in ("seq", "unit", "year"):
        if name not in {known for known, _spec, _turn in named}:
            reason = _("The pattern needs '{%(name)s}', or two texts could bear one number.")
            return Refused("pattern", reason, name=name)
    return None


def format_number(pattern: str, entry: RegisterEntry) -> str:
    """Give the number as printed; raises Refused for a bad pattern."""
    refusal = pattern_refusal(pattern)
    if refusal is not None:
        raise refusal
    return pattern.format(
        seq=entry.seq,
        series=entry.series,
        unit=entry.unit,
        year=entry.day.year,
        month=entry.day.month,
        roman_month=_ROMAN[entry.day.month - 1],
    )
