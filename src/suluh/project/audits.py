"""`suluh audit verify`: re-derive the chain and hold it against checkpoints kept outside."""

import argparse
import json
import sys
from pathlib import Path

from suluh.foundation.audit import queries, rules
from suluh.kernel.refusals import Refused
from suluh.project.keys import folder
from suluh.publishing.ledger.rules import jws
from suluh.publishing.ledger.rules.keys import Purpose
from suluh.publishing.ledger.rules.trust import Trust


def verify(given: argparse.Namespace) -> int:
    """Print what was changed behind the application's back; 1 where anything was."""
    trust = folder().trust()
    wrong: list[str] = []
    checkpoints = _inside(trust, wrong) | _outside(Path(given.checkpoints), trust, wrong)
    found = list(rules.verify(queries.list_sealed(), checkpoints))
    wrong += [f"{one.number}: {one.what}" for one in found]
    if given.json:
        report = {"checkpoints": len(checkpoints), "findings": wrong, "sound": not wrong}
        sys.stdout.write(json.dumps(report) + "\n")
    else:
        for line in wrong:
            sys.stdout.write(line + "\n")
        verdict = "changed" if wrong else "unchanged"
        sys.stdout.write(f"audit: {verdict}, {len(checkpoints)} checkpoints\n")
    return 1 if wrong else 0


def _inside(trust: Trust, wrong: list[str]) -> dict[int, str]:
    texts = [text for _number, _hash, text in queries.list_checkpoints()]
    return _read(texts, trust, wrong)


def _outside(path: Path, trust: Trust, wrong: list[str]) -> dict[int, str]:
    if path == Path() or not path.is_dir():
        return {}
    texts = [one.read_text("ascii").strip() for one in sorted(path.glob("*.jws"))]
    return _read(texts, trust, wrong)


def _read(texts: list[str], trust: Trust, wrong: list[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for text in texts:
        try:
            payload = trust.check(text, jws.Typ.CHECKPOINT, Purpose.CHECKPOINT)
        except Refused as refused:
            wrong.append(f"checkpoint: {refused}")
            continue
        said = json.loads(payload)
        if found.setdefault(said["rows"], said["hash"]) != said["hash"]:
            wrong.append(f"{said['rows']}: two checkpoints differ")
    return found
