"""The doctor finds each thing that is wrong, and only that."""

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from suluh import __released__
from suluh.foundation.audit import operations as audit
from suluh.foundation.org.tests.makers import make_house
from suluh.foundation.outbox import models as outbox
from suluh.kernel import clock
from suluh.newsroom.editorial.tests.makers import load_example
from suluh.publishing.ledger import commands, models
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.workspace.house import doctor
from suluh.workspace.house.doctor import Level, clocks

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path, settings):
    settings.SULUH_HOME = tmp_path / "home"
    settings.SULUH_HOME.mkdir()
    settings.SULUH_SMTP_URL = ""
    return settings.SULUH_HOME


@pytest.fixture
def cast(home):
    cast = make_house()
    load_example(cast)
    return cast


def levels(now) -> dict[str, str]:
    return {one.check: str(one.level) for one in doctor.examine(now)}


def keep(home: Path, now) -> None:
    (home / "loop.heartbeat").write_text(clock.iso(now))
    (home / "backup.json").write_text(json.dumps({"at": clock.iso(now)}))
    root = commands.RootFile(home.parent / "root.pem")
    commands.init(KeyFolder(home / "keys"), root, institution="LC", now=now)
    audit.seal(now=now)


def test_a_house_in_order_has_only_warnings_about_what_is_not_set(home, cast):
    keep(home, cast.now)

    found = levels(cast.now)

    in_memory = ["database"] if connection.vendor == "sqlite" else []
    assert [name for name, level in found.items() if level == "bad"] == in_memory
    assert {name for name, level in found.items() if level == "warn"} <= {
        "mail", "checkpoints", "calendar", "regulation", "disk", "time_server",
    }  # fmt: skip


def clock_line(now) -> str:
    (found,) = clocks.clock_right(now)
    return f"{found.level} {found.said()}"


def test_a_clock_behind_what_was_written_is_wrong(home, cast, settings, tmp_path):
    keep(home, cast.now)
    audit.record(audit.Entry("test.row", "house"), now=cast.now)

    assert clock_line(cast.now).startswith("ok")
    assert clock_line(cast.now - timedelta(seconds=30)).startswith("ok")
    behind = clock_line(cast.now - timedelta(days=2))
    assert behind.startswith("bad The clock shows 2026-11-16")
    assert "has written at 2026-11-18 05:00 UTC already" in behind
    assert clock_line(cast.now - timedelta(days=200)).startswith("bad The clock is wrong")

    settings.SULUH_CHECKPOINTS = str(tmp_path)
    outside = tmp_path / "1.jws"
    outside.write_text("x")
    os.utime(outside, times=(later := (cast.now + timedelta(days=9)).timestamp(), later))
    assert clock_line(cast.now).startswith("bad The clock shows 2026-11-18")


def test_the_day_of_this_version_has_passed():
    assert date.fromisoformat(__released__) <= clock.now().date()


def test_the_kernel_is_asked_whether_its_clock_is_kept(home):
    error = clocks.clock_error()
    (found,) = clocks.synchronised(clock.now())

    assert error is None or error >= 0
    kept = error is None or error < clocks.UNSYNCHRONISED
    assert found.level is (Level.OK if kept else Level.WARN)


def test_every_check_answers_in_an_empty_house(home):
    found = doctor.examine(clock.now())

    assert {one.check for one in found} == {name for name, _check in doctor.CHECKS}
    assert all(one.said() and (one.remedy or one.level is Level.OK) for one in found)
    assert doctor.worst(found) is Level.BAD


@pytest.mark.parametrize(
    ("check", "days"), [("worker", 0.01), ("backup", 8), ("keys", 400), ("audit", 0.01)]
)
def test_what_grows_old_is_noticed(home, cast, check, days):
    keep(home, cast.now)
    audit.record(audit.Entry("test.row", "house"), now=cast.now)

    later = levels(cast.now + timedelta(days=days))

    assert levels(cast.now)[check] == "ok"
    assert later[check] == "bad"


def test_a_key_that_expires_soon_is_a_warning(home, cast):
    keep(home, cast.now)

    assert levels(cast.now + timedelta(days=320))["keys"] == "warn"


def test_what_stands_still_is_named(home, cast):
    keep(home, cast.now)
    outbox.Fact.objects.create(
        kind="Sesuatu", subject="x", payload={}, at=cast.now, parked_at=cast.now, error="Fault"
    )
    models.DueCopy.objects.create(
        copy_id="00000000-0000-7000-8000-000000000001", content_id="x", due_at=cast.now,
        state="refused", error="Tidak lengkap",
    )  # fmt: skip
    models.Epoch.objects.create(number=2, opened_at=cast.now, paused_at=cast.now)

    found = {one.check: one for one in doctor.examine(cast.now)}

    assert found["facts"].said() == "1 announcements are parked, the first a Sesuatu: Fault"
    assert "Tidak lengkap" in found["publications"].said()
    assert found["paused"].level is Level.BAD


def test_a_check_that_breaks_is_itself_a_finding(home, cast, monkeypatch):
    def broken(_now):
        raise RuntimeError("no luck")
        yield

    monkeypatch.setattr(doctor, "CHECKS", (("disk", broken),))

    (found,) = doctor.examine(cast.now)

    assert (found.level, found.check) == (Level.BAD, "disk")
    assert "RuntimeError: no luck" in found.said()
