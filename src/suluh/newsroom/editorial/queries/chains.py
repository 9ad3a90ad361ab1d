"""How far the chain of a Copy has come, from stored rows."""

from suluh.newsroom.editorial import models
from suluh.newsroom.regulation.rules.chains import Chain
from suluh.newsroom.regulation.rules.frozen import chain_from_json
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
