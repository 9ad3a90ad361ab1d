"""`suluh routes`: every address of both applications and what it asks of whoever calls it."""

import argparse
import json
import sys
from typing import Any

from suluh.foundation.accounts.routes import Policy
from suluh.project.checks import URLCONFS, every_pattern
from suluh.project.policies import BORROWED, policy_of


def routes() -> list[dict[str, Any]]:
    """Return all routes; an address that is served to nobody has the audience `closed`."""
    found = []
    for urlconf in URLCONFS:
        app = urlconf.rpartition("_")[2]
        for pattern, known in every_pattern(urlconf):
            policy = policy_of(known.callback, None) or BORROWED.get(known.name or "")
            row = {"app": app, "name": known.name or "", "pattern": pattern}
            found.append(row | _told(policy))
    return found


def _told(policy: Policy | None) -> dict[str, Any]:
    if policy is None:
        return {"audience": "closed", "action": "", "step_up": False, "methods": []}
    return {
        "audience": policy.audience,
        "action": policy.action.value if policy.action else "",
        "step_up": policy.step_up,
        "methods": list(policy.methods),
    }


def command(given: argparse.Namespace) -> int:
    """Print the routes, one line each or as one JSON object."""
    found = routes()
    if given.json:
        sys.stdout.write(json.dumps({"routes": found}) + "\n")
        return 0
    for row in found:
        methods = ",".join(row["methods"]) or "-"
        asks = f"{row['audience']} {row['action']}".strip()
        sys.stdout.write(f"{row['app']:6s} {row['pattern']}  {methods}  {asks}\n")
    return 0
