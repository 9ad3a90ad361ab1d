"""The institution's own data, changed by administrators of its top unit."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.audit import operations as audit
from suluh.foundation.org import operations as org
from suluh.foundation.org import queries
from suluh.foundation.org.rules import InstitutionRow
from suluh.kernel.refusals import Refused


@transaction.atomic
def save_institution(*, actor: Actor, draft: InstitutionRow, now: datetime) -> None:
    """Change the institution's own data; whether it is a demo stays as it was founded.

    Raises Refused: no_role, other_unit, unknown_zone, invisible, too_long.
    """
    may = decide(actor, Action.MANAGE_HOUSE, queries.get_unit(queries.top_unit()).path)
    if not may.allowed:
        raise Refused(may.code, may.reason)
    before = queries.get_institution()
    after = replace(draft, is_demo=before.is_demo)
    org.set_institution(after)
    data = {"changes": _differences(_words(before), _words(after))}
    entry = audit.Entry("institution.save", "institution", actor.person_id, data=data)
    audit.record(entry, now=now)


def _differences(old: dict[str, str], new: dict[str, str]) -> dict[str, list[str]]:
    """Return what is another now, by field: as it was, as it is."""
    return {name: [old[name], new[name]] for name in old if old[name] != new[name]}


def _words(row: InstitutionRow) -> dict[str, str]:
    return {
        "name_id": row.name.id, "name_en": row.name.en, "short_name": row.short_name,
        "address": row.address, "email": row.email, "phone": row.phone,
        "languages": ",".join(row.languages), "zone": row.zone,
    }  # fmt: skip
