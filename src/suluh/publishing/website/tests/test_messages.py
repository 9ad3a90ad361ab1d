"""What the office does with messages of the contact form."""

from datetime import timedelta

import pytest
from django.urls import reverse

from suluh.foundation.accounts.tests.makers import sign_in
from suluh.foundation.audit.models import AuditRow
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel.refusals import Refused
from suluh.publishing.website import models, operations, queries
from suluh.publishing.website.rules.messages import State, Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    return make_house()


def sent(cast, text="Kapan dermaga dibuka?", **changes):
    words = {"locale": "id", "name": "Sri", "email": "sri@warga.example", "message": text}
    return operations.receive_message(operations.Sent(**(words | changes)), now=cast.now)


def sort(cast, row, verb, by="citra", now=None, note=""):
    return operations.sort_message(
        actor=cast.actor(by), message_id=row.id, verb=verb, note=note, now=now or cast.now
    )


def test_a_message_is_read_answered_and_marked_as_handled(cast):
    row = sent(cast, "Kapan dermaga dibuka?\n\nSalam & terima kasih")
    client = sign_in(cast, "citra")

    listed = client.get("/pesan/").content.decode()
    page = client.get(reverse("message", args=[row.id])).content.decode()
    done = client.post(reverse("message", args=[row.id]), {"note": "Dijawab: besok."})

    assert "Kapan dermaga dibuka?" in listed
    assert "mailto:sri@warga.example?subject=Pesan%20Anda" in page
    assert "%3E%20Salam%20%26%20terima%20kasih" in page
    assert done.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.note) == (State.HANDLED, "Dijawab: besok.")
    assert row.handled_by_id == cast.actor("citra").person_id
    assert "Dijawab: besok." in client.get("/pesan/?lihat=selesai").content.decode()
    assert AuditRow.objects.filter(action="website.message.handle").count() == 1


def test_a_note_is_asked_for_and_a_second_handling_is_refused_with_a_sentence(cast):
    row = sent(cast)
    client = sign_in(cast, "citra")

    empty = client.post(reverse("message", args=[row.id]), {"note": " "})
    sort(cast, row, Verb.HANDLE, by="dodi", note="Sudah.")
    late = client.post(reverse("message", args=[row.id]), {"note": "Juga saya."})

    assert (empty.status_code, late.status_code) == (422, 422)
    row.refresh_from_db()
    assert row.note == "Sudah."


def test_spam_goes_out_of_sight_and_can_come_back(cast):
    row = sent(cast)
    client = sign_in(cast, "citra")

    assert client.post(reverse("message_spam", args=[row.id])).status_code == 302
    assert "dermaga" not in client.get("/pesan/").content.decode()
    assert "dermaga" in client.get("/pesan/?lihat=spam").content.decode()
    assert client.post(reverse("message_reopen", args=[row.id])).status_code == 302

    row.refresh_from_db()
    assert (row.state, row.handled_at, row.handled_by_id) == (State.OPEN, None, None)


@pytest.mark.parametrize("name", ["alia", "bram", "fajar", "indra", "gita"])
def test_who_has_no_part_in_it_learns_nothing(cast, name):
    row = sent(cast)
    client = sign_in(cast, name)
    addresses = ["/pesan/", "/pesan/pesan.csv", reverse("message", args=[row.id])]

    assert [client.get(one).status_code for one in addresses] == [404] * 3
    assert client.post(reverse("message_spam", args=[row.id])).status_code == 404
    with pytest.raises(Refused, match="no such message"):
        sort(cast, row, Verb.HANDLE, by=name)
    assert queries.count_messages(cast.actor(name)) == {}


def test_the_desk_counts_and_the_file_holds_no_formula(cast):
    sent(cast, "=HYPERLINK(1)")
    client = sign_in(cast, "citra")

    desk = client.get("/").content.decode()
    file = client.get("/pesan/pesan.csv").content.decode("utf-8-sig")

    assert "/pesan/" in desk
    assert "1 pesan dari situs menunggu jawaban" in desk
    assert "'=HYPERLINK(1)" in file


def test_search_and_older_pages(cast):
    for number in range(22):
        sent(cast, f"Pesan nomor {number}")
    client = sign_in(cast, "citra")

    first = client.get("/pesan/")
    assert len(first.context["rows"]) == 20
    older = client.get("/pesan/" + first.context["older_url"])
    assert len(older.context["rows"]) == 2
    assert len(client.get("/pesan/?q=nomor+21").context["rows"]) == 1
    assert client.get("/pesan/?sebelum=x&lihat=y").status_code == 200


@pytest.mark.parametrize(("verb", "days"), [(Verb.HANDLE, 180), (Verb.REFUSE, 30)])
def test_a_message_is_erased_when_its_time_is_over(cast, verb, days):
    row = sent(cast)
    waiting = sent(cast, "Yang belum dijawab")
    sort(cast, row, verb)

    assert operations.erase_old_messages(now=cast.now + timedelta(days=days)) == 0
    assert operations.erase_old_messages(now=cast.now + timedelta(days=days, seconds=1)) == 1
    assert [one.id for one in models.ContactMessage.objects.all()] == [waiting.id]
