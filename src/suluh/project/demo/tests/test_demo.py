"""The demo is built by the product's own operations, in an empty or its own folder only."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from suluh.foundation.notify import queries as notify
from suluh.foundation.org import operations as org
from suluh.foundation.org import queries as org_queries
from suluh.foundation.org.rules import InstitutionRow
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.clock import FixedClock
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import queries as editorial
from suluh.project import config, loop
from suluh.project.demo import build, command, guard, house, reading, second_factor
from suluh.project.demo.dating import dated
from suluh.project.demo.stage import Stage
from suluh.publishing.ledger import commands as keys
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.keyfolder import KeyFolder

NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)  # a Saturday, 09.30 WIB
MONDAY_EARLY = datetime(2027, 1, 3, 23, 5, tzinfo=UTC)  # 06.05 WIB, after a new year
FEW = (
    "papan-duga",
    "nelayan-alat-ukur",
    "bakau-delta",
    "sirene-layar-putih",
    "laporan-keterbukaan",
)


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    settings.SULUH_HOME = tmp_path
    settings.SULUH_PUBLIC_DIR = tmp_path / "public"
    return tmp_path


def few() -> build.Share:
    stories = tuple(story for story in reading.stories() if story.key in FEW)
    assert len(stories) == len(FEW)
    return build.Share(stories, tuple(reading.activities())[-2:], readers=False)


def told(home: Path, now: datetime = NOW) -> Stage:
    build.found_house(home, password="sandi-untuk-uji-saja", now=now)
    clock = FixedClock(now)
    its = loop.Loop(slots=0, told=clock)
    return build.tell_months(home, few(), clock=clock, settle=its.settle)


@pytest.mark.django_db
def test_a_folder_with_official_keys_is_refused(home: Path) -> None:
    keys.init(KeyFolder(home / "keys"), keys.RootFile(home / "r.pem"), institution="LC", now=NOW)

    with pytest.raises(Refused) as found:
        build.found_house(home, password="sandi-untuk-uji-saja", now=NOW)

    assert found.value.code == "real_keys"
    assert not org_queries.has_institution()


@pytest.mark.django_db
def test_a_real_house_is_refused_and_no_clock_moves_in_it(home: Path) -> None:
    name = Bilingual("Lembaga Contoh", "Example Agency")
    org.set_institution(InstitutionRow(name, "LC", "Asia/Jakarta", ("id",), "", "", "", False))

    for refused in (guard.refuse_real_rows, guard.refuse_outside_demo):
        with pytest.raises(Refused) as found:
            refused(home)
        assert found.value.code == "real_house"


@pytest.mark.django_db
def test_months_are_told_in_a_demo_only(home: Path) -> None:
    clock = FixedClock(NOW)

    with pytest.raises(Refused) as found:
        build.tell_months(home, few(), clock=clock, settle=lambda: None)

    assert found.value.code == "no_demo"
    assert clock.now() == NOW


@pytest.mark.django_db
def test_a_code_is_shown_for_one_person_who_has_one(home: Path) -> None:
    build.found_house(home, password="sandi-untuk-uji-saja", now=NOW)

    assert second_factor.code_of("nadira").isdigit()
    assert second_factor.code_of("Yosefina Tallo") == second_factor.code_of("yosefina")
    for name, code in (("siti", "no_second_factor"), ("hendra", "several"), ("xyz", "nobody")):
        with pytest.raises(Refused) as found:
            second_factor.code_of(name)
        assert found.value.code == code


@pytest.mark.django_db
def test_founding_twice_founds_once(home: Path) -> None:
    build.found_house(home, password="sandi-untuk-uji-saja", now=NOW)
    fingerprint = KeyFolder(home / "keys").root()

    build.found_house(home, password="sandi-yang-lain-lagi", now=NOW)

    assert KeyFolder(home / "keys").root() == fingerprint
    assert fingerprint.demo


@pytest.mark.django_db
@pytest.mark.parametrize("now", [NOW, MONDAY_EARLY])
def test_stories_go_through_the_chain_and_end_before_now(home: Path, now: datetime) -> None:
    stage = told(home, now)

    rows = [row for one in ledger.texts() if (row := ledger.latest_edition(*one))]
    actions = Counter(row.action for row in rows)
    assert actions == {"correct": 2, "publish": 1}
    assert all(stage.timeline.start < row.published_at < now for row in rows)
    assert all(row.signed_by for row in rows)
    states = {key: editorial.last_copy_of(stage.contents[key]) for key in FEW}
    assert {key: copy.state for key, copy in states.items() if copy} == {
        "papan-duga": "published",
        "nelayan-alat-ukur": "cleared",
        "bakau-delta": "returned",
        "sirene-layar-putih": "in_review",
        "laporan-keterbukaan": "published",
    }
    late, waits = states["sirene-layar-putih"], states["nelayan-alat-ukur"]
    assert late
    assert late.step_due_at
    assert late.step_due_at < now
    assert waits
    assert waits.due_at
    assert waits.due_at > now


@pytest.mark.django_db
def test_only_notices_of_the_last_days_are_new(home: Path) -> None:
    stage = told(home)

    notices = [
        one
        for key in stage.people.names
        for one in notify.list_notices(stage.actor(key).person_id, limit=500)
    ]
    new = [one.at for one in notices if one.read_at is None]

    assert len(notices) > len(new)
    assert all(at > NOW - timedelta(days=4) for at in new)


def test_everybody_hands_in_for_their_own_unit() -> None:
    units = {row["key"]: row["unit"] for row in reading.load("people.yaml")["people"]}
    home_of = {row["code"]: row for row in reading.load("institution.yaml")["units"]}
    regions = {code for code, row in home_of.items() if row["kind"] == "regional_office"}
    said = [(one.by, one.unit) for one in (*reading.activities(), *reading.stories()) if one.by]

    assert [(by, unit) for by, unit in said if unit in regions and units[by] != unit] == []


@pytest.mark.django_db
def test_the_wrong_figure_stays_visible_beside_the_right_one(home: Path) -> None:
    stage = told(home)

    row = ledger.latest_edition(stage.contents["papan-duga"], "id")

    assert row is not None
    assert any("241" in one["wrong"] and "214" in one["right"] for one in row.corrected)


def test_the_data_hold_what_the_demo_promises() -> None:
    stories = [story for story in reading.stories() if story.kind in {
        "news", "press_release", "announcement"}]  # fmt: skip
    units = Counter(row["kind"] for row in reading.load("institution.yaml")["units"])
    silent = [one for one in reading.activities() if not one.closed]

    assert len(stories) == 30
    assert sum("en" in story.texts for story in stories) == 15
    assert len(reading.load("people.yaml")["people"]) == 40
    assert (units["deputy"], units["bureau"] + units["pr_bureau"]) == (4, 12)
    assert (units["regional_office"], units["sub_office"], units["technical_unit"]) == (10, 6, 6)
    assert len(silent) == 6
    assert len(reading.pictures()) == 13
    assert len(reading.load("subscribers.yaml")["subscribers"]) == 25


def test_every_story_has_the_length_of_a_news_item() -> None:
    for story in reading.stories():
        if story.kind not in {"page", "menu", "setting"}:
            text = story.texts["id"]
            assert 150 <= len(f"{text.lead} {text.body}".split()) <= 350, story.key


def test_names_of_days_and_months_fit_the_day() -> None:
    assert dated("pada {hari} sore", date(2026, 11, 18)) == "pada Rabu sore"
    assert (
        dated("since {month-4}, awal {bulan-2}", date(2026, 1, 5))
        == "since September, awal November"
    )


def test_demo_json_says_what_the_contract_asks(tmp_path: Path) -> None:
    said = command.contract(config.read({"SULUH_HOME": str(tmp_path), "SULUH_PORT": "8000"}))

    assert json.loads(json.dumps(said)) == said
    assert set(said) == {"public", "office", "people", "units"}
    assert set(said["people"][0]) == {"name", "email", "password", "roles", "unit"}
    assert set(said["units"][0]) == {"code", "name", "kind", "parent"}
    assert len({person["password"] for person in said["people"]}) == 1
    assert {person["email"] for person in said["people"]} == set(house.people().emails.values())
