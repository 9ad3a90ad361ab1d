"""A chain as plain JSON values, stored with the Copy and read back without the regulation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from suluh.kernel import canonical
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.kernel.worktime import Amount, WorkingDays, WorkingHours
from suluh.newsroom.regulation.rules.cases import Case
from suluh.newsroom.regulation.rules.chains import Chain, ChainStep
from suluh.newsroom.regulation.rules.signers import Signer

FORMAT: Final = 1
Plain = dict[str, Any]


def chain_to_json(chain: Chain) -> Plain:
    """Give the chain as maps, lists, text, whole numbers and booleans."""
    return {
        "v": FORMAT,
        "regulation": chain.regulation,
        "version": chain.version,
        "sha256": chain.sha256,
        "supplements": [{"code": code, "version": n} for code, n in chain.supplements],
        "rule": chain.rule,
        "title": text_to_json(chain.title),
        "clause": chain.clause,
        "case": case_to_json(chain.case),
        "distinct_persons": chain.distinct_persons,
        "register_unit": chain.register_unit,
        "stages": [[step_to_json(step) for step in stage] for stage in chain.stages],
    }


def chain_from_json(data: Mapping[str, Any]) -> Chain:
    """Read a stored chain; raises Refused if it is of a format this version does not know."""
    if data.get("v") != FORMAT:
        raise Refused("chain_format", _("This chain was stored in a format that is not known."))
    return Chain(
        regulation=data["regulation"],
        version=data["version"],
        sha256=data["sha256"],
        supplements=tuple((one["code"], one["version"]) for one in data["supplements"]),
        rule=data["rule"],
        title=_text(data["title"]),
        clause=data["clause"],
        case=_case(data["case"]),
        distinct_persons=data["distinct_persons"],
        stages=tuple(tuple(_step(step) for step in stage) for stage in data["stages"]),
        register_unit=data.get("register_unit", ""),
    )


def chain_digest(stored: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a chain as it is stored, whichever program stored it."""
    return canonical.digest(canonical.dumps(stored))


def text_to_json(text: Bilingual) -> Plain:
    """Give both languages."""
    return {"id": text.id, "en": text.en}


def limit_to_json(limit: Amount) -> Plain:
    """Give the limit; exactly one of the two keys is there."""
    if isinstance(limit, WorkingDays):
        return {"working_days": limit.days}
    return {"working_minutes": limit.minutes}


def case_to_json(case: Case) -> Plain:
    """Give what was submitted."""
    return {
        "unit": case.unit,
        "unit_kind": case.unit_kind,
        "kind": case.kind,
        "sensitivity": case.sensitivity,
        "locales": list(case.locales),
        "channels": list(case.channels),
    }


def step_to_json(step: ChainStep) -> Plain:
    """Give one step with the people of the day it was computed."""
    return {
        "key": step.key,
        "post": step.post,
        "title": text_to_json(step.title),
        "unit": step.unit,
        "clause": step.clause,
        "text": text_to_json(step.text),
        "limit": limit_to_json(step.limit),
        "locales": list(step.locales),
        "parts": list(step.parts),
        "groups": [list(group) for group in step.groups],
        "signers": [
            {
                "person": one.person,
                "name": one.name,
                "post": one.post,
                "via": one.via,
                "for_person": one.for_person,
                "standing_in": one.standing_in,
            }
            for one in step.signers
        ],
    }


def _text(data: Mapping[str, str]) -> Bilingual:
    return Bilingual(data["id"], data["en"])


def _case(data: Mapping[str, Any]) -> Case:
    locales, channels = tuple(data["locales"]), tuple(data["channels"])
    unit_kind = data.get("unit_kind", "")
    return Case(data["unit"], data["kind"], data["sensitivity"], locales, channels, unit_kind)


def _limit(data: Mapping[str, int]) -> Amount:
    if "working_days" in data:
        return WorkingDays(data["working_days"])
    return WorkingHours(data["working_minutes"])


def _step(data: Mapping[str, Any]) -> ChainStep:
    return ChainStep(
        key=data["key"],
        post=data["post"],
        title=_text(data["title"]),
        unit=data["unit"],
        clause=data["clause"],
        text=_text(data["text"]),
        limit=_limit(data["limit"]),
        locales=tuple(data["locales"]),
        parts=tuple(data["parts"]),
        groups=tuple(tuple(group) for group in data["groups"]),
        signers=tuple(Signer(**one) for one in data["signers"]),
    )
