"""What the standalone verifier answers; it shares no line with the product."""

import ast
import json
from pathlib import Path

import pytest

from suluh.publishing.ledger.rules import keys
from suluh.publishing.ledger.rules.keys import Root
from suluh.publishing.ledger.rules.record import Action, Position
from suluh.publishing.ledger.tests.makers import OTHER, TOOL, House, fixed_key, verify

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def answer(tmp_path, capsys):
    def run(export, house, head=None, root=None):
        path, head_path = tmp_path / "export.json", tmp_path / "head.json"
        path.write_bytes(export if isinstance(export, bytes) else export.to_bytes())
        if head:
            head_path.write_bytes(head.to_bytes())
        told = house.fingerprint if root is None else root
        return verify(capsys, path, told, head_path if head else None)

    return run


def test_a_published_edition_is_genuine(answer):
    house = House()
    at = house.publish()

    code, told = answer(house.exported(at), house)

    assert (code, told["answer"], told["demo"]) == (0, "genuine", False)
    assert told["content_id"] == "0123456789abcdefghjkmnpqrs"


@pytest.mark.parametrize("action", [Action.UPDATE, Action.CORRECT])
def test_every_action_with_text_is_genuine(answer, action):
    house = House()
    house.publish()
    at = house.publish("Layanan baru, lengkap", action)

    assert answer(house.exported(at), house)[1]["answer"] == "genuine"


def test_a_withdrawal_is_itself_a_genuine_edition(answer):
    house = House()
    house.publish()
    at = house.append(house.draft(Action.WITHDRAW))

    assert answer(house.exported(at), house, house.head_file())[1]["answer"] == "genuine"


def test_a_demo_key_is_genuine_and_says_so(answer):
    house = House(demo=True)
    at = house.publish()

    code, told = answer(house.exported(at), house)

    assert (code, told["demo"]) == (0, True)
    assert "DEMO" in told["why"]


def test_without_a_root_nothing_is_genuine(answer):
    house = House()

    code, told = answer(house.exported(house.publish()), house, root="")

    assert (code, told["answer"]) == (3, "unknown")


@pytest.mark.parametrize("root", ["00", "f" * 64, "kunci"])
def test_another_root_is_unknown(answer, root):
    house = House()

    assert answer(house.exported(house.publish()), house, root=root)[1]["answer"] == "unknown"


def test_a_fingerprint_is_read_as_people_type_it(answer):
    house = House()
    export = house.exported(house.publish())

    for typed in (house.fingerprint.upper(), house.fingerprint.replace(" ", ":")):
        assert answer(export, house, root=typed)[0] == 0


def test_an_own_root_in_the_file_is_unknown(answer):
    house, forger = House(), House()
    forger.root_key = fixed_key("forger")
    forger.root = Root("BCN", keys.public_bytes(forger.root_key), demo=False)
    forger.certificates.clear()
    forger.use_key("forged")

    assert answer(forger.exported(forger.publish()), house)[1]["answer"] == "unknown"


def test_an_own_root_under_the_name_of_the_real_one_is_unknown(answer):
    house, forger = House(), House()
    forger.root_key = fixed_key("forger")
    forger.certificates.clear()
    forger.use_key("forged")

    assert answer(forger.exported(forger.publish()), house)[1]["answer"] == "unknown"


def test_changed_parts_are_named(answer):
    house = House()
    value = json.loads(house.exported(house.publish()).to_bytes())
    value["parts"]["lead"], value["parts"]["title"] = (
        value["parts"]["title"],
        value["parts"]["lead"],
    )
    data = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()

    code, told = answer(data, house)

    assert (code, told["answer"], told["parts"]) == (1, "altered", ["lead", "title"])


def test_a_part_left_out_is_altered_not_erased(answer):
    house = House()

    told = answer(house.exported(house.publish(), gone=("body",)), house)[1]

    assert (told["answer"], told["parts"]) == ("altered", ["body"])


def test_an_erased_part_is_said_with_its_date(answer):
    house = House()
    at = house.publish()
    erasure = house.erase(1, "body")

    code, told = answer(house.exported(at, (erasure,), gone=("body",)), house)

    assert (code, told["answer"], told["parts"]) == (7, "erased", ["body"])
    assert "2026-03-02" in told["why"]


def test_an_erasure_of_something_else_does_not_excuse_a_missing_part(answer):
    house = House()
    at = house.publish()
    house.publish(locale="en")
    erasure = house.erase(1, "body", locale="en")

    code, _ = answer(house.exported(at, (erasure,), gone=("body",)), house)

    assert code not in (0, 7)


def test_a_head_tells_superseded_withdrawn_and_erased(answer):
    house = House()
    first = house.publish()
    second = house.publish("Layanan baru, benar", Action.CORRECT)
    head = house.head_file()

    assert answer(house.exported(first), house, head)[1]["answer"] == "superseded"
    assert answer(house.exported(second), house, head)[1]["answer"] == "genuine"

    house.append(house.draft(Action.WITHDRAW))
    assert answer(house.exported(second), house, house.head_file())[1]["answer"] == "withdrawn"

    house.erase(2, "body")
    assert answer(house.exported(second), house, house.head_file())[1]["answer"] == "erased"
    assert answer(house.exported(second), house, head)[1]["answer"] == "genuine"


def test_an_edition_beside_the_ledger_is_unknown_to_its_head(answer):
    house, twin = House(), House()
    house.publish("Yang benar")
    beside = twin.publish("Yang lain di tempat yang sama")

    assert answer(twin.exported(beside), house)[1]["answer"] == "genuine"
    assert answer(twin.exported(beside), house, house.head_file())[1]["answer"] == "unknown"


def test_a_revoked_key_counts_only_for_what_the_revocation_names(answer):
    house = House()
    first = house.publish("Satu")
    second = house.publish("Dua", Action.UPDATE)
    good, stolen = house.head, house.kid
    late = house.publish("Tiga, oleh pencuri", Action.UPDATE)
    house.revoke(stolen, good)

    for at, expected in ((first, "genuine"), (second, "genuine"), (late, "revoked")):
        assert answer(house.exported(at), house)[1]["answer"] == expected


def test_a_key_revoked_wholly_counts_for_nothing(answer):
    house = House()
    at = house.publish()
    house.revoke(house.kid, None)

    code, told = answer(house.exported(at), house)

    assert (code, told["answer"]) == (4, "revoked")


def test_a_newer_revocation_list_beside_the_head_outweighs_the_one_in_the_file(answer):
    house = House()
    at = house.publish()
    before = house.exported(at)
    stolen = house.kid
    house.use_key("second")
    house.publish("Lain", content_id=OTHER)
    assert answer(before, house, house.head_file())[1]["answer"] == "genuine"

    house.revoke(stolen, None)

    assert answer(before, house)[1]["answer"] == "genuine"
    assert answer(before, house, house.head_file())[1]["answer"] == "revoked"


def test_a_key_signs_only_in_its_period(answer):
    house = House()
    house.now = house.now.replace(year=2029)
    at = house.publish()

    assert answer(house.exported(at), house)[1]["answer"] == "unknown"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"null", b"[]", b"1", b'"x"', b"{}", b'{"v":1}', b'{"v":true}', b"\xff\xfe",
        b"\xef\xbb\xbf{}", b"[" * 200_000, b'{"a":' * 200_000, b"9" * 100_000, b"NaN",
        b'{"v":1,"v":1}', b'{"root":1,"v":1}', b'{"\\ud800":1}', b"\x00" * 1000,
    ],
)  # fmt: skip
def test_hostile_files_are_unknown_and_never_a_traceback(answer, data):
    house = House()

    code, told = answer(data, house)

    assert (code, told["answer"]) == (3, "unknown")


@pytest.mark.parametrize("wrong", [None, 1, True, [], {}, "x", "a.b.c", ["x"], {"title": 1}])
def test_wrong_types_anywhere_are_never_genuine(answer, wrong):
    house = House()
    whole = json.loads(house.exported(house.publish()).to_bytes())

    for name in set(whole) - {"paths"}:  # a path is read only where a key is revoked
        value = {**whole, name: wrong}
        data = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
        empty = name == "erasures" and wrong in ([], {})
        assert (answer(data, house)[0] == 0) == (empty or (name == "v" and wrong is whole["v"]))
        assert answer(json.dumps({**whole, "more": wrong}).encode(), house)[0] == 3


def test_a_missing_file_is_unknown(tmp_path, capsys):
    assert verify(capsys, tmp_path / "none.json", "00")[0] == 3


def test_the_verifier_stays_small_and_imports_only_cryptography():
    source = TOOL.read_text()
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert len(source.splitlines()) <= 150
    assert imported == {"argparse", "base64", "cryptography", "hashlib", "json", "re", "sys"}


def golden(name):
    """A ledger with fixed keys; Ed25519 signs the same bytes in the same way for ever."""
    house = House(demo=name == "demo")
    at = house.publish()
    if name == "erased":
        return house, house.exported(at, (house.erase(1, "body", "lead"),), ("body", "lead"))
    if name == "revoked":
        house.publish("Sesudahnya", Action.UPDATE)
        head = house.head
        assert isinstance(head, Position)
        house.revoke(house.kid, head)
    return house, house.exported(at)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("plain", "genuine"), ("demo", "genuine"), ("erased", "erased"), ("revoked", "genuine")],
)
def test_golden_exports_are_still_made_and_still_read(capsys, name, expected):
    house, export = golden(name)
    path = GOLDEN / f"{name}.json"

    assert path.read_bytes() == export.to_bytes()
    assert verify(capsys, path, house.fingerprint)[1]["answer"] == expected
