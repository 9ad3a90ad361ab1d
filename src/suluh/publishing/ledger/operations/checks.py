"""The last look before publication: everything again, from stored rows and bytes alone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from suluh.kernel import canonical
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.assets import queries as assets
from suluh.newsroom.editorial import queries as editorial
from suluh.newsroom.editorial.rules import CopyState, FrozenCopy
from suluh.newsroom.regulation import queries as regulation
from suluh.newsroom.regulation.rules.progress import SignOff, chain_state

NOT_CLEARED: Final = _("This text is not approved; nothing of it may be published.")
NOT_SIGNED: Final = _("The stored sign-offs do not satisfy the chain of this text.")
OTHER_BYTES: Final = _("The stored text is not the text that was signed.")
TOO_EARLY: Final = _("The embargo of this text has not ended.")
OTHER_CHAIN: Final = _("The stored chain is not what the regulation asks for (%(at)s).")
NOT_SUBMITTED: Final = _("The stored chain is not the one this text was submitted with.")
FILE_LOST: Final = _("An attachment is not here as it was signed (%(digest)s).")
OWN_SIGNATURE: Final = _("Somebody who wrote this text has signed it.")


def check_copy(copy: FrozenCopy, now: datetime) -> None:
    """Refuse a Copy that may not be published at `now`.

    Raises Refused: not_cleared, too_early, other_bytes, other_chain (regulation), own_signature,
    not_signed, no_consent, file_lost.
    """
    if copy.state != CopyState.CLEARED:
        raise Refused("not_cleared", NOT_CLEARED)
    if copy.not_before is not None and now < copy.not_before:
        raise Refused("too_early", TOO_EARLY)
    _check_bytes(copy)
    _check_rule(copy)
    _check_signatures(copy)
    _check_pictures(copy, now)
    _check_files(copy)


def _check_bytes(copy: FrozenCopy) -> None:
    for part in copy.parts:
        canonical.parse(part.name, part.data)
        same = canonical.digest(part.data) == part.digest
        if not same or canonical.commitment(part.salt, part.data) != part.commitment:
            raise Refused("other_bytes", OTHER_BYTES)


def check_stored(copies: Iterable[FrozenCopy]) -> None:
    """Refuse where the side table holds other bytes than were read: erased or altered since.

    Raises Refused: other_bytes.
    """
    read = {part.commitment: (part.salt, part.data) for copy in copies for part in copy.parts}
    if editorial.opened_parts(read) != read:
        raise Refused("other_bytes", OTHER_BYTES)


def _check_rule(copy: FrozenCopy) -> None:
    at = regulation.deviation_of(copy.chain, list(copy.commitments()))
    if at:
        raise Refused("other_chain", OTHER_CHAIN, at=at)
    case = copy.chain.case
    if (case.unit, case.kind) != (copy.unit_code, copy.kind) or not copy.is_chain_of_submission:
        raise Refused("other_chain", NOT_SUBMITTED)


def _check_signatures(copy: FrozenCopy) -> None:
    writers = {copy.submitted_by, *copy.writers}
    if any(one.person_id in writers for one in copy.sign_offs):
        raise Refused("own_signature", OWN_SIGNATURE)
    given = [
        SignOff(
            step=one.step,
            locale=one.locale,
            part=one.part,
            commitment=one.commitment,
            person=str(one.person_id),
            for_person=str(one.for_person_id or ""),
        )
        for one in copy.sign_offs
    ]
    names = frozenset(str(one) for one in writers)
    if not chain_state(copy.chain, copy.commitments(), given, names).satisfied:
        raise Refused("not_signed", NOT_SIGNED)


def _check_files(copy: FrozenCopy) -> None:
    """What reviewers opened must still be here, byte for byte, before anything names it."""
    named = {
        str(canonical.parse(part.name, part.data)["file"])
        for part in copy.parts
        if part.name.startswith("file/")
    }
    for lost in assets.unreadable(named):
        raise Refused("file_lost", FILE_LOST, digest=lost[:12])


def _check_pictures(copy: FrozenCopy, now: datetime) -> None:
    images = {
        str(canonical.parse(part.name, part.data)["image"])
        for part in copy.parts
        if part.name.startswith("figure/")
    }
    reasons = assets.why_unpublishable(images, now.date()) if images else {}
    for reason in reasons.values():
        raise Refused("no_consent", reason)
