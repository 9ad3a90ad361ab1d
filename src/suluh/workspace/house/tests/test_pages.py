"""The pages of the house: for administrators, by form, every change audited."""

from datetime import timedelta

import pytest
from django.test import Client

from suluh.foundation.accounts import operations as accounts
from suluh.foundation.accounts import second_factor
from suluh.foundation.accounts.models import RoleGrant, User
from suluh.foundation.audit.models import AuditRow
from suluh.foundation.org import models as org
from suluh.foundation.org import queries
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import clock
from suluh.newsroom.editorial.tests.makers import load_example
from suluh.publishing.ledger import models as ledger

pytestmark = pytest.mark.django_db
PAGES = (
    "/lembaga/", "/lembaga/kesehatan/", "/lembaga/kunci/", "/lembaga/kalender/", "/lembaga/unit/",
    "/lembaga/orang/", "/lembaga/jabatan/", "/lembaga/pemegang/", "/lembaga/pengganti/",
    "/lembaga/peran/", "/lembaga/data/", "/lembaga/lanjut/", "/lembaga/unit/BH/tutup/",
)  # fmt: skip


@pytest.fixture
def cast(settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    cast = make_house()
    load_example(cast)
    return cast


def enter(name, monkeypatch):
    """A person signed in, whose second factor is fresh."""
    monkeypatch.setattr(second_factor, "has_one", lambda user: True)
    monkeypatch.setattr(second_factor, "is_fresh", lambda request, now: True)
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@contoh.example"))
    return client


@pytest.fixture
def admin(cast, monkeypatch):
    return enter("indra", monkeypatch)


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_the_administrators_alone(cast, monkeypatch, page):
    assert enter("indra", monkeypatch).get(page).status_code == 200
    assert enter("citra", monkeypatch).get(page).status_code == 404
    assert Client().get(page).status_code == 302


def test_a_change_without_a_fresh_second_factor_changes_nothing(admin, monkeypatch):
    monkeypatch.setattr(second_factor, "is_fresh", lambda request, now: False)

    admin.post("/lembaga/orang/", {"name": "Baru", "email": "baru@contoh.example"})

    assert queries.find_person("baru@contoh.example") is None


def test_a_unit_a_person_a_post_and_its_holder(admin):
    today = clock.now().date().isoformat()
    steps = (
        ("unit", {"code": "KW9", "name_id": "Kantor Sembilan", "kind": "regional_office",
                  "parent_code": "KP", "zone": "Asia/Jayapura"}),
        ("orang", {"name": "Putri", "email": "putri@contoh.example", "unit_code": "KW9",
                   "account": "on"}),
        ("jabatan", {"code": "kw9-kepala", "kind": "head_of_unit", "title_id": "Kepala",
                     "unit_code": "KW9"}),
        ("pemegang", {"post_code": "kw9-kepala", "email": "putri@contoh.example",
                      "from_date": today}),
        ("peran", {"email": "putri@contoh.example", "role": "contributor", "unit_code": "KW9",
                   "from_date": today}),
    )  # fmt: skip
    for what, given in steps:
        answer = admin.post(f"/lembaga/{what}/", given)
        assert answer.status_code == 302, answer.content.decode()

    assert queries.get_unit("KW9").path == "/KP/KW9/"
    assert [one.name for one in queries.holders_of("kw9-kepala", clock.now())] == ["Putri"]
    assert RoleGrant.objects.filter(person__email="putri@contoh.example").exists()
    assert set(AuditRow.objects.values_list("action", flat=True)) >= {
        "unit.save", "person.save", "post.save", "post.assign", "role.grant",
    }  # fmt: skip
    assert "Putri" in admin.get("/lembaga/").content.decode()


def test_a_substitute_stands_in_for_whole_days(admin):
    given = {"post_code": "bh-kepala", "email": "dodi@contoh.example", "kind": "plh",
             "from_date": "2026-12-01", "until_date": "2026-12-03", "decree": "SK 7"}  # fmt: skip

    assert admin.post("/lembaga/pengganti/", given).status_code == 302

    made = org.Substitution.objects.get()
    assert (made.until_at - made.from_at, made.for_person.name) == (timedelta(days=2), "Endah")
    refused = admin.post("/lembaga/pengganti/", {**given, "until_date": "2026-11-30"})
    assert refused.status_code == 422


def test_an_administrator_of_one_unit_finds_no_page_of_the_house(cast, monkeypatch):
    unit = org.Unit.objects.get(code="KW1")
    person = org.Person.objects.get(email="gita@contoh.example")
    RoleGrant.objects.create(
        person=person, role="administrator", unit=unit, from_date=cast.now.date()
    )
    monkeypatch.setattr(clock, "now", lambda: cast.now)
    client = enter("gita", monkeypatch)
    given = {"name": "Titipan", "email": "titipan@contoh.example", "unit_code": "BH"}

    assert client.post("/lembaga/orang/", given).status_code == 404
    assert client.post("/lembaga/orang/", {**given, "unit_code": "KW1"}).status_code == 404


def test_a_calendar_is_proposed_looked_at_and_published(admin):
    answer = admin.post("/lembaga/kalender/", {"unit_code": "KP", "year": 2027})
    page = admin.get(answer.url).content.decode()
    assert "2027-01-01" in page
    proposed = queries.find_calendar_version("KP")
    days = [day for day in proposed.days if day != "2027-01-01"]
    sure = [day for day, one in proposed.days.items() if one["estimate"]][1:]
    given = {"day": days, "sure": sure, "added": "23-06-2027 Pemilihan"}
    assert admin.post(answer.url, given).status_code == 422

    given["added"] = "2027-06-23 Pemilihan\n\n"
    assert admin.post(answer.url, given).status_code == 302

    row = queries.find_calendar_version("KP")
    assert row.published_at is not None
    assert (row.estimates, "2027-01-01" in row.days) == (1, False)
    assert row.days["2027-06-23"]["name"] == "Pemilihan"
    assert admin.post(answer.url, {"day": []}).status_code == 422


def test_hours_are_set_on_the_calendar_s_page_and_a_struck_day_can_come_back(admin):
    assert 'value="2026"' in admin.get("/lembaga/kalender/").content.decode()
    answer = admin.post("/lembaga/kalender/", {"unit_code": "KW1", "year": 2026})
    days = [day for day in queries.find_calendar_version("KW1").days if day != "2026-12-25"]
    hours = {f"hours_{day}": "" for day in ("tue", "wed", "thu", "fri", "sat", "sun")}
    given = {"day": days, "added": "", **hours, "hours_mon": "16:00-08:00"}

    wrong = admin.post(answer.url, given)
    assert wrong.status_code == 422
    assert 'value="16:00-08:00"' in wrong.content.decode()
    assert admin.post(answer.url, {**given, "hours_mon": ""}).status_code == 422
    assert admin.post(answer.url, {**given, "hours_mon": "8.00-12.00"}).status_code == 302

    row = queries.find_calendar_version("KW1")
    assert (row.hours, "2026-12-25" in row.days) == ({"mon": [["08:00", "12:00"]]}, False)
    assert "08:00-12:00" in admin.get(answer.url).content.decode()
    again = admin.post("/lembaga/kalender/", {"unit_code": "KW1", "year": 2027})
    proposed = admin.get(again.url).content.decode()
    assert 'value="08:00-12:00"' in proposed
    assert 'value="2026-12-25">' in proposed
    assert 'value="2026-01-01" checked>' in proposed
    days = [*queries.find_calendar_version("KW1").days, "2026-12-25"]
    assert admin.post(again.url, {"day": days, "added": ""}).status_code == 302
    row = queries.find_calendar_version("KW1")
    assert (row.hours, "2026-12-25" in row.days) == ({"mon": [["08:00", "12:00"]]}, True)
    assert set(row.days["2026-12-25"]) == {"name", "kind", "estimate"}


def test_a_paused_house_says_so_everywhere_and_is_released_once(admin, cast):
    ledger.Epoch.objects.create(number=3, opened_at=cast.now, paused_at=cast.now)
    assert "/lembaga/lanjut/" in admin.get("/").content.decode()

    assert admin.post("/lembaga/lanjut/").status_code == 302

    assert ledger.Epoch.objects.get().released_at is not None
    assert admin.post("/lembaga/lanjut/").status_code == 422


def test_a_unit_with_holders_is_not_closed(admin):
    given = {"day": clock.now().date().isoformat()}
    assert admin.post("/lembaga/unit/BH/tutup/", given).status_code == 422
    assert queries.get_unit("BH")


def shown_in(page):
    """What a form shows, as a browser would send it back."""
    return {
        name: value for name, value in page.context["form"].initial.items() if value is not None
    }


def test_the_institution_corrects_its_own_data(admin):
    before = queries.get_institution()
    given = shown_in(admin.get("/lembaga/data/")) | {
        "name_id": "Lembaga Contoh Baru", "phone": "021 555 0101", "zone": "Asia/Makassar",
        "languages": ["id"],
    }  # fmt: skip

    assert admin.post("/lembaga/data/", given).status_code == 302

    after = queries.get_institution()
    assert (after.name.id, after.phone, after.zone) == (
        "Lembaga Contoh Baru", "021 555 0101", "Asia/Makassar",
    )  # fmt: skip
    assert (after.languages, after.is_demo) == (("id",), before.is_demo)
    assert (after.short_name, after.name.en) == (before.short_name, before.name.en)
    row = AuditRow.objects.get(action="institution.save")
    assert row.data["changes"]["zone"] == [before.zone, "Asia/Makassar"]
    assert set(row.data["changes"]) == {"name_id", "phone", "zone", "languages"}
    assert "/lembaga/data/" in admin.get("/lembaga/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"zone": "Asia/Nowhere"}, {"languages": []}, {"email": "bukan"}, {"name_id": "Len\u202ebaga"}],
)
def test_wrong_data_of_the_institution_are_refused_beside_what_was_typed(admin, wrong):
    before = queries.get_institution()
    given = shown_in(admin.get("/lembaga/data/")) | {"address": "Jalan Cemara 9"} | wrong

    page = admin.post("/lembaga/data/", given)

    assert page.status_code == 422
    assert "Jalan Cemara 9" in page.content.decode()
    assert queries.get_institution() == before
    assert not AuditRow.objects.filter(action="institution.save").exists()


def test_an_administrator_of_a_unit_below_does_not_change_the_institution(cast, monkeypatch):
    email = cast.emails["citra"]
    draft = accounts.GrantDraft(email, "administrator", "BH", clock.now().date())
    accounts.grant_role(draft)
    client = enter("citra", monkeypatch)

    assert client.get("/lembaga/data/").status_code == 404
    assert client.post("/lembaga/data/", {"name_id": "Milik saya"}).status_code == 404


def test_a_unit_keeps_its_province_and_may_have_any_zone(admin):
    org.Unit.objects.filter(code="BH").update(province="31")
    given = shown_in(admin.get("/lembaga/unit/?code=BH")) | {"zone": "Europe/Brussels"}

    assert admin.post("/lembaga/unit/", given).status_code == 302

    unit = queries.get_unit("BH")
    assert (unit.province, unit.zone) == ("31", "Europe/Brussels")
    assert admin.get("/lembaga/unit/").context["form"].initial == {"zone": "Asia/Jakarta"}
