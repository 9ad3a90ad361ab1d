"""What ends: roles, posts, substitutions, somebody's work, a unit; and what waited goes on."""

from datetime import datetime, timedelta

import pytest

from suluh.foundation.accounts import queries as accounts
from suluh.foundation.accounts.models import RoleGrant, User
from suluh.foundation.accounts.rules import Role
from suluh.foundation.audit.models import AuditRow
from suluh.foundation.org import models as org
from suluh.foundation.org import operations as org_operations
from suluh.foundation.org import queries
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import queries as editorial
from suluh.newsroom.editorial.operations import submit_story
from suluh.newsroom.editorial.tests.makers import make_story
from suluh.workspace.house import operations
from suluh.workspace.house.tests.test_pages import admin, cast, enter

__all__ = ["admin", "cast"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch, cast):
    """The clock of the pages is the cast's."""
    monkeypatch.setattr(clock, "now", lambda: cast.now)


def today(cast) -> str:
    return cast.now.date().isoformat()


def person(name: str) -> org.Person:
    return org.Person.objects.get(email=f"{name}@contoh.example")


def submitted(cast):
    """A text of unit KW1 under review; it waits for Bram first."""
    story = make_story(cast)
    return submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )


def test_a_role_ends_today_and_its_end_is_history(admin, cast):
    grant = RoleGrant.objects.get(person=person("alia"), role="contributor")

    assert admin.get(f"/lembaga/akhiri/peran/{grant.id}/").status_code == 200
    done = admin.post(f"/lembaga/akhiri/peran/{grant.id}/", {"day": today(cast)})

    assert done.status_code == 302
    assert accounts.actor_by_email("alia@contoh.example", cast.now).grants == ()
    page = admin.get(f"/lembaga/orang/{person('alia').id}/").content.decode()
    assert "ends on 2026-11-18" in page or "berakhir pada 2026-11-18" in page
    again = admin.post(f"/lembaga/akhiri/peran/{grant.id}/", {"day": today(cast)})
    assert again.status_code == 422


def test_nothing_ends_in_the_past(admin):
    grant = RoleGrant.objects.get(person=person("alia"), role="contributor")

    assert admin.post(
        f"/lembaga/akhiri/peran/{grant.id}/", {"day": "2026-11-01"}
    ).status_code == 422  # fmt: skip


def test_a_house_keeps_an_administrator(admin, cast):
    grant = RoleGrant.objects.get(role="administrator")

    role = admin.post(f"/lembaga/akhiri/peran/{grant.id}/", {"day": "2026-12-31"})
    gone = admin.post(f"/lembaga/orang/{person('indra').id}/berhenti/", {"day": "2026-12-31"})

    assert (role.status_code, gone.status_code) == (422, 422)
    assert accounts.people_with(Role.ADMINISTRATOR, "/KP/", cast.now + timedelta(days=90))


def test_what_waits_for_who_leaves_is_seen_and_escalates(admin, cast):
    copy = submitted(cast)
    bram = person("bram")
    asked = admin.get(f"/lembaga/orang/{bram.id}/berhenti/").content.decode()
    assert "Nanda" in asked

    assert admin.post(
        f"/lembaga/orang/{bram.id}/berhenti/", {"day": today(cast)}
    ).status_code == 302  # fmt: skip

    waiting = editorial.who_waits(copy, cast.now)
    assert [one.name for one in waiting["head_of_unit"]] == ["Nanda"]
    assert queries.holders_of("kw1-kepala", cast.now) == []
    assert not User.objects.get(email=bram.email).is_active
    with pytest.raises(Refused):
        accounts.actor_for(User.objects.get(email=bram.email), cast.now)
    assert AuditRow.objects.filter(action="person.leave").exists()


def test_a_step_that_nobody_can_sign_is_on_the_page_of_the_house(admin, cast):
    submitted(cast)
    for name in ("bram", "nanda"):
        org.Holding.objects.filter(person=person(name)).delete()

    page = admin.get("/lembaga/").content.decode()

    assert 'id="h-stuck"' in page


def test_who_left_is_shown_the_door_and_can_be_taken_back(admin, cast, monkeypatch):
    client = enter("bram", monkeypatch)
    assert client.get("/").status_code == 200
    admin.post(f"/lembaga/orang/{person('bram').id}/berhenti/", {"day": "2026-11-25"})
    assert client.get("/").status_code == 200

    later = cast.now + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    shown = client.get("/")

    assert (shown.status_code, shown.url.split("?")[0]) == (302, "/akun/login/")
    assert queries.posts_held(person("bram").id, later) == ()
    org_operations.save_person(email="bram@contoh.example", name="Bram", unit_code="KW1")
    assert person("bram").until_date is not None
    assert admin.post(f"/lembaga/orang/{person('bram').id}/berhenti/").status_code == 302
    assert person("bram").until_date is None
    assert User.objects.get(email="bram@contoh.example").is_active


def test_a_substitution_ends_early(admin, cast):
    given = {"post_code": "bh-kepala", "email": "dodi@contoh.example", "kind": "plh",
             "from_date": "2026-11-10", "until_date": "2026-12-03", "decree": "SK 7"}  # fmt: skip
    admin.post("/lembaga/pengganti/", given)
    row = org.Substitution.objects.get()
    assert len(queries.posts_held(person("dodi").id, cast.now)) == 2

    assert admin.get(f"/lembaga/akhiri/pengganti/{row.id}/").status_code == 200
    admin.post(f"/lembaga/akhiri/pengganti/{row.id}/", {"day": today(cast)})

    assert len(queries.posts_held(person("dodi").id, cast.now)) == 1
    row.refresh_from_db()
    assert row.until_at == cast.now


def test_a_holding_ends_on_its_day(admin, cast):
    row = org.Holding.objects.get(post__code="bh-kepala")

    assert admin.post(
        f"/lembaga/akhiri/pemegang/{row.id}/", {"day": "2026-11-20"}
    ).status_code == 302  # fmt: skip

    assert queries.holders_of("bh-kepala", cast.now)
    assert queries.holders_of("bh-kepala", cast.now + timedelta(days=3)) == []
    assert "/lembaga/akhiri/pemegang/" in admin.get("/lembaga/unit/BH/").content.decode()


def test_a_unit_is_renamed_moved_and_closed_with_a_day(admin, cast):
    given = {"code": "KW2", "name_id": "Kantor Dua", "kind": "regional_office",
             "parent_code": "KW1", "zone": "Asia/Jakarta"}  # fmt: skip
    assert admin.post("/lembaga/unit/", given).status_code == 302
    assert queries.get_unit("KW2").path == "/KP/KW1/KW2/"
    row = org.Holding.objects.get(post__code="kw2-kepala")
    admin.post(f"/lembaga/akhiri/pemegang/{row.id}/", {"day": "2026-12-31"})

    early = admin.post("/lembaga/unit/KW2/tutup/", {"day": "2026-12-01"})
    assert admin.post("/lembaga/unit/KW2/tutup/", {"day": "2027-01-01"}).status_code == 302

    page = admin.get("/lembaga/unit/KW2/").content.decode()
    assert early.status_code == 422
    assert "Kantor Wilayah Dua → Kantor Dua" in page
    assert "KP → KW1" in page
    new_year = datetime(2027, 1, 2, tzinfo=cast.now.tzinfo)
    assert "KW2" in queries.house_snapshot(cast.now).unit_by_code
    assert "KW2" not in queries.house_snapshot(new_year).unit_by_code


def test_the_top_unit_can_be_renamed_and_never_closed(admin):
    given = {"code": "KP", "name_id": "Kantor Induk", "kind": "head_office", "parent_code": "",
             "zone": "Asia/Jakarta"}  # fmt: skip

    assert admin.post("/lembaga/unit/", given).status_code == 302
    assert queries.get_unit("KP").name.id == "Kantor Induk"
    assert admin.post("/lembaga/unit/", {**given, "code": "LAIN"}).status_code == 422
    assert admin.post("/lembaga/unit/KP/tutup/", {"day": "2027-01-01"}).status_code == 422


@pytest.mark.parametrize("what", ["peran", "pemegang", "pengganti", "lain"])
def test_what_is_not_there_cannot_end(admin, what):
    nobody = "01900000-0000-7000-8000-000000000000"

    assert admin.get(f"/lembaga/akhiri/{what}/{nobody}/").status_code == 404
    assert admin.get(f"/lembaga/orang/{nobody}/").status_code == 404


def test_an_administrator_of_one_unit_ends_nothing(cast, monkeypatch):
    grant = RoleGrant.objects.get(person=person("alia"), role="contributor")
    actor = cast.actor("gita")

    with pytest.raises(Refused) as refused:
        operations.end_role(actor=actor, thing_id=grant.id, day=cast.now.date(), now=cast.now)
    assert refused.value.code == "no_role"
    client = enter("gita", monkeypatch)
    for page in ("/lembaga/orang-orang/", "/lembaga/unit/KW2/"):
        assert client.get(page).status_code == 404


def test_people_are_found_by_words(admin):
    page = admin.get("/lembaga/orang-orang/?q=alia").content.decode()

    assert "Alia" in page
    assert "Bram" not in page
