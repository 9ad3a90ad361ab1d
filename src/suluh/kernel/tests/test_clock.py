from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.kernel import clock

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
WIT = timezone(timedelta(hours=9))
MOMENTS = st.integers(0, 253_402_300_799_000_000).map(
    lambda microseconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
)


def test_now_is_aware_and_in_utc():
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.SystemClock().now() <= clock.now()


def test_a_fixed_clock_moves_only_when_told():
    fixed = clock.FixedClock(NOON)

    assert fixed.now() == NOON
    assert fixed.advance(hours=2, minutes=-30) == NOON + timedelta(minutes=90)
    assert fixed.now() == NOON + timedelta(minutes=90)


def test_a_moment_is_written_in_utc_with_microseconds():
    assert clock.iso(NOON) == "2026-11-21T12:00:00.000000Z"
    assert clock.iso(datetime(2026, 1, 1, 0, 0, 0, 7, tzinfo=WIT)) == "2025-12-31T15:00:00.000007Z"


@given(MOMENTS)
def test_what_was_written_is_read_back(at):
    assert clock.from_iso(clock.iso(at)) == at


@given(MOMENTS, MOMENTS)
def test_written_moments_sort_as_the_moments_do(one, two):
    assert (clock.iso(one) < clock.iso(two)) == (one < two)


def test_an_offset_is_understood_and_its_lack_refused():
    assert clock.from_iso("2026-11-21T19:00:00+07:00") == NOON
    with pytest.raises(ValueError, match="offset"):
        clock.from_iso("2026-11-21T12:00:00")
