"""Forgeries of the parts: what people read."""

import json

from proofs.editions import Json, b64, canon, payload_of, sign, unb64
from proofs.forgeries.desk import Desk, Forged, forgery


def other_text(desk: Desk, part: Json) -> Json:
    data = unb64(part["bytes"]).decode("utf-8")
    at = desk.rng.randrange(len(data))
    letter = desk.rng.choice([each for each in "aeiou \u202e" if each != data[at]])
    return {**part, "bytes": b64((data[:at] + letter + data[at + 1 :]).encode("utf-8"))}


def some(desk: Desk, names: set[str]) -> list[str]:
    """One of `names`, or several, or all."""
    return desk.rng.sample(sorted(names), desk.rng.randint(1, len(names)))


@forgery
def letter_changed(desk: Desk) -> Forged:
    file = desk.file()
    name = desk.rng.choice(sorted(file["parts"]))
    file["parts"][name] = other_text(desk, file["parts"][name])
    return desk.forged(file)


@forgery
def salt_changed(desk: Desk) -> Forged:
    file = desk.file()
    name = desk.rng.choice(sorted(file["parts"]))
    file["parts"][name]["salt"] = b64(desk.rng.randbytes(32))
    return desk.forged(file)


@forgery
def boundary_of_the_salt_moved(desk: Desk) -> Forged:
    """The same bytes are hashed, but the text begins later or earlier."""
    file = desk.file()
    name = desk.rng.choice(sorted(file["parts"]))
    part = file["parts"][name]
    whole = unb64(part["salt"]) + unb64(part["bytes"])
    cut = desk.rng.choice([at for at in range(len(whole) + 1) if at != 32])
    file["parts"][name] = {"salt": b64(whole[:cut]), "bytes": b64(whole[cut:])}
    return desk.forged(file)


@forgery
def parts_swapped(desk: Desk) -> Forged:
    file = desk.file()
    first, second = desk.rng.sample(sorted(file["parts"]), 2)
    parts = file["parts"]
    parts[first], parts[second] = parts[second], parts[first]
    return desk.forged(file)


@forgery
def part_of_another_edition(desk: Desk) -> Forged:
    first, second = desk.two()
    file = desk.file(first)
    other = desk.file(second)["parts"]
    for name in some(desk, {*file["parts"]} & {*other}):
        file["parts"][name] = other[name]
    return desk.forged(file)


@forgery
def locales_swapped(desk: Desk) -> Forged:
    """The parts of one language under the record of the other."""
    ledger = desk.office.ledger
    pairs = [
        (at, at + 1)
        for at in range(len(ledger) - 1)
        if payload_of(ledger[at][0])["content_id"] == payload_of(ledger[at + 1][0])["content_id"]
        and payload_of(ledger[at][0])["locale"] != payload_of(ledger[at + 1][0])["locale"]
        and ledger[at][1]
        and ledger[at + 1][1]
    ]
    first, second = desk.rng.choice(pairs)
    if desk.rng.random() < 0.5:
        first, second = second, first
    file = desk.file(first)
    for name in some(desk, {*file["parts"]} & {*ledger[second][1]}):
        file["parts"][name] = ledger[second][1][name]
    return desk.forged(file)


@forgery
def part_left_out(desk: Desk) -> Forged:
    file = desk.file()
    for name in some(desk, {*file["parts"]}):
        del file["parts"][name]
    return desk.forged(file)


@forgery
def part_added(desk: Desk) -> Forged:
    file = desk.file()
    name = desk.rng.choice(("figure/1", "file/2", "facts", "Title", "title ", "\u202etitle"))
    file["parts"][name] = {"salt": b64(desk.rng.randbytes(32)), "bytes": b64(canon({"v": 1}))}
    return desk.forged(file)


@forgery
def something_added_to_a_part(desk: Desk) -> Forged:
    file = desk.file()
    name = desk.rng.choice(sorted(file["parts"]))
    file["parts"][name][desk.rng.choice(("text", "note", "html"))] = "Yang benar: lain"
    return desk.forged(file)


@forgery
def part_in_another_spelling(desk: Desk) -> Forged:
    file = desk.file()
    name = desk.rng.choice(sorted(file["parts"]))
    value = json.loads(unb64(file["parts"][name]["bytes"]))
    text = json.dumps(value, indent=desk.rng.randint(0, 9)).encode()
    file["parts"][name]["bytes"] = b64(text)
    return desk.forged(file)


@forgery
def erasure_of_something_else_as_excuse(desk: Desk) -> Forged:
    """A text is left out, and a real erasure of another text is shown for it."""
    office = desk.office
    real = next(jws for jws, _ in office.ledger if payload_of(jws)["erases"])
    file = desk.file()
    while payload_of(file["edition"])["version"] != 1:
        file = desk.file()
    for name in payload_of(real)["erases"][0]["parts"]:
        del file["parts"][name]  # exactly what was erased elsewhere: the likeliest excuse
    return desk.forged({**file, "erasures": [real]})


@forgery
def own_erasure_as_excuse(desk: Desk) -> Forged:
    office, file = desk.office, desk.file()
    said = payload_of(file["edition"])
    name = desk.rng.choice(sorted(file["parts"]))
    del file["parts"][name]
    record = {
        **office.record((said["content_id"], said["locale"]), "erase", {}),
        "erases": [{"version": said["version"], "parts": [name]}],
    }
    by = desk.rng.choice(("own", "root", "other kind"))
    key = {"own": desk.key(), "root": office.root, "other kind": office.key}[by]
    kind = "head" if by == "other kind" else "edition"
    file["erasures"] = [sign(kind, record, key)]
    return desk.forged(file)


@forgery
def erased_part_filled_anew(desk: Desk) -> Forged:
    """Where the institution erased, the forger writes."""
    office = desk.office
    real = next(jws for jws, _ in office.ledger if payload_of(jws)["erases"])
    said = payload_of(real)
    at = next(
        at
        for at, (jws, parts) in enumerate(office.ledger)
        if payload_of(jws)["content_id"] == said["content_id"]
        and payload_of(jws)["locale"] == said["locale"]
        and parts
    )
    file = desk.file(at)
    file["parts"]["body"] = office.parts()["body"]
    return desk.forged({**file, "erasures": desk.rng.choice(([], [real]))})
