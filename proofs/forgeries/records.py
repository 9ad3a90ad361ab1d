"""Forgeries of the record: another number, another language, another statement."""

from typing import Any

from proofs.editions import Json, b64, canon, kid, payload_of, sha, sign, unb64
from proofs.forgeries.desk import Desk, Forged, forgery, stale
from proofs.forgeries.keys import stolen


def under_old_signature(jws: str, said: Any) -> str:
    header, _, signature = jws.split(".")
    return f"{header}.{b64(canon(said))}.{signature}"


@forgery
def old_edition_under_a_new_number(desk: Desk) -> Forged:
    file = desk.file()
    said = payload_of(file["edition"])
    name = desk.rng.choice(("number", "version", "epoch"))
    said[name] += desk.rng.randint(1, 9)
    file["edition"] = under_old_signature(file["edition"], said)
    return desk.forged(file)


@forgery
def any_field_changed(desk: Desk) -> Forged:
    file = desk.file()
    said = payload_of(file["edition"])
    name = desk.rng.choice(sorted(said))
    other = desk.rng.choice((None, 0, "", "x", [], {}, desk.rng.randint(2, 99)))
    said[name] = other if said[name] != other else "lain"
    file["edition"] = under_old_signature(file["edition"], said)
    return desk.forged(file)


@forgery
def other_date_or_address(desk: Desk) -> Forged:
    file = desk.file()
    said = payload_of(file["edition"])
    name = desk.rng.choice(("published_at", "due_at", "address", "register_number"))
    said["assigned"][name] = f"{said['assigned'][name][:-1]}{desk.rng.choice('012345678')}"
    said["assigned"][name] += "Z"
    file["edition"] = under_old_signature(file["edition"], said)
    return desk.forged(file)


@forgery
def other_signatories(desk: Desk) -> Forged:
    file = desk.file()
    said = payload_of(file["edition"])
    said["sign_offs"].append({"post": desk.rng.choice(("HUMAS", "SEKRETARIS", "KEPALA"))})
    file["edition"] = under_old_signature(file["edition"], said)
    return desk.forged(file)


@forgery
def field_added_or_taken(desk: Desk) -> Forged:
    file = desk.file()
    said = payload_of(file["edition"])
    if desk.rng.random() < 0.5:
        said[f"x{desk.rng.randint(0, 999)}"] = desk.rng.choice((1, "asli", True))
    else:
        del said[desk.rng.choice(sorted(said))]
    file["edition"] = under_old_signature(file["edition"], said)
    return desk.forged(file)


@forgery
def signature_of_another_edition(desk: Desk) -> Forged:
    first, second = desk.two()
    file, other = desk.file(first), desk.file(second)
    pieces, others = file["edition"].split("."), other["edition"].split(".")
    at = desk.rng.randrange(1, 3)
    pieces[at] = others[at]
    return desk.forged({**file, "edition": ".".join(pieces)})


@forgery
def signature_changed(desk: Desk) -> Forged:
    """A bit, the other half of the curve's numbers (S + L), nothing, or too much."""
    file = desk.file()
    header, body, signature = file["edition"].split(".")
    raw = bytearray(unb64(signature))
    way = desk.rng.randrange(4)
    if way == 0:
        raw[desk.rng.randrange(64)] ^= 1 << desk.rng.randrange(8)
    elif way == 1:
        order = 2**252 + 27742317777372353535851937790883648493
        number = int.from_bytes(raw[32:], "little") + order
        raw[32:] = number.to_bytes(32, "little")
    elif way == 2:
        raw = bytearray(64)
        raw[desk.rng.randrange(64)] = desk.rng.randrange(2)
    else:
        raw += desk.rng.randbytes(desk.rng.randint(1, 64))
    file["edition"] = f"{header}.{body}.{b64(bytes(raw))}"
    return desk.forged(file)


@forgery
def statement_of_another_kind(desk: Desk) -> Forged:
    """A head, certificate or list where the Edition belongs, or signed as such."""
    file, head = desk.file(), desk.office.head()
    said = payload_of(file["edition"])
    kind = desk.rng.choice(("head", "key", "revocations", "checkpoint", "editions"))
    other = desk.rng.choice(
        (
            head["head"],
            file["certificates"][0],
            file["revocations"],
            sign(kind, said, desk.office.key),
            sign(kind, said, desk.office.root),
        )
    )
    return desk.forged({**file, "edition": other})


@forgery
def edition_as_head(desk: Desk) -> Forged:
    """Somebody who may sign Editions says what the last word is by one of them."""
    file, head = desk.file(), desk.office.head()
    head["head"] = desk.rng.choice(
        (
            file["edition"],
            sign("edition", payload_of(head["head"]), desk.office.key),
            under_old_signature(head["head"], {**payload_of(head["head"]), "entries": []}),
        )
    )
    return desk.forged(file, head)


@forgery
def head_without_this_content(desk: Desk) -> Forged:
    """The signed head does not list what is shown to the reader."""
    at = desk.at()
    said = payload_of(desk.office.ledger[at][0])
    states = [
        each
        for each in desk.office.states()
        if (each["content_id"], each["locale"]) != (said["content_id"], said["locale"])
    ]
    return desk.forged(desk.file(at), desk.office.head(entries=states))


@stale("superseded")
def old_version_as_the_last_word(desk: Desk) -> Forged:
    office = desk.office
    shown = {(s["content_id"], s["locale"]): s["shown"] for s in office.states()}
    old = [
        at
        for at, (jws, _) in enumerate(office.ledger)
        if (said := payload_of(jws))["parts"]
        and said["version"] < shown[(said["content_id"], said["locale"])]
    ]
    return desk.forged(desk.file(desk.rng.choice(old)), office.head())


@stale("withdrawn", "erased")
def withdrawn_as_the_last_word(desk: Desk) -> Forged:
    office = desk.office
    gone = [each for each in office.states() if each["state"] != "live"]
    state = desk.rng.choice(gone)
    subject = (state["content_id"], state["locale"], state["shown"])
    at = next(
        at
        for at, (jws, _) in enumerate(office.ledger)
        if (payload_of(jws)["content_id"], payload_of(jws)["locale"], payload_of(jws)["version"])
        == subject
    )
    return desk.forged(desk.file(at), office.head())


@forgery
def payload_in_another_spelling_really_signed(desk: Desk) -> Forged:
    """The real key, made to sign bytes that two readers would read differently."""
    file = desk.file()
    said = payload_of(file["edition"])
    data = canon(said)
    other = desk.rng.choice(
        (
            data.replace(b"{", b'{"version":99,', 1),
            data.replace(b'"version":', b'"version":99,"version":', 1),
            data.replace(b":", b": ", 1),
            data + desk.rng.choice((b" ", b"\n", b"\t")) * desk.rng.randint(1, 5),
            data.replace(b'"locale"', b'"\\u006cocale"', 1),
            canon({**said, "v": 2}),
            canon({**said, "v": True}),
        )
    )
    return desk.forged({**file, "edition": sign("edition", other, desk.office.key)})


@forgery
def own_commitments(desk: Desk) -> Forged:
    """The text is new and the record's commitments fit it; only the signature does not."""
    file, parts = desk.file(), desk.office.parts()
    said = payload_of(file["edition"])
    said["parts"] = {
        name: sha(unb64(part["salt"]) + unb64(part["bytes"])) for name, part in parts.items()
    }
    jws = under_old_signature(file["edition"], said)
    own = sign("edition", said, desk.key(), kid(desk.office.key))
    return desk.forged({**file, "parts": parts, "edition": desk.rng.choice((jws, own))})


@forgery
def not_in_the_ledger_of_the_head(desk: Desk) -> Forged:
    """A thief publishes beside the ledger, at a place the head already knows."""
    content = desk.office.content()
    number = desk.rng.randint(2, len(desk.office.ledger))
    prev: Json = {"epoch": 1, "number": number - 1, "sha256": sha(b"x")}
    jws, parts = stolen(desk, content_id=content, version=1, number=number, prev=prev)
    return desk.forged({**desk.file(), "edition": jws, "parts": parts}, desk.office.head())
