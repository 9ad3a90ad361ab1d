"""The forger's desk: what he has, and the list of what he tries."""

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from proofs.editions import ACTIONS, Json, Office, new_key, payload_of


@dataclass(frozen=True)
class Forged:
    """What is shown to the verifier; bytes are shown as they are, JSON in canonical form."""

    file: Json | bytes
    root: str
    head: Json | None = None


@dataclass
class Desk:
    """Genuine exports of an office, its keys (some forgers stole one), and a seeded chance."""

    office: Office
    demo: Office
    rng: random.Random

    def at(self) -> int:
        """An Edition with text that no erasure touched."""
        erased = {
            (said["content_id"], said["locale"])
            for said in (payload_of(jws) for jws, _ in self.office.ledger)
            if said["erases"]
        }
        fit = [
            at
            for at, (jws, _) in enumerate(self.office.ledger)
            if (said := payload_of(jws))["action"] in ACTIONS
            and (said["content_id"], said["locale"]) not in erased
        ]
        return self.rng.choice(fit)

    def two(self) -> tuple[int, int]:
        """Two different ones."""
        first = second = self.at()
        while second == first:
            second = self.at()
        return first, second

    def file(self, at: int | None = None) -> Json:
        return copy.deepcopy(self.office.export(self.at() if at is None else at))

    def key(self) -> Ed25519PrivateKey:
        return new_key(self.rng)

    def forged(self, file: Json | bytes, head: Json | None = None) -> Forged:
        return Forged(file, self.office.fingerprint, head)


Forger = Callable[[Desk], Forged]
CLASSES: dict[str, Forger] = {}
# What a verifier may answer to a forgery; only a newer head makes it say anything milder.
REFUSALS = frozenset({"altered", "unknown", "revoked"})
ANSWERS: dict[str, frozenset[str]] = {}


def forgery(make: Forger) -> Forger:
    """Put a way to forge on the list, under its own name; the answer is a refusal."""
    CLASSES[make.__name__] = make
    ANSWERS[make.__name__] = REFUSALS
    return make


def stale(*answers: str) -> Callable[[Forger], Forger]:
    """Put something out of date on the list, which a head answers with one of `answers`."""

    def put(make: Forger) -> Forger:
        CLASSES[make.__name__] = make
        ANSWERS[make.__name__] = frozenset(answers)
        return make

    return put
