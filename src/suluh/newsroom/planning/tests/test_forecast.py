from datetime import date
from importlib import resources

import pytest

from suluh.foundation.org import operations as org
from suluh.newsroom.assets.tests.makers import NOW, house, person
from suluh.newsroom.planning import forecast, operations
from suluh.newsroom.planning.rules import Draft
from suluh.newsroom.regulation import operations as regulation

pytestmark = pytest.mark.django_db
POSTS = (
    ("KP.kepala", "head_of_institution", "KP"), ("KP.deputi", "communication_deputy", "KP"),
    ("KP.hukum", "legal_officer", "KP"), ("KP.sekretaris", "head_of_unit", "KP"),
    ("BIRO.kepala", "head_of_pr", "BIRO"), ("BIRO.redaktur", "editor", "BIRO"),
    ("BIRO.redaktur2", "editor", "BIRO"), ("BIRO.situs", "web_editor", "BIRO"),
    ("BIRO.penerjemah", "translator", "BIRO"), ("BIRO.data", "data_officer", "BIRO"),
    ("RANTI.kepala", "head_of_unit", "RANTI"), ("MUARA.kepala", "head_of_unit", "MUARA"),
)  # fmt: skip


@pytest.fixture
def activity(settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    house()
    for code, kind, unit in POSTS:
        org.save_post(org.PostDraft(code, kind, f"Jabatan {code}", unit))
        email = f"{code.lower()}@lpsn.example"
        org.save_person(email=email, name=f"Pemegang {code}", unit_code=unit)
        org.assign_post(post_code=code, email=email, from_date=date(2026, 1, 1))
    yance = person("yance.rumbiak@lpsn.example", "RANTI", "contributor")
    person("nadira.paramesti@lpsn.example", "RANTI", "editor")
    draft = Draft("Panen garam", date(2026, 11, 19), "Tambak")
    return operations.hand_in_activity(actor=yance, unit_code="RANTI", draft=draft, now=NOW)


def test_without_a_regulation_only_the_editors_are_promised(activity) -> None:
    assert forecast.editors_for(activity, NOW) == ("Nadira Paramesti",)
    assert forecast.steps_after(activity, NOW) == ()


def test_the_sign_offs_to_come_are_named_with_person_time_and_clause(activity) -> None:
    chief = person("admin@lpsn.example", "KP", "administrator")
    text = (resources.files("suluh.newsroom.regulation") / "profiles/contoh.yaml").read_bytes()
    row = regulation.load_regulation(actor=chief, text=text, now=NOW)
    regulation.bring_into_force(actor=chief, version_id=row.id, now=NOW)

    steps = forecast.steps_after(activity, NOW)

    assert steps
    assert "Pemegang RANTI.kepala" in {name for step in steps for name in step.people}
    assert all(step.clause and step.title.id and (step.days or step.hours) for step in steps)
