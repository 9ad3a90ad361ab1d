from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from suluh.foundation.accounts.rules import Actor, Grant, Role
from suluh.foundation.audit.models import AuditRow
from suluh.foundation.org import models as org
from suluh.foundation.org import queries as org_queries
from suluh.foundation.outbox.models import Fact
from suluh.kernel.refusals import Refused
from suluh.newsroom.regulation import models, operations, queries
from suluh.newsroom.regulation.rules.cases import Case
from suluh.newsroom.regulation.rules.source import Unreadable
from suluh.newsroom.regulation.tests.makers import POSTS, UNITS, example_text
from suluh.newsroom.regulation.tests.test_supplements import OWN as SUPPLEMENT_TEXT
from suluh.newsroom.regulation.tests.test_supplements import TEXT as FOREIGN

pytestmark = [pytest.mark.django_db, pytest.mark.sql]
NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
SECOND = example_text().replace("version: 1\n", "version: 2\n", 1)


@pytest.fixture
def people() -> dict[str, org.Person]:
    """The small house of the makers, in the database."""
    org.Institution.objects.create(name_id="Lembaga Contoh", short_name="LC")
    units: dict[str, org.Unit] = {}
    for code, kind, parent in UNITS:
        above = units.get(parent)
        path = f"{above.path if above else '/'}{code}/"
        units[code] = org.Unit.objects.create(
            code=code, name_id=code, kind=kind, parent=above, path=path
        )
    found: dict[str, org.Person] = {}
    for code, kind, unit, names in POSTS:
        post = org.Post.objects.create(code=code, kind=kind, title_id=code, unit=units[unit])
        for name in names:
            found[name] = org.Person.objects.create(
                name=name.title(), email=f"{name}@contoh.test", unit=units[unit]
            )
            org.Holding.objects.create(post=post, person=found[name], from_date=date(2026, 1, 1))
    return found


def actor(person: org.Person, *roles: Role, path: str = "/KP/") -> Actor:
    return Actor(
        user_id=UUID(int=1),
        person_id=person.id,
        name=person.name,
        email=person.email,
        unit_code=person.unit.code,
        unit_path=person.unit.path,
        grants=tuple(Grant(role, path, "KP") for role in roles),
        posts=org_queries.posts_held(person.id, NOW),
    )


@pytest.fixture
def admin(people: dict[str, org.Person]) -> Actor:
    return actor(people["ratna"], Role.ADMINISTRATOR)


def in_force(admin: Actor, text: str | None = None) -> models.RegulationVersion:
    raw = (text or example_text()).encode()
    row = operations.load_regulation(actor=admin, text=raw, now=NOW)
    return operations.bring_into_force(actor=admin, version_id=row.id, now=NOW)


def test_without_a_regulation_nothing_can_be_computed(admin: Actor) -> None:
    with pytest.raises(Refused) as caught:
        queries.regulation_in_force(NOW)

    assert caught.value.code == "regulation_missing"


def test_the_same_file_twice_is_one_version(admin: Actor) -> None:
    raw = example_text().encode()

    first = operations.load_regulation(actor=admin, text=raw, now=NOW)
    second = operations.load_regulation(actor=admin, text=raw, now=NOW)

    assert first.id == second.id
    assert queries.version_in_force() is None


def test_a_version_never_changes_its_text(admin: Actor) -> None:
    in_force(admin)
    changed = example_text().replace("hours: 2\n", "hours: 3\n").encode()

    with pytest.raises(Refused) as caught:
        operations.load_regulation(actor=admin, text=changed, now=NOW)

    assert caught.value.code == "version_exists"


def test_a_faulty_file_is_stored_nowhere(admin: Actor) -> None:
    with pytest.raises(Unreadable):
        operations.load_regulation(actor=admin, text=b"schema: suluh/regulation/1\n", now=NOW)

    assert not models.RegulationVersion.objects.exists()


def test_only_who_manages_the_house_loads_a_regulation(people: dict[str, org.Person]) -> None:
    editor = actor(people["nadira"], Role.EDITOR)

    with pytest.raises(Refused) as caught:
        operations.load_regulation(actor=editor, text=example_text().encode(), now=NOW)

    assert caught.value.code == "no_role"


def test_a_new_version_supersedes_and_is_audited_and_announced(admin: Actor) -> None:
    first = in_force(admin)
    second = in_force(admin, SECOND)

    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "in_force")
    assert queries.regulation_in_force(NOW).version == 2
    assert queries.regulation_by_name("contoh", 1).version == 1
    assert AuditRow.objects.filter(action="regulation.bring_into_force").count() == 2
    assert Fact.objects.filter(kind="RegulationCameIntoForce").count() == 2


def test_a_version_waits_for_its_day(admin: Actor) -> None:
    later = example_text().replace("2025-01-01", "2027-01-01").encode()
    row = operations.load_regulation(actor=admin, text=later, now=NOW)

    with pytest.raises(Refused) as caught:
        operations.bring_into_force(actor=admin, version_id=row.id, now=NOW)

    assert caught.value.code == "guard"


def test_a_regulation_that_the_house_cannot_follow_is_stopped_unless_accepted(
    admin: Actor, people: dict[str, org.Person]
) -> None:
    org.Holding.objects.filter(person=people["yosefina"]).delete()
    row = operations.load_regulation(actor=admin, text=example_text().encode(), now=NOW)

    with pytest.raises(Refused) as caught:
        operations.bring_into_force(actor=admin, version_id=row.id, now=NOW)
    accepted = operations.bring_into_force(
        actor=admin, version_id=row.id, now=NOW, accept_gaps=True
    )

    assert caught.value.code == "impossible_chains"
    assert "head_of_pr" in str(caught.value)
    assert accepted.state == "in_force"


def test_a_regulation_that_ran_out_is_none(admin: Actor) -> None:
    in_force(
        admin,
        example_text().replace("2025-01-01", "2025-01-01\neffective_until: 2026-12-01", 1),
    )

    assert queries.regulation_in_force(NOW)
    with pytest.raises(Refused):
        queries.regulation_in_force(NOW + timedelta(days=30))


def test_the_chain_of_now_is_computed_from_the_database(admin: Actor) -> None:
    in_force(admin)

    chain = queries.chain_for(Case("KANWIL-UTARA", "news", "ordinary", ("id",)), now=NOW)

    assert [step.signers[0].name for step in chain.steps()] == ["Bagas", "Nadira", "Yosefina"]


def test_a_supplement_holds_after_it_came_into_force(admin: Actor) -> None:
    in_force(admin)
    case = Case("CABANG-TELUK", "news", "ordinary", ("id",))
    row = operations.load_supplement(actor=admin, text=SUPPLEMENT_TEXT.encode(), now=NOW)
    before = queries.chain_for(case, now=NOW)

    operations.bring_supplement_into_force(actor=admin, supplement_id=row.id, now=NOW)
    after = queries.chain_for(case, now=NOW)

    assert len(after.steps()) == len(before.steps()) + 1
    assert after.supplements == (("utara", 2),)


def loaded(admin: Actor, text: str = SUPPLEMENT_TEXT) -> models.SupplementVersion:
    return operations.load_supplement(actor=admin, text=text.encode(), now=NOW)


def test_a_supplement_that_reaches_another_unit_is_refused_by_line(admin: Actor) -> None:
    in_force(admin)

    with pytest.raises(Unreadable) as caught:
        loaded(admin, FOREIGN)

    (told,) = caught.value.problems
    assert (told.code, "KP, another unit" in str(told)) == ("other_unit", True)
    assert not models.SupplementVersion.objects.exists()


def test_a_supplement_that_nobody_could_sign_is_stopped_unless_accepted(
    admin: Actor, people: dict[str, org.Person]
) -> None:
    in_force(admin)
    row = loaded(admin)
    org.Holding.objects.filter(person=people["bagas"]).update(until_date=date(2026, 11, 1))

    with pytest.raises(Refused) as caught:
        operations.bring_supplement_into_force(actor=admin, supplement_id=row.id, now=NOW)
    held = operations.bring_supplement_into_force(
        actor=admin, supplement_id=row.id, now=NOW, accept_gaps=True
    )

    assert (caught.value.code, held.state) == ("impossible_chains", "in_force")


def test_an_ended_supplement_adds_nothing_and_its_next_version_takes_its_place(
    admin: Actor,
) -> None:
    in_force(admin)
    first = loaded(admin)
    operations.bring_supplement_into_force(actor=admin, supplement_id=first.id, now=NOW)
    second = loaded(admin, SUPPLEMENT_TEXT.replace("version: 2", "version: 3"))
    operations.bring_supplement_into_force(actor=admin, supplement_id=second.id, now=NOW)
    first.refresh_from_db()
    assert [one.version for one in queries.supplements_in_force(NOW)] == [3]

    operations.end_supplement(actor=admin, supplement_id=second.id, now=NOW)

    assert first.state == "superseded"
    assert queries.supplements_in_force(NOW) == ()
    with pytest.raises(Refused) as caught:
        operations.end_supplement(actor=admin, supplement_id=second.id, now=NOW)
    assert caught.value.code == "wrong_state"


def test_the_branch_confirms_reading_its_supplement(
    admin: Actor, people: dict[str, org.Person]
) -> None:
    in_force(admin)
    row = loaded(admin)
    operations.bring_supplement_into_force(actor=admin, supplement_id=row.id, now=NOW)
    waiting = [name for _id, name in queries.list_supplement_unconfirmed(row.id, NOW)]

    for _time in range(2):
        operations.confirm_supplement_reading(
            actor=actor(people["bagas"]), supplement_id=row.id, now=NOW
        )
    with pytest.raises(Refused) as caught:
        operations.confirm_supplement_reading(
            actor=actor(people["andi"]), supplement_id=row.id, now=NOW
        )

    assert waiting == ["Bagas", "Yance"]
    assert [name for _id, name in queries.list_supplement_unconfirmed(row.id, NOW)] == ["Yance"]
    assert caught.value.code == "not_your_post"


def test_a_draft_supplement_is_closed_to_other_regions(
    admin: Actor, people: dict[str, org.Person]
) -> None:
    in_force(admin)
    row = loaded(admin)
    southern = actor(people["andi"], Role.ADMINISTRATOR, path="/KP/KANWIL-SELATAN/")

    assert queries.supplements_visible_to(southern) == []
    with pytest.raises(Refused) as caught:
        operations.bring_supplement_into_force(actor=southern, supplement_id=row.id, now=NOW)
    assert caught.value.code == "other_unit"
    operations.bring_supplement_into_force(actor=admin, supplement_id=row.id, now=NOW)
    assert [one.name for one in queries.supplements_visible_to(southern)] == ["utara 2"]


def test_another_region_cannot_load_this_ones_supplement(
    admin: Actor, people: dict[str, org.Person]
) -> None:
    in_force(admin)
    southern = actor(people["andi"], Role.ADMINISTRATOR, path="/KP/KANWIL-SELATAN/")

    with pytest.raises(Refused) as caught:
        operations.load_supplement(actor=southern, text=SUPPLEMENT_TEXT.encode(), now=NOW)

    assert caught.value.code == "other_unit"


def test_post_holders_confirm_that_they_read_the_new_version(
    admin: Actor, people: dict[str, org.Person]
) -> None:
    row = in_force(admin)
    reader = actor(people["bagas"])
    waiting = {name for _id, name in queries.list_unconfirmed(NOW)}

    operations.confirm_reading(actor=reader, version_id=row.id, now=NOW)
    operations.confirm_reading(actor=reader, version_id=row.id, now=NOW)

    assert queries.has_confirmed(people["bagas"].id, row.id)
    assert waiting - {name for _id, name in queries.list_unconfirmed(NOW)} == {"Bagas"}


def test_a_register_has_no_gap_and_begins_anew_each_year(admin: Actor) -> None:
    in_force(admin)
    case = Case("KANWIL-UTARA", "press_release", "ordinary", ("id",))
    chain = queries.chain_for(case, now=NOW)

    def give(day: date) -> str:
        number = operations.next_register_number(chain=chain, day=day, now=NOW)
        assert number is not None
        return number.text

    with transaction.atomic():
        first = give(date(2026, 11, 18))
    with transaction.atomic():
        give(date(2026, 11, 19))
        transaction.set_rollback(True)
    with transaction.atomic():
        second, other_year = give(date(2026, 11, 20)), give(date(2027, 1, 2))

    assert first == "001/SP/BIRO-HUMAS/XI/2026"
    assert second == "002/SP/BIRO-HUMAS/XI/2026"
    assert other_year == "001/SP/BIRO-HUMAS/I/2027"


def test_a_kind_without_a_register_has_no_number(admin: Actor) -> None:
    in_force(admin)

    chain = queries.chain_for(Case("KP", "news", "ordinary", ("id",)), now=NOW)

    number = operations.next_register_number(chain=chain, day=date(2026, 11, 18), now=NOW)

    assert number is None


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_transaction_is_a_fault(admin: Actor) -> None:
    in_force(admin)
    chain = queries.chain_for(Case("KP", "press_release", "ordinary", ("id",)), now=NOW)

    with pytest.raises(transaction.TransactionManagementError):
        operations.next_register_number(chain=chain, day=date(2026, 11, 18), now=NOW)
