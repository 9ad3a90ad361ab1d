"""Forgeries of form: other algorithms, other spellings, files that hurt."""

import hashlib
import hmac
import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from proofs.editions import Json, b64, canon, kid, payload_of, public, unb64
from proofs.forgeries.desk import Desk, Forged, forgery


def with_header(jws: str, header: Any) -> str:
    data = header if isinstance(header, bytes) else canon(header)
    return ".".join((b64(data), *jws.split(".")[1:]))


def header_of(jws: str) -> Json:
    return json.loads(unb64(jws.split(".")[0]))


@forgery
def algorithm_none(desk: Desk) -> Forged:
    file = desk.file()
    said = payload_of(file["edition"])
    said["version"] += 1
    alg = desk.rng.choice(("none", "None", "NONE", "nOnE", "", None))
    head = b64(canon({**header_of(file["edition"]), "alg": alg}))
    last = desk.rng.choice(("", file["edition"].split(".")[2], b64(bytes(64))))
    return desk.forged({**file, "edition": f"{head}.{b64(canon(said))}.{last}"})


@forgery
def hmac_with_a_public_key(desk: Desk) -> Forged:
    """HS256 whose secret everybody knows: the public key, raw or as text."""
    file = desk.file()
    said = payload_of(file["edition"])
    said["reason"] = f"Dibuat {desk.rng.randrange(10**6)}"
    raw = public(desk.rng.choice((desk.office.key, desk.office.root)))
    secret = desk.rng.choice((raw, b64(raw).encode(), raw.hex().encode()))
    name, how = desk.rng.choice((("HS256", "sha256"), ("HS384", "sha384"), ("HS512", "sha512")))
    head = b64(canon({**header_of(file["edition"]), "alg": name}))
    signed = f"{head}.{b64(canon(said))}"
    code = hmac.new(secret, signed.encode(), getattr(hashlib, how)).digest()
    return desk.forged({**file, "edition": f"{signed}.{b64(code)}"})


@forgery
def another_curve(desk: Desk) -> Forged:
    """ES256 with an own key, which the header brings along."""
    file = desk.file()
    key = ec.derive_private_key(desk.rng.randrange(2, 2**200), ec.SECP256R1())
    numbers = key.public_key().public_numbers()
    jwk = {
        "kty": "EC", "crv": "P-256",
        "x": b64(numbers.x.to_bytes(32, "big")), "y": b64(numbers.y.to_bytes(32, "big")),
    }  # fmt: skip
    head = {**header_of(file["edition"]), "alg": "ES256"}
    head = head if desk.rng.random() < 0.5 else {**head, "jwk": jwk}
    signed = f"{b64(canon(head))}.{file['edition'].split('.')[1]}"
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    raw = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return desk.forged({**file, "edition": f"{signed}.{b64(raw)}"})


@forgery
def algorithm_by_another_name(desk: Desk) -> Forged:
    file = desk.file()
    name = desk.rng.choice(("eddsa", "EdDSA ", "Ed25519", "Ed448", "RS256", "PS256", ["EdDSA"], 1))
    head = {**header_of(file["edition"]), "alg": name}
    return desk.forged({**file, "edition": really_signed(desk, file["edition"], canon(head))})


def really_signed(desk: Desk, jws: str, header: bytes) -> str:
    """The real key over the real payload: only the header is not what the format allows."""
    signed = f"{b64(header)}.{jws.split('.')[1]}"
    return f"{signed}.{b64(desk.office.key.sign(signed.encode()))}"


@forgery
def header_of_another_form(desk: Desk) -> Forged:
    file = desk.file()
    head = header_of(file["edition"])
    data = canon(head)
    other = desk.rng.choice(
        (
            canon({**head, "crit": ["b64"], "b64": False}),
            canon({**head, "jku": f"https://contoh.invalid/{desk.rng.random()}"}),
            canon({**head, "x": desk.rng.randrange(10**6)}),
            data.replace(b"{", b'{"alg":"none",', 1),
            data.replace(b":", b": ", desk.rng.randint(1, 3)),
            data[:-1] + b',"kid":"%s"}' % kid(desk.office.key).encode(),
            data + b" " * desk.rng.randint(1, 9),
            json.dumps(dict(reversed(head.items())), separators=(",", ":")).encode(),
            canon({k: v for k, v in head.items() if k != "typ"}),
            canon({**head, "typ": "JWT"}),
        )
    )
    return desk.forged({**file, "edition": really_signed(desk, file["edition"], other)})


@forgery
def header_under_the_old_signature(desk: Desk) -> Forged:
    file = desk.file()
    head = header_of(file["edition"])
    change = desk.rng.choice(
        ({"kid": kid(desk.key())}, {"kid": "demo-" + head["kid"]}, {"typ": "JWT"}, {"b64": False})
    )
    return desk.forged({**file, "edition": with_header(file["edition"], {**head, **change})})


@forgery
def base64_of_another_spelling(desk: Desk) -> Forged:
    """The same bytes in other letters: padding, spare bits, the other alphabet, inserted ones."""
    file, rng = desk.file(), desk.rng
    place = rng.choice(("edition", "revocations", "root", "salt"))
    text = file["parts"]["title"]["salt"] if place == "salt" else file[place]
    pieces = text.split(".")
    at = rng.randrange(len(pieces))
    piece = pieces[at]
    cut = rng.randrange(len(piece) + 1)
    noise = piece[:cut] + rng.choice((" ", "\n", "\r\n", "\t", "!", "é", "\x00")) + piece[cut:]
    spare = piece[:-1] + chr(ord(piece[-1]) + 1) if piece[-1].isalnum() else piece + "="
    other = rng.choice((piece + "=" * rng.randint(1, 4), noise, spare, piece + "A", "+/" + piece))
    pieces[at] = other
    changed = ".".join(pieces)
    if place == "salt":
        file["parts"]["title"]["salt"] = changed
        return desk.forged(file)
    return desk.forged({**file, place: changed})


@forgery
def white_space_in_a_jws(desk: Desk) -> Forged:
    file = desk.file()
    jws = file["edition"]
    at = desk.rng.choice((0, len(jws), jws.index("."), jws.index(".") + 1, jws.rindex(".")))
    space = desk.rng.choice((" ", "\n", "\t", "\r", "\u00a0", "\u200b", "\ufeff"))
    return desk.forged({**file, "edition": jws[:at] + space * desk.rng.randint(1, 3) + jws[at:]})


@forgery
def jws_cut_or_lengthened(desk: Desk) -> Forged:
    file = desk.file()
    jws = file["edition"]
    other = desk.rng.choice(
        (
            jws[: desk.rng.randrange(len(jws))],
            jws[desk.rng.randint(1, len(jws)) :],
            jws + "." + desk.rng.choice(("", "AAAA")),
            jws.replace(".", "..", 1),
            ".".join(reversed(jws.split("."))),
        )
    )
    return desk.forged({**file, "edition": other})


@forgery
def jws_in_another_dress(desk: Desk) -> Forged:
    """The JSON serialization of the same signature, which this format does not have."""
    file = desk.file()
    head, body, signature = file["edition"].split(".")
    flat = {"protected": head, "payload": body, "signature": signature}
    whole = {"payload": body, "signatures": [{"protected": head, "signature": signature}]}
    detached = f"{head}..{signature}"
    other = desk.rng.choice((flat, whole, [file["edition"]], detached, canon(flat).decode()))
    return desk.forged({**file, "edition": other})


@forgery
def file_cut(desk: Desk) -> Forged:
    data = canon(desk.file())
    return desk.forged(data[: desk.rng.randrange(len(data))])


@forgery
def key_twice_in_the_file(desk: Desk) -> Forged:
    """The verifier might read the one, the reader's program shows the other."""
    file = desk.file()
    data = canon(file)
    name = desk.rng.choice(("edition", "parts", "root", "title", "bytes", "v"))
    other = desk.rng.choice((b'"x"', b"{}", b"1", canon(desk.office.parts())))
    mark = f'"{name}":'.encode()
    at = data.index(mark)
    return desk.forged(data[:at] + mark + other + b"," + data[at:])


@forgery
def file_in_another_spelling(desk: Desk) -> Forged:
    file, rng = desk.file(), desk.rng
    data = canon(file)
    other = rng.choice(
        (
            json.dumps(file, indent=rng.randint(0, 8)).encode(),
            data + rng.choice((b" ", b"\n\n", b"{}", b"\x00")),
            b"\xef\xbb\xbf" + data,
            data.decode().encode(rng.choice(("utf-16", "utf-32"))),
            json.dumps(dict(reversed(file.items())), separators=(",", ":")).encode(),
            canon({**file, f"x{rng.randrange(999)}": rng.choice(("asli", 1, None))}),
            canon({name: value for name, value in file.items() if name != "revocations"}),
        )
    )
    return desk.forged(other)


@forgery
def anything_of_another_type(desk: Desk) -> Forged:
    file = desk.file()
    names = sorted(set(file) - {"paths", "erasures"})
    name = desk.rng.choice(names)
    file[name] = desk.rng.choice((None, True, desk.rng.randrange(2, 10**9), "x", [], {}, [[]]))
    return desk.forged(file)


@forgery
def file_that_hurts(desk: Desk) -> Forged:
    """Deep, long or senseless; the answer is a sentence, not a crash."""
    depth = desk.rng.randint(1_000, 60_000)
    return desk.forged(
        desk.rng.choice(
            (
                b"[" * depth,
                b'{"a":' * depth,
                b"[" * depth + b"]" * depth,
                b"9" * depth,
                b'{"v":1e%d}' % depth,
                desk.rng.randbytes(depth),
                b'"' + b"\\ud800" * depth + b'"',
                b"",
            )
        )
    )
