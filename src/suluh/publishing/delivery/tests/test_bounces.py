"""Letters that come back: what counts, what does not, and that nothing stops the reading."""

import pytest

from suluh.publishing.delivery import models, operations, queries
from suluh.publishing.delivery.rules.bounces import mark_of, read_reports
from suluh.publishing.delivery.tests.makers import Office

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture
def office() -> Office:
    return Office()


def report(key, address="ana@warga.example", status="5.1.1", action="failed", **changes) -> bytes:
    values = {"to": address, "returned": "message/rfc822", "mark": mark_of(key)} | changes
    return f"""From: MAILER-DAEMON@mx.example
To: humas@contoh.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 No such user here

--b
Content-Type: {values["returned"]}

From: humas@contoh.example
To: {values["to"]}
Message-ID: <{values["mark"]}@contoh.example>
Subject: Pasang naik

Isi.

--b--
""".replace("\n", "\r\n").encode()


def sent(office: Office, address: str = "ana@warga.example") -> tuple[models.Subscriber, str]:
    reader = office.reader(address)
    row = office.publish()
    return reader, f"mail:{row.content_id}:id:1:{reader.id}"


def take(office: Office, data: bytes, uid: int = 1) -> operations.Taken:
    return operations.take_bounce(validity=7, uid=uid, data=data, now=office.clock.now())


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_hard_bounce_of_our_letter_stops_its_address(office, returned) -> None:
    reader, key = sent(office)

    taken = take(office, report(key, returned=returned))
    again = take(office, report(key, returned=returned))

    reader.refresh_from_db()
    assert (taken, again) == (operations.Taken(hard=1), operations.Taken())
    assert reader.state == "bounced"
    assert reader.bounce_text == "5.1.1 smtp; 550 No such user here"
    assert queries.bounce_place() == (7, 1)


@pytest.mark.parametrize("status", ["4.4.7", "5.2.2", "5.7.1", "5.3.4", "", "5.5"])
def test_a_soft_one_is_counted_and_the_address_stays(office, status) -> None:
    reader, key = sent(office)

    take(office, report(key, status=status), uid=1)
    take(office, report(key, status=status), uid=2)

    reader.refresh_from_db()
    assert (reader.state, reader.soft_bounces) == ("confirmed", 2)


def test_an_alias_is_found_by_the_letter_that_came_back(office) -> None:
    reader, key = sent(office)

    assert take(office, report(key, "other@inside.example", to=reader.address)).hard == 1


def test_nobody_stops_an_address_without_its_letter(office) -> None:
    reader, key = sent(office)
    other, other_key = office.reader("budi@warga.example"), "mail:x:id:1:y"

    take(office, report(other_key), uid=1)
    take(office, report(key, "budi@warga.example", to="budi@warga.example"), uid=2)
    take(office, report(key, action="delayed"), uid=3)
    take(office, report(key).replace(b"multipart/report", b"multipart/mixed"), uid=4)

    for row in (reader, other):
        row.refresh_from_db()
        assert (row.state, row.soft_bounces) == ("confirmed", 0)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x00\xff" * 4000, b"Content-Type: multipart/report; boundary=b\r\n\r\n--b",
        b"Content-Type: multipart/report\r\n\r\n",
        report("mail:x", mark="x" * 40), report("mail:x").replace(b"Action", b"A\xffction"),
        report("mail:x").replace(b"message/delivery-status", b"text/plain"),
        b"Content-Type: multipart/report; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 9000,
    ],
)  # fmt: skip
def test_what_is_no_report_is_passed_over(office, data) -> None:
    assert read_reports(data) == []
    assert take(office, data, uid=9) == operations.Taken()
    assert queries.bounce_place() == (7, 9)


def test_the_confirmation_letter_comes_back_too(office) -> None:
    operations.subscribe(
        address="ana@warga.example", locale="id", consent_text="Ya.", now=office.clock.now()
    )
    row = models.Subscriber.objects.get()

    assert take(office, report(f"confirm:{row.id}:1")).hard == 1


def test_a_mailbox_made_anew_is_read_from_its_beginning(office) -> None:
    _reader, key = sent(office)
    take(office, b"Subject: x", uid=900)

    taken = operations.take_bounce(validity=8, uid=1, data=report(key), now=office.now)

    assert taken.hard == 1
    assert queries.bounce_place() == (8, 1)
