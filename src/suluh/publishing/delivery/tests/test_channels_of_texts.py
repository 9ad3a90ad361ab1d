"""Through which channels a text goes is asked at submission; the rule for them is its rule."""

import argparse
import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from suluh.foundation.org import queries as org
from suluh.foundation.org.tests.makers import Cast, make_house
from suluh.foundation.outbox import operations as outbox
from suluh.newsroom.editorial import models as editorial
from suluh.newsroom.editorial import operations as newsroom
from suluh.newsroom.editorial.tests.makers import make_story, sign_everything
from suluh.newsroom.planning.forecast import steps_after
from suluh.newsroom.regulation import operations as regulation
from suluh.newsroom.regulation.rules.channels import CHANNELS, Outgoing
from suluh.newsroom.regulation.tests.makers import example_text
from suluh.project import regulations
from suluh.project.wiring import SUBSCRIPTIONS
from suluh.publishing.delivery import models, operations, rules
from suluh.publishing.ledger import commands, verification
from suluh.publishing.ledger import operations as ledger
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.models import DueCopy
from suluh.publishing.ledger.signing import Signer
from suluh.publishing.website.rules.rows import LISTED_KINDS

pytestmark = [pytest.mark.django_db, pytest.mark.sql]
STRICTER = """\
  - key: outside
    title: {id: Yang keluar, en: What goes outside}
    clause: Pasal 90
    match: {kinds: [news, announcement], unit_kinds: [regional_office], sensitivities: [ordinary],
            channels: [%s]}
    steps:
      - key: head
        post: head_of_institution
        at: {nearest: head_office}
        hours: 4
        clause: Pasal 90
        text: {id: Setujui., en: Approve.}
        when_nobody: refuse

"""


def load(cast: Cast, channels: str) -> None:
    """Bring a regulation into force in which the head signs what goes through these channels."""
    changed = example_text().replace("  - key: news\n", STRICTER % channels + "  - key: news\n", 1)
    admin = cast.actor("indra")
    row = regulation.load_regulation(actor=admin, text=changed.encode(), now=cast.now)
    regulation.bring_into_force(actor=admin, version_id=row.id, now=cast.now, accept_gaps=True)


@pytest.fixture
def cast() -> Cast:
    return make_house()


@pytest.fixture
def signer(tmp_path: Path, cast: Cast) -> Signer:
    keys = KeyFolder(tmp_path / "keys")
    commands.init(keys, commands.RootFile(tmp_path / "root.pem"), institution="LC", now=cast.now)
    return Signer.open(tmp_path / "keys")


def submit(cast: Cast, content_id: str = "", **given) -> editorial.Copy:
    content_id = content_id or make_story(cast).content_id
    return newsroom.submit_story(
        actor=cast.actor("alia"), content_id=content_id, locales=("id",), now=cast.now, **given
    )


def other_system(cast: Cast, unit: str = "", **settings) -> models.Channel:
    return models.Channel.objects.create(
        kind="webhook", name="Portal", opened_at=cast.now,
        unit_id=org.get_unit(unit).id if unit else None,
        settings={"class": "keyed", "url": "https://portal.example/", **settings},
    )  # fmt: skip


def release(cast: Cast, signer: Signer) -> None:
    outbox.deliver_facts(SUBSCRIPTIONS, now=cast.now)
    ledger.publish_due(signer=signer, after=operations.plan_for_editions, now=cast.now)


@pytest.mark.parametrize("channels", ["website, feed, mail, webhook", "website", "feed", "mail"])
def test_the_rule_for_a_channel_that_the_text_goes_through_is_its_rule(cast, channels):
    load(cast, channels)

    copy = submit(cast)

    assert copy.chain["rule"] == "outside"
    assert copy.chain["case"]["channels"] == ["website", "feed", "mail"]


def test_another_system_counts_where_it_is_open_for_the_unit(cast):
    load(cast, "webhook")

    assert submit(cast).chain["rule"] == "news"
    other_system(cast, "KW2")
    other_system(cast, "KW1", locales=["en"])
    other_system(cast, "KW1", kinds=["press_release"])
    assert submit(cast).chain["rule"] == "news"
    found = other_system(cast, "KW1")
    copy = submit(cast)
    assert (copy.chain["rule"], copy.chain["case"]["channels"][-1]) == ("outside", "webhook")
    operations.close_channel(actor=cast.actor("indra"), channel_id=found.id, now=cast.now)
    assert submit(cast).chain["rule"] == "news"


def test_pages_go_to_the_website_alone(cast):
    page = Outgoing("KW1", "page", ("id",))

    assert operations.channels_for(page) == {"website"}
    assert rules.MAILED_KINDS == LISTED_KINDS, "what is mailed is what the feeds list"
    assert set(CHANNELS) == {"feed", *rules.ChannelKind}


def test_what_is_asked_at_submission_is_what_is_planned_at_publication(cast, signer):
    load(cast, "webhook")
    other_system(cast)
    copy = sign_everything(cast, submit(cast))

    release(cast, signer)

    planned = {one.channel.kind for one in models.Delivery.objects.select_related("channel")}
    assert planned == {"website", "mail", "webhook"}
    assert copy.chain["case"]["channels"] == ["website", "feed", "mail", "webhook"]


def test_a_correction_asks_for_the_places_the_text_went_though_they_are_closed(cast, signer):
    load(cast, "webhook")
    found = other_system(cast)
    copy = sign_everything(cast, submit(cast))
    release(cast, signer)
    operations.close_channel(actor=cast.actor("indra"), channel_id=found.id, now=cast.now)
    story = editorial.Story.objects.get(content_id=copy.content_id)

    withdrawal = newsroom.withdraw_story(
        actor=cast.actor("citra"), content_id=story.content_id,
        reason={"id": "Keliru."}, now=cast.now + timedelta(hours=1),
    )  # fmt: skip

    assert withdrawal.chain["rule"] == "outside"
    assert "webhook" in withdrawal.chain["case"]["channels"]


def test_a_channel_that_closes_or_opens_meanwhile_changes_no_open_chain(cast, signer):
    load(cast, "webhook")
    found = other_system(cast)
    strict = sign_everything(cast, submit(cast))
    operations.close_channel(actor=cast.actor("indra"), channel_id=found.id, now=cast.now)
    plain = sign_everything(cast, submit(cast))
    other_system(cast)

    release(cast, signer)

    states = {one.id: one.state for one in editorial.Copy.objects.all()}
    assert (strict.chain["rule"], plain.chain["rule"]) == ("outside", "news")
    assert states == {strict.id: "published", plain.id: "published"}
    assert verification.verify_all(signer.trust).sound


def test_a_weaker_chain_put_in_the_place_of_the_one_for_a_channel_is_found(cast, signer):
    load(cast, "mail")
    copy = sign_everything(cast, submit(cast))
    row = editorial.Copy.objects.get(id=copy.id)
    row.chain["rule"] = "news"
    row.save()

    release(cast, signer)

    assert DueCopy.objects.get(copy_id=copy.id).error_code == "other_chain"


def test_the_forecast_of_an_activity_names_the_same_rule(cast):
    load(cast, "mail")

    (step,) = steps_after(SimpleNamespace(unit_code="KW1"), cast.now)

    assert (step.clause, step.people) == ("Pasal 90", ("Maya",))


@pytest.mark.parametrize(
    ("channels", "code", "rule"),
    [(None, 0, "outside"), ("website,feed", 0, "news"), ("", 0, "news"), ("koran", 1, "")],
)
def test_explain_asks_for_the_channels_of_today_or_for_those_it_is_told(
    cast, capsys, channels, code, rule
):
    load(cast, "mail")
    given = argparse.Namespace(
        unit="KW1", kind="news", sensitivity="ordinary", locales="id", channels=channels, json=True
    )

    assert regulations.explain(given) == code
    found = json.loads(capsys.readouterr().out)
    assert (found["chain"] or {"rule": ""})["rule"] == rule
