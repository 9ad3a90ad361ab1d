"""`suluh keys`: the root stays where the officer keeps it, signing keys in the house."""

import argparse
import getpass
import json
import os
import sys
from pathlib import Path

from django.conf import settings

from suluh.kernel import clock
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger import commands, queries
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.rules import jws, record
from suluh.publishing.ledger.rules import keys as key_rules

NO_POSITION = _("No Edition stands at %(text)s; write EPOCH.NUMBER, for example 1.57.")


def folder() -> KeyFolder:
    """Return this house's key folder."""
    return KeyFolder(Path(settings.SULUH_HOME) / "keys")


def _root_file(given: argparse.Namespace) -> commands.RootFile:
    phrase = os.environ.get("SULUH_ROOT_PASSPHRASE")
    if phrase is None and sys.stdin.isatty():
        phrase = getpass.getpass("Pass phrase of the root key (empty for none): ")
    return commands.RootFile(Path(given.root_key), phrase or "")


def init(given: argparse.Namespace) -> int:
    """Make the root and the first signing key."""
    root = commands.init(
        folder(), _root_file(given), institution=given.institution, now=clock.now()
    )
    sys.stdout.write(f"Fingerprint of the root: {key_rules.fingerprint(root.public)}\n")
    sys.stdout.write("Publish it on paper and elsewhere; keep the root key offline.\n")
    return 0


def certify(given: argparse.Namespace) -> int:
    """Certify a public key made elsewhere."""
    public = key_rules.raw_key(given.public_key)
    made = commands.certify(folder(), _root_file(given), public=public, now=clock.now())
    sys.stdout.write(f"{made.kid} is certified until {made.not_after.date()}\n")
    return 0


def rotate(given: argparse.Namespace) -> int:
    """Make a new signing key."""
    made = commands.rotate(folder(), _root_file(given), now=clock.now())
    sys.stdout.write(f"{made.kid} signs from now on, until {made.not_after.date()}\n")
    return 0


def revoke(given: argparse.Namespace) -> int:
    """Revoke a signing key; what it signed up to the head known now stays good unless --lost."""
    now = clock.now()
    good = None if given.lost else _good_work(given.kid, _until(given.good_until))
    loss = commands.Loss(kid=given.kid, revoked_from=now, reason=given.reason, good=good)
    listed = commands.revoke(folder(), _root_file(given), loss=loss, now=now)
    kept = f"{len(good.fingerprints)} up to {_place(good)}" if good else "none"
    sys.stdout.write(
        f"{given.kid} is revoked (list {listed.number}); of its Editions {kept} still count\n"
    )
    return 0


def _place(good: commands.GoodWork) -> str:
    return f"{good.head.epoch}.{good.head.number}"


def _until(text: str) -> tuple[int, int] | None:
    """Read EPOCH.NUMBER. Raises Refused: no_position."""
    if not text:
        return None
    epoch, _dot, number = text.partition(".")
    if not (epoch.isdecimal() and number.isdecimal()):
        raise Refused("no_position", NO_POSITION, text=text)
    return int(epoch), int(number)


def _good_work(kid: str, until: tuple[int, int] | None) -> commands.GoodWork | None:
    """Return what a key has signed up to a position (None: the head of today), or None.

    Raises Refused: no_position, where no Edition stands there.
    """
    head, signed = None, []
    for text in queries.all_jws():
        parsed = jws.parse(text)
        read = record.parse(parsed.payload)
        if until is not None and read.place > until:
            break
        head = record.Position(read.epoch, read.number, jws.fingerprint(text))
        if parsed.kid == kid:
            signed.append(jws.fingerprint(text))
    if until is not None and (head is None or head.place != until):
        raise Refused("no_position", NO_POSITION, text=f"{until[0]}.{until[1]}")
    return commands.GoodWork(head, tuple(signed)) if head and signed else None


def show(given: argparse.Namespace) -> int:
    """Show the root's fingerprint and the keys."""
    kept = folder()
    trust = kept.trust()
    known: list[dict[str, object]] = [
        {
            "kid": kid,
            "until": certificates[-1].not_after.date().isoformat(),
            "revoked": trust.revocations.of(kid) is not None,
        }
        for kid, certificates in sorted(trust.certificates.items())
    ]
    found = {
        "institution": trust.root.institution,
        "demo": trust.root.demo,
        "root": key_rules.fingerprint(trust.root.public),
        "current": kept.current(),
        "keys": known,
    }
    if given.json:
        sys.stdout.write(json.dumps(found) + "\n")
        return 0
    sys.stdout.write(f"{found['institution']}  root {found['root']}\n")
    for one in known:
        mark = "revoked" if one["revoked"] else f"until {one['until']}"
        sys.stdout.write(f"  {one['kid']}  {mark}\n")
    return 0
