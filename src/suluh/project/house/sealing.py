"""Private files behind a pass phrase: scrypt makes the key, AES-256-GCM seals the bytes.

A sealed file is one JSON line of how it was sealed, then the bytes. The line is authenticated
with them, so nobody can weaken the numbers in it.
"""

import base64
import json
import os
from collections.abc import Mapping
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

COST: Final = 2**16
LEAST_LETTERS: Final = 12
SHORT = _("The pass phrase has at least %(least)s characters.")
WRONG = _("The pass phrase is wrong, or the sealed keys were changed.")


def seal(files: Mapping[str, bytes], passphrase: str) -> bytes:
    """Return files sealed together. Raises Refused: short_passphrase."""
    if len(passphrase) < LEAST_LETTERS:
        raise Refused("short_passphrase", SHORT, least=LEAST_LETTERS)
    salt, nonce = os.urandom(16), os.urandom(12)
    how = {"v": 1, "kdf": "scrypt", "n": COST, "salt": _text(salt), "nonce": _text(nonce)}
    head = json.dumps(how, sort_keys=True).encode("ascii")
    plain = json.dumps({name: _text(data) for name, data in files.items()}).encode("ascii")
    sealed = AESGCM(_key(passphrase, salt, COST)).encrypt(nonce, plain, head)
    return head + b"\n" + sealed


def unseal(data: bytes, passphrase: str) -> dict[str, bytes]:
    """Return the files. Raises Refused: wrong_passphrase."""
    head, _newline, sealed = data.partition(b"\n")
    try:
        how = json.loads(head)
        if how["v"] != 1 or how["n"] != COST:
            raise ValueError("another version")
        key = _key(passphrase, _bytes(how["salt"]), COST)
        plain = AESGCM(key).decrypt(_bytes(how["nonce"]), sealed, head)
    except (InvalidTag, ValueError, KeyError, TypeError) as wrong:
        raise Refused("wrong_passphrase", WRONG) from wrong
    return {name: _bytes(text) for name, text in json.loads(plain).items()}


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase.encode("utf-8"))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
