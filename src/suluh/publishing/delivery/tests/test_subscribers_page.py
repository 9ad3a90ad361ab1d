from datetime import timedelta

import pytest
from django.urls import reverse

from suluh.foundation.accounts.tests.makers import sign_in
from suluh.foundation.outbox import operations as outbox
from suluh.foundation.outbox.models import Effect
from suluh.foundation.outbox.rules import ChannelClass, Decision, Draft
from suluh.publishing.delivery import models, operations, queries
from suluh.publishing.delivery.tests.makers import Office

pytestmark = pytest.mark.django_db
THOUSAND = 1_000


@pytest.fixture
def office(settings, tmp_path) -> Office:
    settings.SULUH_HOME = tmp_path
    return Office()


def test_the_office_finds_an_address_and_ends_it_with_a_reason(office: Office) -> None:
    row = office.reader("ana@warga.example", units=["BH"])
    office.reader("budi@warga.example")
    client = sign_in(office.cast, "citra")
    address = reverse("subscriber", args=[row.id])

    listed = client.get("/kanal/pelanggan/?q=ana").content.decode()
    page = client.get(address).content.decode()
    empty = client.post(address, {"reason": " "})
    ended = client.post(address, {"reason": "Diminta lewat telepon."})

    assert "ana@warga.example" in listed
    assert "budi@" not in listed
    assert "Saya setuju." in page
    assert (empty.status_code, ended.status_code) == (422, 302)
    row.refresh_from_db()
    assert (row.state, row.ended_why) == ("left", "Diminta lewat telepon.")
    office.publish()
    office.work()
    assert office.addressed() == ["budi@warga.example"]
    late = row.ended_at + timedelta(days=30, seconds=1)
    assert operations.erase_old(now=row.ended_at + timedelta(days=30)) == 0
    assert operations.erase_old(now=late) == 1
    assert not models.Subscriber.objects.filter(id=row.id).exists()


def test_addresses_are_for_the_publishing_officers_of_the_house(office: Office) -> None:
    row = office.reader("ana@warga.example")
    for name in ("alia", "dodi", "indra"):
        client = sign_in(office.cast, name)
        for url in ("/kanal/pelanggan/", "/kanal/pelanggan/pelanggan.csv",
                    reverse("subscriber", args=[row.id])):  # fmt: skip
            assert client.get(url).status_code == 404


def test_the_file_keeps_the_consent_and_holds_no_formula(office: Office) -> None:
    office.reader("ana@warga.example", consent_text="=Saya setuju")
    client = sign_in(office.cast, "citra")

    data = client.get("/kanal/pelanggan/pelanggan.csv").content.decode("utf-8-sig")

    assert "ana@warga.example" in data
    assert "'=Saya setuju" in data


def test_each_state_has_its_view_and_older_pages(office: Office) -> None:
    for number in range(52):
        office.reader(f"r{number}@warga.example")
    office.reader("x@warga.example", state="bounced", bounce_text="5.1.1 hilang")
    client = sign_in(office.cast, "citra")

    first = client.get("/kanal/pelanggan/")
    older = client.get("/kanal/pelanggan/" + first.context["older_url"])

    assert (len(first.context["rows"]), len(older.context["rows"])) == (50, 2)
    assert "5.1.1 hilang" in client.get("/kanal/pelanggan/?lihat=terpental").content.decode()
    assert client.get("/kanal/pelanggan/?sebelum=x").status_code == 200


def test_a_thousand_uncertain_letters_are_decided_in_one_go(office: Office) -> None:
    office.reader("ana@warga.example")
    row = office.publish()
    mail = next(one for one in queries.deliveries_of(row.content_id) if one.channel_kind == "mail")
    outbox.plan_effects(
        (
            Draft(
                key=f"mail:{number}", kind="smtp", destination=f"mail:r{number}@warga.example",
                channel_class=ChannelClass.BLIND, payload={}, lane="bulk",
                origin=f"delivery:{mail.id}",
            )
            for number in range(THOUSAND)
        ),
        now=office.clock.now(),
    )  # fmt: skip
    # As a sender leaves them that was killed while it sent.
    Effect.objects.filter(kind="smtp").update(state="unconfirmed", error="no_answer")
    Effect.objects.exclude(kind="smtp").update(state="confirmed")
    (group,) = [one for one in queries.list_groups(mail.id) if one.state == "unconfirmed"]
    assert (group.count, len(group.examples)) == (THOUSAND, 20)

    done = operations.decide_group(
        actor=office.cast.actor("citra"),
        group=operations.Group(mail.id, "unconfirmed", "no_answer"),
        decision=Decision.CONFIRM,
        note="Ada di kotak keluar server.",
        now=office.clock.now(),
    )

    assert done == THOUSAND
    assert not Effect.objects.filter(state="unconfirmed").exists()
    assert queries.count_waiting(office.cast.actor("citra")) == 0
