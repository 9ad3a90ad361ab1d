import json
import re
from dataclasses import replace

import pytest

from suluh.foundation.outbox.models import Effect
from suluh.foundation.outbox.rules import Outcome
from suluh.kernel import ids
from suluh.publishing.delivery import models, operations, queries
from suluh.publishing.delivery.tests.makers import Office
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.tests.makers import CONTENT

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture
def office() -> Office:
    return Office()


def mail(office: Office) -> dict[str, str]:
    return dict(office.post.taken)


def test_an_edition_reaches_the_site_and_every_reader_once(office: Office) -> None:
    for name in ("ana", "budi"):
        office.reader(f"{name}@warga.example")
    office.reader("anne@citizen.example", locale="en")
    row = office.publish("Pasang naik")

    operations.plan_for_editions([row], office.clock.now())
    office.work()

    assert office.addressed() == ["ana@warga.example", "budi@warga.example"]
    assert [payload["version"] for payload in office.baked] == [1]
    states = {one.channel_kind: one.sum.mark for one in queries.deliveries_of(row.content_id)}
    assert states == {"website": "delivered", "mail": "delivered"}


def test_a_letter_has_its_one_click_farewell_and_a_stable_id(office: Office) -> None:
    office.reader("ana@warga.example")
    office.publish("Pasang naik")
    office.work()

    ((_to, message),) = office.post.taken
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in message
    assert "List-Unsubscribe: <" in message
    effect = Effect.objects.get(kind="smtp")
    assert json.loads(effect.payload)["message"] == message


def test_readers_of_some_units_get_those_and_what_is_below(office: Office) -> None:
    office.reader("atas@warga.example", units=["KP"])
    office.reader("sama@warga.example", units=["BH"])
    office.reader("lain@warga.example", units=["KW1"])
    office.publish()
    office.work()

    assert office.addressed() == ["atas@warga.example", "sama@warga.example"]


def test_one_time_out_never_holds_the_rest_and_is_decided_in_groups(office: Office) -> None:
    for number in range(6):
        office.reader(f"r{number}@warga.example")
    for number in (1, 4):
        office.post.answers[f"r{number}@warga.example"] = Outcome.unknown("no_answer")
    row = office.publish()
    office.work()

    (delivery,) = [
        one for one in queries.deliveries_of(row.content_id) if one.channel_kind == "mail"
    ]
    (group,) = [one for one in queries.list_groups(delivery.id) if one.state == "unconfirmed"]
    assert len(office.post.taken) == 4
    assert (delivery.sum.mark, delivery.sum.arrived, group.count) == ("unconfirmed", 4, 2)

    office.post.answers.clear()
    decided = operations.decide_group(
        actor=office.cast.actor("citra"),
        group=operations.Group(delivery.id, "unconfirmed", "no_answer"),
        decision="try_again",
        now=office.clock.now(),
    )
    office.work()

    assert decided == 2
    assert len(office.post.taken) == 6


def test_a_correction_reaches_who_had_the_text_and_nobody_else(office: Office) -> None:
    office.reader("ana@warga.example")
    office.publish("Pasang naik")
    office.work()
    office.reader("baru@warga.example")
    office.post.taken.clear()

    office.publish("Pasang surut", "correct")
    office.work()

    assert office.addressed() == ["ana@warga.example"]
    subject = re.search(r"Subject: (\w+):", mail(office)["ana@warga.example"])[1]
    assert subject in {"Ralat", "Correction"}


def test_a_withdrawal_goes_where_the_text_went_and_stops_what_has_not_left(office: Office) -> None:
    office.reader("ana@warga.example")
    office.reader("budi@warga.example")
    office.post.answers["budi@warga.example"] = Outcome.retry("put_off")
    office.publish("Pasang naik")
    office.work()
    office.post.taken.clear()
    office.post.answers.clear()

    office.publish(action="withdraw")
    office.clock.advance(hours=2)
    office.work()

    assert office.addressed() == ["ana@warga.example"]
    assert len(office.baked) == 2


def test_who_still_waited_for_the_first_text_gets_the_corrected_one_as_news(office) -> None:
    office.reader("budi@warga.example")
    office.post.answers["budi@warga.example"] = Outcome.retry("put_off")
    office.publish("Pasang naik")
    office.work()
    office.post.answers.clear()

    office.publish("Pasang surut", "correct")
    office.clock.advance(hours=1)
    office.work()

    ((to, message),) = office.post.taken
    assert to == "budi@warga.example"
    assert "Subject: Pasang surut" in message


def test_who_left_between_publication_and_sending_gets_nothing(office: Office) -> None:
    ana = office.reader("ana@warga.example")
    office.publish()
    models.Subscriber.objects.filter(id=ana.id).update(state="left")
    office.work()

    assert office.post.taken == []
    assert set(Effect.objects.filter(kind="smtp").values_list("state", flat=True)) == {"expired"}


def test_an_erasure_forgets_what_the_letters_said(office: Office) -> None:
    office.reader("ana@warga.example")
    office.publish("Pasang naik")
    office.work()

    operations.plan_for_editions([_erased(office)], office.clock.now())

    letters = Effect.objects.filter(kind="smtp").values_list("payload", "destination")
    assert [payload for payload, _to in letters] == ["{}"]
    assert not [to for _payload, to in letters if "ana" in to]


def _erased(office: Office):
    row = ledger.latest_edition(CONTENT, "id")
    gone = {1: ("title", "lead", "body")}
    return replace(row, action="erase", version=2, number=row.number + 1, parts={}, erases=gone)


def test_an_erasure_of_older_wordings_touches_nothing_but_the_site(office: Office) -> None:
    office.reader("ana@warga.example")
    office.publish("Nama orang")
    office.work()
    newer = office.publish("Tanpa nama", "update")
    gone = {1: ("title",)}
    row = replace(
        newer, action="erase", version=3, number=newer.number + 1, parts={}, erases=gone,
        is_aside=True,
    )  # fmt: skip

    operations.plan_for_editions([row], office.clock.now())
    office.work()

    kept = {one.key.split(":")[3]: one.payload for one in Effect.objects.filter(kind="smtp")}
    assert kept["1"] == "{}"
    assert "Tanpa nama" in kept["2"]
    assert models.Delivery.objects.filter(version=3).get().channel.kind == "website"
    assert len(office.addressed()) == 2


def test_an_address_refused_for_good_receives_nothing_more(office: Office) -> None:
    ana = office.reader("ana@warga.example")
    row = office.publish()

    key = f"mail:{row.content_id}:id:1:{ana.id}"
    assert operations.record_bounce(effect_key=key, sentence="550", now=office.now)
    assert not operations.record_bounce(effect_key=key, sentence="550", now=office.now)

    ana.refresh_from_db()
    assert ana.state == "bounced"


def test_another_systems_news_is_told_whole(office: Office, settings) -> None:
    channel = operations.open_webhook(
        actor=office.cast.actor("indra"),
        draft=operations.WebhookDraft(
            "Portal kota", "http://127.0.0.1:8099/masuk", "keyed", allowed=("127.0.0.1:8099",)
        ),
        now=office.now,
    )
    row = office.publish("Pasang naik", content_id=ids.new_content_id())

    effect = Effect.objects.get(kind="webhook")
    told = json.loads(json.loads(effect.payload)["body"])
    assert (told["title"], told["jws"]) == ("Pasang naik", row.jws)
    assert effect.destination == f"webhook:{channel.id}"

    operations.close_channel(
        actor=office.cast.actor("indra"), channel_id=channel.id, now=office.now
    )
    office.publish("Lain", content_id=ids.new_content_id())
    office.publish(action="withdraw", content_id=row.content_id)
    assert Effect.objects.filter(kind="webhook").count() == 2
