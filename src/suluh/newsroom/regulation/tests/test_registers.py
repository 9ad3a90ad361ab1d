from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.kernel.refusals import Refused
from suluh.newsroom.regulation.rules.registers import (
    RegisterEntry,
    format_number,
    pattern_refusal,
)

PATTERN = "{seq:03d}/SP/{unit}/{roman_month}/{year}"


def test_a_number_is_printed_as_the_pattern_says() -> None:
    entry = RegisterEntry(7, "SP", "BIRO-HUMAS", date(2026, 11, 3))

    assert format_number(PATTERN, entry) == "007/SP/BIRO-HUMAS/XI/2026"
    assert (
        format_number("{series}-{unit}-{year}-{month:02d}-{seq}", entry)
        == "SP-BIRO-HUMAS-2026-11-7"
    )


@pytest.mark.parametrize(
    "pattern",
    [
        "{seq}/{unit}",
        "{unit}/{year}",
        "{seq}/{year}",
        "{seq}/{unit}/{year}/{day}",
        "{seq!r}/{unit}/{year}",
        "{seq:>99999999d}/{unit}/{year}",
        "{seq}/{unit.__class__}/{year}",
        "{seq/{unit}/{year}",
        "{}{seq}{unit}{year}",
    ],
)
def test_a_pattern_that_could_double_or_does_harm_is_refused(pattern: str) -> None:
    assert pattern_refusal(pattern) is not None
    with pytest.raises(Refused):
        format_number(pattern, RegisterEntry(1, "SP", "KP", date(2026, 1, 1)))


@given(st.integers(1, 5000), st.integers(1, 5000), st.dates(), st.dates())
def test_two_entries_of_a_unit_and_year_never_bear_one_number(
    one: int, two: int, day: date, other: date
) -> None:
    first = format_number(PATTERN, RegisterEntry(one, "SP", "KP", day))
    second = format_number(
        PATTERN, RegisterEntry(two, "SP", "KP", other.replace(year=day.year, day=1))
    )

    assert (first != second) or one == two
