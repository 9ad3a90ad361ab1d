"""What `suluh story …` and `suluh import story …` print."""

from pathlib import Path
from typing import Any

from suluh.foundation.accounts import queries as accounts
from suluh.kernel import clock
from suluh.kernel.clock import iso
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, queries
from suluh.newsroom.editorial.operations.importing import import_story
from suluh.newsroom.editorial.queries.chains import state_of
from suluh.newsroom.editorial.queries.listing import languages_of
from suluh.newsroom.editorial.rules.fingerprints import fingerprint

REFUSED = 2


def import_story_json(path: str, email: str, unit: str) -> tuple[int, dict[str, Any]]:
    """Import a file; (0 whole | 4 in part | 2 refused, the JSON object to print)."""
    try:
        data = Path(path).read_bytes()
    except OSError as wrong:
        return REFUSED, {"refused": "unreadable_file", "reason": f"{path}: {wrong.strerror}"}
    now = clock.now()
    try:
        result = import_story(
            actor=accounts.actor_by_email(email, now),
            unit_code=unit,
            filename=Path(path).name,
            data=data,
            now=now,
        )
    except Refused as refusal:
        return REFUSED, {"refused": refusal.code, "reason": str(refusal)}
    return result.exit_code, result.as_json()


def story_show_json(wanted: str) -> tuple[int, dict[str, Any]]:
    """Show a story by content id or number; Editions and deliveries are added by rooms above."""
    story = (
        models.Story.objects.select_related("unit").filter(content_id=wanted).first()
        or models.Story.objects.select_related("unit").filter(number=wanted).first()
    )
    if story is None:
        return REFUSED, {"refused": "no_story", "reason": f"There is no story {wanted}."}
    copy = queries.last_copy_of(story.content_id)
    return 0, {
        "story": story.number,
        "content_id": story.content_id,
        "kind": story.kind,
        "unit": story.unit.code,
        "state": copy.state if copy else "draft",
        "languages": dict(languages_of([story])[story.id]),
        "foreign_outlet": story.foreign_outlet,
        "source_sha256": story.source_sha256,
        **(_copy(copy) if copy else {"copy": None, "chain": None, "waits": [], "sign_offs": []}),
    }


def _copy(copy: models.Copy) -> dict[str, Any]:
    chain, state = state_of(copy)
    waits = queries.who_waits(copy, clock.now()) if copy.state == "in_review" else {}
    statuses = {one.key: one.status.value for one in state.steps}
    parts = copy.parts.select_related("stored").order_by("locale", "name")
    commitments = {(row.locale, row.name): row.commitment for row in parts}
    return {
        "copy": {
            "id": str(copy.id),
            "number": copy.number,
            "purpose": copy.purpose,
            "submitted_at": iso(copy.submitted_at),
            "not_before": iso(copy.not_before) if copy.not_before else "",
            "due_at": iso(copy.due_at) if copy.due_at else "",
            "code": fingerprint(commitments),
        },
        "chain": {
            "regulation": chain.regulation,
            "version": chain.version,
            "rule": chain.rule,
            "clause": chain.clause,
            "steps": [
                {"step": step.key, "post": step.post, "unit": step.unit, "clause": step.clause,
                 "status": statuses.get(step.key, "")}
                for step in chain.steps()
            ],
        },
        "waits": [
            {"step": key, "people": [{"name": one.name, "post": one.post, "via": one.via}
                                     for one in people]}
            for key, people in waits.items()
        ],
        "sign_offs": [
            {"step": row.step, "locale": row.locale, "part": row.part, "person": row.person.name,
             "for": row.for_person.name if row.for_person else "", "post": row.post_code,
             "via": row.via, "clause": row.clause, "at": iso(row.at),
             "commitment": row.commitment, "carried": row.carried_from_id is not None}
            for row in copy.sign_offs.select_related("person", "for_person").order_by("at", "id")
        ],
        "digests": [
            {"locale": row.locale, "part": row.name, "digest": row.stored.digest,
             "commitment": row.commitment, "erased": row.stored.erased_at is not None}
            for row in parts
        ],
    }  # fmt: skip
