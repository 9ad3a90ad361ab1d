"""`suluh calendar`: hours by flag, and a year that need not be named."""

import argparse

import pytest

from suluh.foundation.org import queries
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.project.house import calendars
from suluh.workspace.house.doctor import books

pytestmark = pytest.mark.django_db


def propose(*hours, year=0):
    calendars.propose(
        argparse.Namespace(
            year=year, unit="KW1", zone="", hours=list(hours), email="indra@contoh.example"
        )
    )
    return queries.find_calendar_version("KW1")


def publish():
    calendars.publish(
        argparse.Namespace(code="KW1", accept_estimates=True, email="indra@contoh.example")
    )


def test_hours_by_flag_change_the_days_they_name(capsys):
    make_house()

    propose("mon-thu=08:00-16:00", "sat=08.00-11.00")
    row = propose("fri=closed")

    assert row.hours == {
        **{day: [["08:00", "16:00"]] for day in ("mon", "tue", "wed", "thu")},
        "sat": [["08:00", "11:00"]],
    }
    assert "sat 08:00-11:00\nsun closed" in capsys.readouterr().out
    for wrong in ("senin=08:00-16:00", "mon", "mon=pagi", "fri-mon=08:00-16:00"):
        with pytest.raises(Refused, match=r"no weekdays|no opening hours"):
            propose(wrong)
    assert queries.find_calendar_version("KW1").hours == row.hours


def test_the_year_is_this_one_until_it_is_decided():
    make_house()
    today = clock.now().date()

    assert propose().from_date.year == today.year
    publish()
    assert propose().until_date.year == today.year + 1


def test_the_doctor_names_a_calendar_that_has_not_begun():
    make_house()
    propose(year=clock.now().year + 1)
    publish()

    found = list(books.calendars(clock.now()))

    assert [one.level for one in found] == ["bad"]
    assert "until then no holiday counts" in found[0].sentence
