import json
from datetime import timedelta

import pytest
from django.core.mail import send_mail

from suluh.foundation.notify import operations, queries
from suluh.foundation.notify.operations import Letter
from suluh.foundation.notify.tests.test_rules import NOW
from suluh.foundation.org.models import Institution, Person, Unit
from suluh.foundation.outbox.models import Effect

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture
def person() -> Person:
    unit = Unit.objects.create(code="KP", name_id="Kantor Pusat", kind="head", path="/KP/")
    return Person.objects.create(name="Sari", email="sari@lapn.example", unit=unit)


def test_a_letter_is_planned_once_and_written_by_the_institution() -> None:
    Institution.objects.create(name_id="Lembaga", short_name="L", email="humas@lapn.example")
    letter = Letter("Sari@Warga.example", "Halo", "Isi")

    first = operations.plan_mail(letter, key="k", now=NOW)
    again = operations.plan_mail(letter, key="k", now=NOW + timedelta(days=1))

    effect = Effect.objects.get()
    assert first.id == again.id == effect.id
    assert (effect.destination, effect.channel_class) == ("mail:sari@warga.example", "blind")
    assert "From: Lembaga <humas@lapn.example>" in json.loads(effect.payload)["message"]


def test_djangos_own_mail_leaves_through_rows(settings) -> None:
    settings.EMAIL_BACKEND = "suluh.foundation.notify.backend.OutboxBackend"

    for _ in range(2):
        send_mail("Sandi", "Isi", None, ["a@b.example", "c@d.example"])

    assert Effect.objects.count() == 4


def test_a_notice_is_said_once_and_read_once(person: Person) -> None:
    for _ in range(2):
        operations.notify([person.id], kind="review", subject="Telaah", url="/naskah/1/", now=NOW)

    assert queries.count_unread(person.id) == 1
    assert operations.mark_read(person_id=person.id, now=NOW) == 1
    assert queries.count_unread(person.id) == 0
    assert [row.subject for row in queries.list_notices(person.id)] == ["Telaah"]
