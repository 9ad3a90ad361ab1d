"""Check one exported Edition without Suluh, offline. Exit 0 only if the answer is genuine.

The fingerprint of the institution's root key must come to you on another way than the file.
A head file is its later word; what is newer cannot be known. Format: docs/ledger-format.md.
"""

import argparse
import base64
import json
import re
import sys
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

EXITS = ["genuine", "altered", "usage", "unknown", "revoked", "superseded", "withdrawn", "erased"]
SUBJECT = ("institution", "content_id", "locale")
Answer = type("Answer", (Exception,), {})  # carries the answer, why, and which parts


def need(condition, why, answer="unknown", parts=()):
    if not condition:
        raise Answer(answer, why, list(parts))


def b64(text, length=None):
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    same = base64.urlsafe_b64encode(data).decode("ascii").rstrip("=") == text
    need(same and length in (None, len(data)), "base64url in another spelling or length")
    return data


def read(data, kind):
    """Read JSON in its one canonical form; so no key stands twice and nothing is hidden."""
    value = json.loads(data.decode("utf-8"))
    form = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    need(form.encode("utf-8") == data, f"the {kind} is not in canonical form")
    need(type(value["v"]) is int and value["v"] == 1, f"the {kind} has an unknown version")
    return value


def statement(jws, kind, keys, bad="unknown"):
    """Return what a key in `keys` said; it is read as Ed25519 whatever the header says."""
    header, payload, signature = jws.split(".")
    kid = json.loads(b64(header))["kid"]
    need(kid in keys, f"the {kind} is signed by a key that the root has not certified")
    said = f'{{"alg":"EdDSA","kid":"{kid}","typ":"suluh-{kind}+jws"}}'
    need(b64(header) == said.encode("ascii"), f"this is no {kind} signed with Ed25519")
    try:
        message = f"{header}.{payload}".encode("ascii")
        Ed25519PublicKey.from_public_bytes(keys[kid]).verify(b64(signature, 64), message)
    except InvalidSignature:
        need(False, f"the {kind} was changed after it was signed", bad, [kind])
    return read(b64(payload), kind), kid


def trust(path, fingerprint, *names):
    """Return a file, and the certificates and revocations in it that the given root signed."""
    with open(path, "rb") as opened:
        file = read(opened.read(32 << 20).removesuffix(b"\n"), "file")
    given, certificates = re.sub(r"[\s:-]", "", fingerprint).lower(), []
    need({*file} == {"v", "root", "certificates", "revocations", *names}, "not such a file")
    need(given == sha256(b64(file["root"], 32)).hexdigest(), "its root is not the --root given")
    by_root = {mark + given[:32]: b64(file["root"]) for mark in ("", "demo-")}
    for jws in file["certificates"]:
        said, kid = statement(jws, "key", by_root)
        name = kid[:-32] + sha256(b64(said["public_key"], 32)).hexdigest()[:32]
        need(said["kid"] == name and said["demo"] is ("demo-" in kid), "a key has another name")
        certificates.append(said)
    return file, (certificates, statement(file["revocations"], "revocations", by_root)[0])


def signed(jws, kind, known, paths):
    """Return what a certified key said, if it might say it then and it still stands."""
    keys = {each["kid"]: b64(each["public_key"]) for each in known[0]}
    said, kid = statement(jws, kind, keys, "altered")
    at = said["at"] if kind == "head" else said["assigned"]["published_at"]
    own = [c for c in known[0] if c["kid"] == kid and c["institution"] == said["institution"]]
    fits = [kind in c["purposes"] and c["not_before"] <= at < c["not_after"] for c in own]
    need(any(fits), "the key was not certified for this institution, purpose and time")
    for entry in (each for each in known[1]["entries"] if each["kid"] == kid):
        mark = sha256(jws.encode("ascii"))
        reached = sha256(b"\x00" + mark.digest()).hexdigest()
        for side, other in paths.get(mark.hexdigest(), []):
            pair = other + reached if side == "l" else reached + other
            reached = sha256(b"\x01" + bytes.fromhex(pair)).hexdigest()
        good = entry["good"] and entry["good"]["tree"] == reached
        need(good, f"the key is revoked from {entry['revoked_from']}", "revoked")
    return said, kid


def check_parts(file, record, known):
    gone = {}  # only a signed erasure lets a part be absent
    for jws in file["erasures"]:
        later = signed(jws, "edition", known, file["paths"])[0]
        need(all(later[key] == record[key] for key in SUBJECT), "an erasure of something else")
        for each in (each for each in later["erases"] if each["version"] == record["version"]):
            gone |= dict.fromkeys(each["parts"], later["assigned"]["published_at"])
    wrong = {*file["parts"], *record["parts"]} - {*gone}
    for name, part in file["parts"].items():
        found = len(part) == 2 and sha256(b64(part["salt"], 32) + b64(part["bytes"])).hexdigest()
        wrong = wrong - {name} if found == record["parts"].get(name) else wrong | {name}
    need(not wrong, "parts are not as they were signed", "altered", sorted(wrong))
    need(not gone, f"erased on {min(gone.values(), default='')}", "erased", sorted(gone))


def judge(options, told):
    file, known = trust(options.file, options.root, "edition", "erasures", "parts", "paths")
    if options.head:
        later, newer = trust(options.head, options.root, "head")
        known = (known[0], max(known[1], newer[1], key=lambda each: each["number"]))
        head = signed(later["head"], "head", (newer[0], known[1]), {})[0]
    record, kid = signed(file["edition"], "edition", known, file["paths"])
    told |= {"demo": kid.startswith("demo-"), "revocations_as_of": known[1]["issued_at"]}
    told |= {name: record[name] for name in (*SUBJECT, "version", "action", "assigned")}
    check_parts(file, record, known)
    place = [record["epoch"], record["number"]]
    if options.head and [head["head"]["epoch"], head["head"]["number"]] >= place:
        own = [each for each in head["entries"] if all(each[k] == record[k] for k in SUBJECT[1:])]
        mark, version = sha256(file["edition"].encode("ascii")).hexdigest(), record["version"]
        need(own and (own[0]["version"] > version or own[0]["sha256"] == mark), "not in the ledger")
        need(own[0]["shown"] <= version, "a later version stands in its place", "superseded")
        state = "withdrawn" if own[0]["state"] == "withdrawn" else "erased"
        need(own[0]["state"] == "live" or not record["parts"], f"since {own[0]['at']}", state)
        told["head_as_of"] = head["at"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--root", default="", help="SHA-256 of the root's public key, in hex")
    parser.add_argument("--head", help="a head file")
    parser.add_argument("--json", action="store_true")
    options, told = parser.parse_args(), {}
    try:
        judge(options, told)
        answer, why, parts = "genuine", "every byte is as it was signed", []
    except Answer as found:
        answer, why, parts = found.args
    except Exception as wrong:  # a file may be wrong in any way
        answer, why, parts = "unknown", f"cannot be read ({type(wrong).__name__})", []
    why += "; a DEMO key: no official statement of anybody" if told.get("demo") else ""
    told = {"answer": answer, "why": why, "parts": parts, **told}
    print(json.dumps(told, indent=None if options.json else 1))
    return EXITS.index(answer)


if __name__ == "__main__":
    sys.exit(main())
