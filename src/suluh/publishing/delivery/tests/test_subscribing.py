import re
from datetime import timedelta
from email import message_from_string, policy

import pytest

from suluh.foundation.outbox.models import Effect
from suluh.kernel.refusals import Refused
from suluh.publishing.delivery import models, operations, tokens
from suluh.publishing.delivery.tests.makers import Office

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture
def office() -> Office:
    return Office()


def ask(office: Office, address: str = "Ana@Warga.example", **changes: object) -> None:
    values = {"address": address, "locale": "id", "consent_text": "Saya setuju.", "units": ["BH"]}
    operations.subscribe(**(values | changes), now=office.clock.now())


def token_of(office: Office) -> str:
    office.work()
    message = message_from_string(office.post.taken[-1][1], policy=policy.default)
    text = message.get_body(("plain",)).get_content()
    return re.search(r"/langganan/([^/\s]+)/", text)[1]


def test_nobody_gets_news_before_the_address_itself_agreed(office: Office) -> None:
    ask(office)
    office.publish()
    office.work()

    assert office.addressed() == ["ana@warga.example"]
    assert operations.confirm(token=token_of(office), now=office.clock.now()) == "id"
    row = models.Subscriber.objects.get()
    assert (row.state, row.consent_text, row.units) == ("confirmed", "Saya setuju.", ["BH"])


def test_asking_again_and_again_sends_one_letter(office: Office) -> None:
    for _ in range(5):
        ask(office)
    assert Effect.objects.count() == 1

    office.clock.advance(minutes=11)
    ask(office)
    assert Effect.objects.count() == 2


def test_a_link_serves_one_purpose_and_the_newest_counts(office: Office) -> None:
    ask(office)
    old = token_of(office)
    office.clock.advance(minutes=11)
    ask(office)
    new = token_of(office)

    for wrong in (old, new + "x", tokens.make(tokens.LEAVE, "1"), "", "a:b:c"):
        with pytest.raises(Refused) as refused:
            operations.confirm(token=wrong, now=office.clock.now())
        assert refused.value.code == "bad_token"
    for _ in range(2):
        operations.confirm(token=new, now=office.clock.now())


def test_leaving_is_one_press_for_ever_and_repeatable(office: Office) -> None:
    row = office.reader("ana@warga.example")
    token = tokens.make(tokens.LEAVE, str(row.id))

    for _ in range(2):
        operations.unsubscribe(token=token, now=office.clock.now())
    with pytest.raises(Refused):
        operations.unsubscribe(token=tokens.make(tokens.CONFIRM, str(row.id)), now=office.now)

    row.refresh_from_db()
    assert (row.state, row.ended_at) == ("left", office.clock.now())


def test_an_address_is_erased_thirty_days_after_it_left(office: Office) -> None:
    row = office.reader("ana@warga.example")
    office.publish()
    office.work()
    operations.unsubscribe(token=tokens.make(tokens.LEAVE, str(row.id)), now=office.now)

    assert operations.erase_old(now=office.now + timedelta(days=29)) == 0
    assert operations.erase_old(now=office.now + timedelta(days=31)) == 1

    assert not models.Subscriber.objects.exists()
    kept = str(list(Effect.objects.values_list("payload", "destination", "sentence")))
    assert "ana@warga.example" not in kept
    operations.unsubscribe(token=tokens.make(tokens.LEAVE, str(row.id)), now=office.now)


def test_what_nobody_confirmed_is_erased_after_a_week(office: Office) -> None:
    ask(office)

    assert operations.erase_old(now=office.now + timedelta(days=8)) == 1


@pytest.mark.parametrize(
    "address", ["", "x", "a@b\r\nBcc: c@d.example", "a b@c.example", "@c.example"]
)
def test_what_is_no_address_is_refused(office: Office, address: str) -> None:
    with pytest.raises(Refused):
        ask(office, address)
