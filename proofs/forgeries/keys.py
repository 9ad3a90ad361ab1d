"""Forgeries with keys: own ones, stolen ones, revoked ones, ones for something else."""

import copy
from datetime import timedelta

from proofs.editions import (
    FIRST,
    LAST,
    Json,
    Office,
    b64,
    canon,
    climb,
    kid,
    mark,
    payload_of,
    public,
    sha,
    sign,
    unb64,
)
from proofs.forgeries.desk import Desk, Forged, forgery, stale


def own_house(desk: Desk) -> Office:
    """A forger's institution under the same name, with a root of his own."""
    own = Office(desk.rng, desk.office.institution)
    own.ledger, own.now = list(desk.office.ledger), desk.office.now
    return own


def stolen(desk: Desk, **changes: object) -> tuple[str, Json]:
    """A new Edition by the office's real key, in the hands of a thief."""
    said = payload_of(desk.office.ledger[desk.at()][0])
    parts = desk.office.parts()
    record = desk.office.record((said["content_id"], said["locale"]), "update", parts)
    return sign("edition", {**record, **changes}, desk.office.key), parts


def entry(desk: Desk, good: Json | None) -> Json:
    return {
        "kid": kid(desk.office.key),
        "revoked_from": desk.office.tick(),
        "reason": "Hilang",
        "good": good,
    }


def good_work(desk: Desk, last: int) -> Json:
    marks = [mark(jws) for jws, _ in desk.office.ledger[: last + 1]]
    head = {"epoch": 1, "number": last + 1, "sha256": marks[-1]}
    return {"head": head, "tree": climb(marks, 0)[1]}


@forgery
def no_root_given(desk: Desk) -> Forged:
    return Forged(desk.file(), desk.rng.choice(("", " ", "::", "-")))


@forgery
def part_of_the_fingerprint(desk: Desk) -> Forged:
    digits = desk.office.fingerprint
    cut = desk.rng.randint(1, 63)
    changed = digits[:cut] + desk.rng.choice("ghz") + digits[cut + 1 :]
    return Forged(desk.file(), desk.rng.choice((digits[:cut], digits + digits, changed)))


@forgery
def own_root_in_the_file(desk: Desk) -> Forged:
    own = own_house(desk)
    at = own.append((own.content(), "id"), "publish")
    return desk.forged(own.export(at))


@forgery
def own_root_under_the_real_public_key(desk: Desk) -> Forged:
    own = own_house(desk)
    at = own.append((own.content(), "id"), "publish")
    return desk.forged(own.export(at, root=b64(public(desk.office.root))))


@forgery
def own_root_under_the_real_name(desk: Desk) -> Forged:
    own, real = own_house(desk), desk.office
    name = kid(real.root)
    said = payload_of(own.certificates[0])
    file = real.export(desk.at())
    parts = own.parts()
    record = own.record((own.content(), "id"), "publish", parts)
    return desk.forged(
        {
            **file,
            "edition": sign("edition", record, own.key),
            "certificates": [sign("key", said, own.root, name)],
            "parts": parts,
        }
    )


@forgery
def certificate_by_a_signing_key(desk: Desk) -> Forged:
    """The thief of a signing key certifies another key with it."""
    key, real = desk.key(), desk.office
    said = {**payload_of(real.certificates[0]), "kid": kid(key), "public_key": b64(public(key))}
    name = desk.rng.choice((kid(real.key), kid(real.root)))
    file, parts = real.export(desk.at()), real.parts()
    record = real.record((real.content(), "en"), "publish", parts)
    file["certificates"].append(sign("key", said, real.key, name))
    return desk.forged({**file, "edition": sign("edition", record, key), "parts": parts})


@forgery
def own_key_under_a_real_name(desk: Desk) -> Forged:
    file = desk.file()
    said = payload_of(file["edition"])
    return desk.forged({**file, "edition": sign("edition", said, desk.key(), kid(desk.office.key))})


@forgery
def own_key_not_certified(desk: Desk) -> Forged:
    file = desk.file()
    return desk.forged(
        {**file, "edition": sign("edition", payload_of(file["edition"]), desk.key())}
    )


@forgery
def signed_by_the_root(desk: Desk) -> Forged:
    """The root certifies; it is no signing key."""
    file = desk.file()
    return desk.forged(
        {**file, "edition": sign("edition", payload_of(file["edition"]), desk.office.root)}
    )


@forgery
def own_chain(desk: Desk) -> Forged:
    """Own records that follow the real ones, with hashes that fit."""
    own = own_house(desk)
    for _ in range(desk.rng.randint(1, 4)):
        at = own.append((own.content(), "id"), "publish")
    file = own.export(at)
    file["certificates"] = desk.office.certificates + own.certificates
    file["root"] = b64(public(desk.office.root))
    return desk.forged({**file, "revocations": desk.office.revocations()})


@forgery
def revoked_key_back_dated(desk: Desk) -> Forged:
    when = (desk.office.now - timedelta(hours=desk.rng.randint(1, 400))).strftime(
        "%Y-%m-%dT%H:%M:%S.%fZ"
    )
    assigned = {"register_number": "", "due_at": when, "published_at": when, "address": "/id/"}
    jws, parts = stolen(desk, assigned=assigned)
    last = desk.rng.randrange(len(desk.office.ledger))
    good = desk.rng.choice((None, good_work(desk, last)))
    listed = desk.office.revocations([entry(desk, good)])
    return desk.forged({**desk.file(), "edition": jws, "parts": parts, "revocations": listed})


@forgery
def revoked_key_with_the_path_of_another(desk: Desk) -> Forged:
    jws, parts = stolen(desk)
    last = len(desk.office.ledger) - 1
    marks = [mark(each) for each, _ in desk.office.ledger]
    path = climb(marks, desk.rng.randrange(len(marks)))[0]
    listed = desk.office.revocations([entry(desk, good_work(desk, last))])
    name = desk.rng.choice((mark(jws), marks[0]))
    changes = {"edition": jws, "parts": parts, "revocations": listed, "paths": {name: path}}
    return desk.forged({**desk.file(), **changes})


@forgery
def revoked_key_with_an_old_list(desk: Desk) -> Forged:
    """The file brings the list from before; the reader's head brings the new one."""
    jws, parts = stolen(desk)
    head = desk.office.head()
    head["revocations"] = desk.office.revocations([entry(desk, None)])
    return desk.forged({**desk.file(), "edition": jws, "parts": parts}, head)


@forgery
def revocation_taken_from_the_list(desk: Desk) -> Forged:
    jws, parts = stolen(desk)
    listed = desk.office.revocations([entry(desk, None)])
    head, _, signature = listed.split(".")
    changed = {**payload_of(listed), "entries": []}
    short = f"{head}.{b64(canon(changed))}.{signature}"
    own = sign("revocations", changed, desk.key(), kid(desk.office.root))
    by_thief = sign("revocations", changed, desk.office.key)
    file = {**desk.file(), "edition": jws, "parts": parts}
    return desk.forged({**file, "revocations": desk.rng.choice((short, own, by_thief, "", None))})


@forgery
def outside_its_period(desk: Desk) -> Forged:
    year = desk.rng.choice(("1999", "2011", "2099", "2222"))
    assigned = {
        "register_number": "", "due_at": FIRST, "published_at": year + LAST[4:], "address": "/id/",
    }  # fmt: skip
    jws, parts = stolen(desk, assigned=assigned)
    return desk.forged({**desk.file(), "edition": jws, "parts": parts})


@forgery
def key_for_something_else(desk: Desk) -> Forged:
    key = desk.key()
    purposes = desk.rng.choice((["checkpoint"], ["head"], ["checkpoint", "head"], []))
    file = desk.file()
    file["certificates"].append(desk.office.certificate(key, purposes=purposes))
    return desk.forged({**file, "edition": sign("edition", payload_of(file["edition"]), key)})


@forgery
def key_of_another_institution(desk: Desk) -> Forged:
    key, file = desk.key(), desk.file()
    file["certificates"].append(desk.office.certificate(key, institution="LAIN"))
    return desk.forged({**file, "edition": sign("edition", payload_of(file["edition"]), key)})


@forgery
def certificate_changed(desk: Desk) -> Forged:
    """Longer life, another key or more purposes under the root's old signature."""
    file = desk.file()
    said = payload_of(file["certificates"][-1])
    other = desk.key()
    change = desk.rng.choice(
        (
            {"not_after": "2099-01-01T00:00:00.000000Z"},
            {"public_key": b64(public(other)), "kid": kid(other)},
            {"institution": desk.rng.choice(("LAIN", "ASLI"))},
            {"demo": True},
        )
    )
    header, _, signature = file["certificates"][-1].split(".")
    body = b64(canon({**said, **change}))
    file["certificates"][-1] = f"{header}.{body}.{signature}"
    return desk.forged(file)


@forgery
def demo_passed_off_as_official(desk: Desk) -> Forged:
    """The mark is taken off the name, the certificate, or both."""
    demo = desk.demo
    file = copy.deepcopy(demo.export(0))
    said = payload_of(file["certificates"][0])
    plain = {**said, "demo": False, "kid": kid(demo.key)}
    half = desk.rng.choice(({**said, "demo": False}, {**said, "kid": kid(demo.key)}))
    name = desk.rng.choice((kid(demo.root), kid(demo.root, demo=True)))
    edition = sign("edition", payload_of(file["edition"]), demo.key)
    header, body, signature = demo.certificates[0].split(".")
    relabelled = sign("key", plain, desk.key(), name)
    wrong = sign("key", half, demo.root, name)
    choice = desk.rng.choice(
        (
            {"edition": edition},
            {"edition": edition, "certificates": [relabelled]},
            {"certificates": [wrong]},
            {"edition": edition, "certificates": [f"{header}.{body[:-2]}AA.{signature}"]},
        )
    )
    return Forged({**file, **choice}, demo.fingerprint)


@forgery
def key_with_anothers_name(desk: Desk) -> Forged:
    """A certificate by the root whose name is not that of its key."""
    key, file = desk.key(), desk.file()
    file["certificates"] = [desk.office.certificate(key, kid=kid(desk.office.key))]
    said = payload_of(file["edition"])
    return desk.forged({**file, "edition": sign("edition", said, key, kid(desk.office.key))})


@forgery
def head_of_a_forger(desk: Desk) -> Forged:
    """An own head says that an old version is the last word."""
    old = desk.rng.randrange(1, 3)
    head = desk.office.head(key=desk.key(), entries=desk.office.states()[:old])
    return desk.forged(desk.file(), head)


@stale("unknown", "superseded", "withdrawn", "erased")
def fork_of_the_ledger(desk: Desk) -> Forged:
    """A stolen key puts another text where the ledger has one; the head knows better."""
    at = desk.at()
    said, parts = payload_of(desk.office.ledger[at][0]), desk.office.parts()
    found = {name: sha_of(part) for name, part in parts.items()}
    jws = sign("edition", {**said, "parts": found}, desk.office.key)
    file = {**desk.file(at), "edition": jws, "parts": parts}
    return desk.forged(file, desk.office.head())


def sha_of(part: Json) -> str:
    return sha(unb64(part["salt"]) + unb64(part["bytes"]))
