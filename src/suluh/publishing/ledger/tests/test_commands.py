"""The key officer's four steps, on a folder."""

import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from suluh.kernel.refusals import Refused
from suluh.publishing.ledger import commands
from suluh.publishing.ledger.commands import GoodWork, Loss, RootFile
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.rules import keys
from suluh.publishing.ledger.rules.record import Position
from suluh.publishing.ledger.tests.makers import START


@pytest.fixture
def folder(tmp_path):
    return KeyFolder(tmp_path / "keys")


@pytest.fixture
def root_file(tmp_path):
    return RootFile(tmp_path / "stick" / "root.pem", "kata sandi")


@pytest.fixture
def root(folder, root_file):
    return commands.init(folder, root_file, institution="BCN", now=START)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_init_makes_a_root_outside_and_a_key_that_it_certifies(folder, root_file, root):
    trust = folder.trust()

    assert folder.current() in trust.certificates
    assert keys.public_bytes(folder.signing_key()) == trust.certificates[folder.current()][0].public
    assert trust.revocations.number == 1
    assert b"ENCRYPTED" in root_file.path.read_bytes()
    assert mode(root_file.path) == 0o600
    assert mode(folder.path / "signing" / f"{folder.current()}.pem") == 0o600
    assert mode(folder.path) == mode(folder.path / "signing") == 0o700
    assert root.kid == keys.kid_of(root.public, demo=False)


def test_the_private_root_never_lies_in_the_key_folder(folder):
    with pytest.raises(Refused) as refused:
        commands.init(folder, RootFile(folder.path / "root.pem"), institution="BCN", now=START)

    assert refused.value.code == "inside"


def test_init_never_writes_over_a_root(folder, root_file, root):
    with pytest.raises(Refused) as refused:
        commands.init(folder, root_file, institution="BCN", now=START)

    assert refused.value.code == "kept_already"
    assert folder.root() == root


def test_rotate_keeps_the_old_certificate_and_deletes_the_old_private_key(folder, root_file, root):
    before = folder.current()

    commands.rotate(folder, root_file, now=START)

    assert folder.current() != before
    assert before in folder.trust().certificates
    assert [path.stem for path in (folder.path / "signing").iterdir()] == [folder.current()]


def test_a_public_key_of_another_machine_is_certified(folder, root_file, root):
    public = keys.public_bytes(Ed25519PrivateKey.generate())

    certificate = commands.certify(folder, root_file, public=public, now=START)

    assert folder.trust().certificates[certificate.kid] == (certificate,)


def test_a_revoked_key_is_gone_and_is_never_certified_again(folder, root_file, root):
    kid = folder.current()
    public = folder.trust().certificates[kid][0].public
    good = GoodWork(Position(1, 1, "a" * 64), ("a" * 64,))

    listed = commands.revoke(folder, root_file, loss=Loss(kid, START, "Hilang", good), now=START)

    assert (listed.number, listed.of(kid).good.head.number) == (2, 1)
    with pytest.raises(Refused, match="no keys"):
        folder.signing_key()
    with pytest.raises(Refused) as refused:
        commands.certify(folder, root_file, public=public, now=START)
    assert refused.value.code == "revoked_before"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kid": "0" * 32}, "unknown_key"),
        ({"reason": " "}, "no_reason"),
        ({"good": GoodWork(Position(1, 1, "a" * 64), ())}, "not_signed"),
    ],
)
def test_a_revocation_is_complete_or_refused(folder, root_file, root, change, code):
    loss = Loss(**{"kid": folder.current(), "revoked_from": START, "reason": "Hilang"} | change)

    with pytest.raises(Refused) as refused:
        commands.revoke(folder, root_file, loss=loss, now=START)

    assert refused.value.code == code
    assert folder.trust().revocations.number == 1


def test_another_root_key_or_pass_phrase_is_refused(folder, root_file, root, tmp_path):
    other = tmp_path / "other.pem"
    other.write_bytes(keys.to_pem(Ed25519PrivateKey.generate()))

    for given, code in [
        (RootFile(other), "other_key"),
        (RootFile(root_file.path, "salah"), "no_key"),
        (RootFile(root_file.path), "no_key"),
        (RootFile(tmp_path / "none.pem"), "no_key"),
    ]:
        with pytest.raises(Refused) as refused:
            commands.rotate(folder, given, now=START)
        assert refused.value.code == code


def test_a_private_key_that_others_can_read_does_not_sign(folder, root_file, root):
    (folder.path / "signing" / f"{folder.current()}.pem").chmod(0o640)

    with pytest.raises(Refused) as refused:
        folder.signing_key()

    assert refused.value.code == "too_open"


def test_a_demo_root_certifies_only_demo_keys(folder, root_file):
    commands.init(folder, root_file, institution="BCN", now=START, demo=True)

    assert folder.current().startswith("demo-")
    assert all(each[0].demo for each in folder.trust().certificates.values())
