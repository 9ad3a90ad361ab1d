"""What a submission would do, found out by doing it and undoing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from suluh.foundation.accounts.rules import Actor
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.operations.submission import submit_story
from suluh.newsroom.regulation.rules.chains import Chain
from suluh.newsroom.regulation.rules.frozen import chain_from_json


@dataclass(frozen=True)
class Preview:
    """The chain a submission would get, or why there is none.

    `carried` maps each step whose signatures all carry over to the person who gave them.
    """

    chain: Chain | None = None
    carried: Mapping[str, str] | None = None
    refusal: Refused | None = None


class _UndoneError(Exception):
    """Takes the trial back."""

    def __init__(self, preview: Preview) -> None:
        super().__init__()
        self.preview = preview


def preview_submission(
    *, actor: Actor, content_id: str, locales: tuple[str, ...], purpose: str, now: datetime
) -> Preview:
    """Return the chain that submitting these languages now would give; nothing is kept."""
    reason = dict.fromkeys(locales, "-") if purpose == rules.Purpose.CORRECT else {}
    try:
        with transaction.atomic():
            copy = submit_story(
                actor=actor, content_id=content_id, locales=locales, purpose=purpose,
                reason=reason, now=now,
            )  # fmt: skip
            raise _UndoneError(Preview(chain_from_json(copy.chain), _carried(copy)))
    except _UndoneError as undone:
        return undone.preview
    except Refused as refusal:
        return Preview(refusal=refusal)


def _carried(copy: models.Copy) -> dict[str, str]:
    chain = chain_from_json(copy.chain)
    signed: dict[str, set[tuple[str, str]]] = {}
    who: dict[str, str] = {}
    for row in copy.sign_offs.select_related("person"):
        signed.setdefault(row.step, set()).add((row.locale, row.part))
        who[row.step] = row.person.name
    parts = set(copy.parts.values_list("locale", "name"))
    return {
        step.key: who[step.key]
        for step in chain.steps()
        if step.key in who and {key for key in parts if step.covers(*key)} <= signed[step.key]
    }
