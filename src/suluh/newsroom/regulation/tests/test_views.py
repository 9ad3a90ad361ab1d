from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from suluh.foundation.accounts import second_factor
from suluh.foundation.accounts.models import RoleGrant, User
from suluh.foundation.org import models as org
from suluh.newsroom.regulation import operations
from suluh.newsroom.regulation.models import RegulationVersion, SupplementVersion
from suluh.newsroom.regulation.pages import force_page, workflow_page
from suluh.newsroom.regulation.tests.makers import example_text
from suluh.newsroom.regulation.tests.test_operations import NOW, actor, admin, in_force, people
from suluh.newsroom.regulation.tests.test_supplements import OWN
from suluh.newsroom.regulation.tests.test_supplements import TEXT as FOREIGN

__all__ = ["admin", "people"]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("suluh.newsroom.regulation.tests.office_urls"),
]


@pytest.fixture(autouse=True)
def _plain_frame(settings: Any) -> None:
    """The frame's rows come from the workspace, above this room; the page stands without them."""
    templates = deepcopy(settings.TEMPLATES)
    processors = templates[0]["OPTIONS"]["context_processors"]
    templates[0]["OPTIONS"]["context_processors"] = [
        one for one in processors if not one.startswith("suluh.")
    ]
    settings.TEMPLATES = templates


@pytest.fixture
def reader(people: dict[str, org.Person], client: Client) -> Client:
    """A contributor of the north, signed in; she holds no post."""
    unit = org.Unit.objects.get(code="KANWIL-UTARA")
    person = org.Person.objects.create(name="Siti", email="siti@contoh.test", unit=unit)
    RoleGrant.objects.create(
        person=person, role="contributor", unit=unit, from_date=date(2026, 1, 1)
    )
    client.force_login(User.objects.create_user("siti@contoh.test", person=person, locale="en"))
    return client


def test_the_page_says_who_signs_by_when_and_on_which_clause(reader: Client, admin) -> None:
    in_force(admin)

    page = reader.get("/alur-kerja/").content.decode()

    for words in ("Bagas", "4 working hours", "Pasal 11 ayat (1)", "EN: title, lead, text"):
        assert words in page
    assert "This is an example" in page


def test_the_page_can_be_read_for_another_unit_and_one_post(reader: Client, admin) -> None:
    in_force(admin)

    page = reader.get("/alur-kerja/?unit=UPT-KARANG&post=legal_officer").content.decode()

    assert "Sensitive news and announcements" in page
    assert "News and announcements of a unit" not in page
    assert "Kadek" in page


def test_what_nobody_can_sign_today_is_said(reader: Client, admin, people) -> None:
    org.Holding.objects.filter(person=people["yosefina"]).delete()
    row = operations.load_regulation(actor=admin, text=example_text().encode(), now=NOW)
    operations.bring_into_force(actor=admin, version_id=row.id, now=NOW, accept_gaps=True)

    page = reader.get("/alur-kerja/").content.decode()

    assert "Nobody could publish this today" in page
    assert "Nobody holds &#x27;Head of PR&#x27;" in page


def test_without_a_regulation_the_page_says_what_to_do(reader: Client) -> None:
    answer = reader.get("/alur-kerja/?unit=NOWHERE")

    assert answer.status_code == 200
    assert "No PR regulation is in force" in answer.content.decode()


def test_a_draft_is_closed_to_those_who_do_not_manage_the_house(reader: Client, admin) -> None:
    draft = operations.load_regulation(actor=admin, text=example_text().encode(), now=NOW)

    assert reader.get(f"/alur-kerja/{draft.id}/teks/").status_code == 404
    operations.bring_into_force(actor=admin, version_id=draft.id, now=NOW)
    assert reader.get(f"/alur-kerja/{draft.id}/teks/").content.decode() == example_text()


def test_who_holds_no_post_is_not_asked_to_confirm(reader: Client, admin) -> None:
    row = in_force(admin)

    assert "confirm that you have read" not in reader.get("/alur-kerja/").content.decode()
    assert reader.post(f"/alur-kerja/{row.id}/dibaca/").status_code == 422
    assert reader.get(f"/alur-kerja/{row.id}/dibaca/").status_code == 405


def test_a_stranger_is_sent_to_the_log_in(client: Client, admin) -> None:
    in_force(admin)

    assert client.get("/alur-kerja/").status_code in {302, 404}


def test_a_post_holder_is_asked_to_confirm(admin, people) -> None:
    in_force(admin)

    page = workflow_page(actor(people["bagas"]), "", "", now=NOW)

    assert page.asks_reading
    assert [step.mine for step in page.chains[-1].stages[0]] == [True]


@pytest.fixture
def manager(people: dict[str, org.Person], client: Client) -> Client:
    """Somebody who manages the house, signed in; she holds no post."""
    unit = org.Unit.objects.get(code="KP")
    person = org.Person.objects.create(name="Mira", email="mira@contoh.test", unit=unit)
    RoleGrant.objects.create(
        person=person, role="administrator", unit=unit, from_date=date(2026, 1, 1)
    )
    client.force_login(User.objects.create_user("mira@contoh.test", person=person, locale="en"))
    return client


def upload(text: str) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("ours.yaml", text.encode())}


def test_a_version_is_loaded_by_form_and_its_faults_are_told_by_line(manager: Client) -> None:
    faulty = manager.post("/peraturan/", upload(example_text().replace("version: 1\n", "")))
    sound = manager.post("/peraturan/", upload(example_text()), follow=True)

    assert faulty.status_code == 422
    assert "Line " in faulty.content.decode()
    assert "is missing" in faulty.content.decode()
    assert "contoh 1 is stored as a draft" in sound.content.decode()


def test_bringing_into_force_asks_for_a_second_factor(manager: Client) -> None:
    manager.post("/peraturan/", upload(example_text()))
    draft = RegulationVersion.objects.get()

    answer = manager.post(f"/peraturan/{draft.id}/berlakukan/")

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_the_question_before_lists_what_nobody_could_sign(admin, people) -> None:
    org.Holding.objects.filter(person=people["yosefina"]).delete()
    draft = operations.load_regulation(actor=admin, text=example_text().encode(), now=NOW)

    page = force_page(admin, draft.id, now=NOW)

    assert "BIRO-HUMAS, Siaran pers" in page.gaps[0]


def test_who_does_not_manage_the_house_finds_no_such_page(reader: Client) -> None:
    assert reader.get("/peraturan/").status_code == 404


@pytest.fixture
def officer(people: dict[str, org.Person], client: Client, monkeypatch: Any) -> Client:
    """Who manages the northern office, and heads it; the second factor is fresh."""
    monkeypatch.setattr(second_factor, "has_one", lambda user: True)
    monkeypatch.setattr(second_factor, "is_fresh", lambda request, now: True)
    unit, person = org.Unit.objects.get(code="KANWIL-UTARA"), people["bagas"]
    RoleGrant.objects.create(
        person=person, role="administrator", unit=unit, from_date=date(2026, 1, 1)
    )
    client.force_login(User.objects.create_user(person.email, person=person, locale="en"))
    return client


def test_a_regional_officer_proposes_a_supplement_and_reads_it(officer: Client, admin) -> None:
    in_force(admin)
    start = officer.get("/peraturan/tambahan/").content.decode()
    assert "supplement_of: contoh" in start
    assert "unit: KANWIL-UTARA" in start

    faulty = officer.post("/peraturan/tambahan/", {"text": FOREIGN})
    sound = officer.post("/peraturan/tambahan/", {"file": upload(OWN)["file"]}, follow=True)

    assert faulty.status_code == 422
    assert "another unit" in faulty.content.decode()
    assert "post: legal_officer" in faulty.content.decode()
    assert "utara 2 is stored as a draft" in sound.content.decode()
    row = SupplementVersion.objects.get()
    assert officer.get(f"/peraturan/tambahan/{row.id}/berlakukan/").status_code == 200
    began = officer.post(f"/peraturan/tambahan/{row.id}/berlakukan/", follow=True)
    assert "utara 2 is in force from now on" in began.content.decode()
    asked = officer.get("/alur-kerja/").content.decode()
    assert "confirm that you have read the supplement utara 2" in asked
    officer.post(f"/alur-kerja/tambahan/{row.id}/dibaca/")
    assert "you have read the supplement" not in officer.get("/alur-kerja/").content.decode()
    assert officer.get(f"/alur-kerja/tambahan/{row.id}/teks/").content.decode() == OWN
    assert officer.get(f"/peraturan/tambahan/{row.id}/akhiri/").status_code == 200
    assert officer.post(f"/peraturan/tambahan/{row.id}/akhiri/").status_code == 302


def test_who_manages_no_unit_finds_no_page_of_supplements(reader: Client) -> None:
    assert reader.get("/peraturan/tambahan/").status_code == 404
