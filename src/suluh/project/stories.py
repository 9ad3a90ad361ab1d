"""`suluh import story` and `suluh story show`."""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import datetime

from suluh.newsroom.editorial import commands
from suluh.publishing.delivery import queries as delivery
from suluh.publishing.ledger import queries as ledger


def import_story(given: argparse.Namespace) -> int:
    """Import one file; 0 whole, 4 in part, 2 refused."""
    code, found = commands.import_story_json(given.file, given.email, given.unit)
    if given.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        said = found.get("title", found.get("reason", ""))
        sys.stdout.write(f"{found.get('story', '')} {said}\n")
    return code


def show(given: argparse.Namespace) -> int:
    """Show a story with everything that happened to it."""
    code, found = commands.story_show_json(given.content_id)
    if code:
        sys.stderr.write(f"suluh: {found['reason']}\n")
        return code
    content_id = str(found["content_id"])
    found["editions"] = [
        {
            "locale": row.locale,
            "version": row.version,
            "action": row.action,
            "position": f"{row.epoch}.{row.number}",
            "address": row.address,
            "short_code": row.short_code,
            "register_number": row.register_number,
            "published_at": row.published_at.isoformat(),
            "sha256": row.jws_sha256,
        }
        for locale in ledger.locales_of(content_id)
        for row in ledger.editions_of(content_id, locale)
    ]
    found["deliveries"] = [asdict(row) for row in delivery.deliveries_of(content_id)]
    indent = None if given.json else 2
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=indent, default=_plain) + "\n")
    return 0


def _plain(value: object) -> str:
    """Return a moment or a row key as text."""
    return value.isoformat() if isinstance(value, datetime) else str(value)
