"""How far the chain of a Copy has come, from stored rows."""

from collections.abc import Collection, Mapping
from uuid import UUID

from suluh.foundation.audit import queries as audit
from suluh.newsroom.editorial import models
from suluh.newsroom.regulation.rules.chains import Chain
from suluh.newsroom.regulation.rules.frozen import chain_digest, chain_from_json
from suluh.newsroom.regulation.rules.progress import ChainState, SignOff, chain_state


def commitments_of(copy: models.Copy) -> dict[tuple[str, str], str]:
    """Return the commitment of each (locale, part) of a Copy."""
    rows = copy.parts.values_list("locale", "name", "commitment")
    return {(locale, name): commitment for locale, name, commitment in rows}


def sign_offs_of(copy: models.Copy) -> tuple[SignOff, ...]:
    """Return the stored sign-offs in the rules' form."""
    return tuple(
        SignOff(
            step=row.step,
            locale=row.locale,
            part=row.part,
            commitment=row.commitment,
            person=str(row.person_id),
            for_person=str(row.for_person_id or ""),
        )
        for row in copy.sign_offs.order_by("id")
    )


def state_of(copy: models.Copy) -> tuple[Chain, ChainState]:
    """Return the frozen chain of a Copy and how far it has come."""
    chain = chain_from_json(copy.chain)
    state = chain_state(chain, commitments_of(copy), sign_offs_of(copy), frozenset(copy.writers))
    return chain, state


def chains_of_submission(copies: Collection[models.Copy]) -> frozenset[UUID]:
    """Return the Copies whose stored chain is the one that the sealed audit says they began with.

    Copies of before the audit said so count, as long as their chain is of that time too.
    """
    subjects = {f"content:{one.content_id}" for one in copies}
    told = {
        (row.subject, row.data["copy"]): row.data["chain"]
        for row in audit.list_done("copy.submit", subjects)
        if "chain" in row.data
    }
    return frozenset(one.id for one in copies if _is_as_told(one, told))


def _is_as_told(copy: models.Copy, told: Mapping[tuple[str, int], str]) -> bool:
    digest = told.get((f"content:{copy.content_id}", copy.number))
    if digest is None:
        return "unit_kind" not in copy.chain["case"]
    return digest == chain_digest(copy.chain)
