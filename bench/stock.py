"""Fills a house with published stories by the product's own operations, in its environment.

The one file here that imports the product, and it judges nothing: what is measured is measured
from outside, on stories that were written by HTTP. Every story is written, submitted, signed by
two persons and published by the loop's own steps; its pages are baked once, at the end.
"""

import sys
from pathlib import Path

from suluh.project import start

start.set_up()

from django.conf import settings  # noqa: E402 because Django is set up first, as below
from django.db import transaction  # noqa: E402

from suluh.foundation.accounts import queries as accounts  # noqa: E402
from suluh.foundation.accounts.rules import Actor  # noqa: E402
from suluh.foundation.outbox import operations as outbox  # noqa: E402
from suluh.kernel import clock  # noqa: E402
from suluh.kernel.memory import remembering  # noqa: E402
from suluh.newsroom.editorial import operations as editorial  # noqa: E402
from suluh.newsroom.editorial import queries  # noqa: E402
from suluh.newsroom.editorial.rules.plainform import to_body  # noqa: E402
from suluh.project import loop, wiring  # noqa: E402
from suluh.publishing.delivery import operations as delivery  # noqa: E402
from suluh.publishing.ledger import operations as ledger  # noqa: E402
from suluh.publishing.ledger.signing import Signer  # noqa: E402

SLICE = 100  # stories in one transaction
ROUNDS = 10_000


def fill(first: int, count: int, unit: str, emails: list[str], steps: list[str]) -> None:
    """Publish `count` stories; `emails` are a writer and one signer for each step, in order."""
    signer = Signer.open(Path(settings.SULUH_HOME) / "keys")
    with loop.only_one():
        for at in range(first, first + count, SLICE):
            numbers = range(at, min(at + SLICE, first + count))
            with transaction.atomic(), remembering():
                _hand_in(numbers, unit, emails, steps)
                publish(len(numbers), signer)
        loop.Loop(slots=0).settle(ROUNDS)


def _hand_in(numbers: range, unit: str, emails: list[str], steps: list[str]) -> None:
    writer, *signers = (accounts.actor_by_email(email, clock.now()) for email in emails)
    for number in numbers:
        copy = _submit(number, unit, writer)
        seen = list(queries.commitments_of(copy).values())
        for actor, step in zip(signers, steps, strict=True):
            editorial.sign_off(actor=actor, copy_id=copy.id, step=step, seen=seen, now=clock.now())


def _submit(number: int, unit: str, writer: Actor):
    story = editorial.create_story(
        actor=writer, draft=editorial.StoryDraft("news", unit), now=clock.now()
    )
    body = f"Isi naskah stok {number}.\n\nAlinea kedua."
    text = editorial.TextDraft("id", f"Stok nomor{number}akhir dari muara", "Teras.", to_body(body))
    editorial.save_text(actor=writer, content_id=story.content_id, draft=text, now=clock.now())
    return editorial.submit_story(
        actor=writer, content_id=story.content_id, locales=("id",), now=clock.now()
    )


def publish(count: int, signer: Signer) -> None:
    """Let the facts arrive and what is due be appended, as the loop does."""
    published = 0
    for _round in range(ROUNDS):
        outbox.deliver_facts(wiring.SUBSCRIPTIONS, now=clock.now(), limit=1_000)
        rows = ledger.publish_due(signer=signer, after=delivery.plan_for_editions, now=clock.now())
        published += len(rows)
        if published >= count:
            return
    raise SystemExit(f"only {published} of {count} were published")


if __name__ == "__main__":
    given = sys.argv[1:]
    fill(int(given[0]), int(given[1]), given[2], given[3].split(","), given[4].split(","))
