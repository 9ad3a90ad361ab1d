"""A house is kept while it is used, and comes back standing still."""

import json
import sqlite3
import stat
from pathlib import Path

import pytest

from suluh.kernel.refusals import Refused
from suluh.project.house import generations, sealing
from suluh.project.house.tests.makers import PHRASE, DiskHouse

PICTURE = b"bukan gambar, tetapi berkas"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[DiskHouse, Path]:
    """A house with keys, one media file, and a backup with its private keys."""
    base = tmp_path_factory.mktemp("kept")
    house = DiskHouse(base / "home")
    house.set_up()
    media = house.home / "media-private" / "ab"
    media.mkdir(parents=True)
    (media / "abcd.jpg").write_bytes(PICTURE)
    house.run("backup", str(base / "backup"), "--with-keys")
    return house, base / "backup"


def test_a_second_backup_adds_a_generation_and_no_file_twice(kept):
    house, folder = kept

    again = house.json("backup", str(folder))

    assert again["keys"] == "public"
    assert generations.find(folder).name == again["generation"]
    assert generations.find(folder).manifest["new_objects"] == 0
    objects = [path for path in (folder / "objects").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in objects] == [PICTURE]


def test_no_private_key_lies_in_a_backup_in_the_clear(kept):
    house, folder = kept
    secrets = [(house.home / "secret-key").read_bytes().strip()]
    secrets += [path.read_bytes()[40:80] for path in (house.home / "keys/signing").glob("*.pem")]

    for path in folder.rglob("*"):
        if path.is_file():
            assert not any(secret in path.read_bytes() for secret in secrets), path
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 or path.name == ".lock"


def test_a_restored_house_is_the_same_and_stands_still(kept, tmp_path):
    house, folder = kept
    first = generations.find(folder, min(p.name for p in (folder / "generations").iterdir()))
    back = DiskHouse(tmp_path / "home")

    told = back.json("restore", str(folder), "--generation", first.name)

    assert (told["paused"], told["keys"]) == (True, True)
    for name in ("secret-key", "keys/root.json", "media-private/ab/abcd.jpg"):
        assert (back.home / name).read_bytes() == (house.home / name).read_bytes()
    with sqlite3.connect(back.home / "suluh.sqlite3") as data:
        rows = data.execute("SELECT number, paused_at, released_at FROM ledger_epoch").fetchall()
        users = data.execute("SELECT email FROM accounts_user").fetchall()
    assert [(row[0], row[2]) for row in rows] == [(told["epoch"], None)]
    assert users == [("indra@contoh.example",)]
    assert "paused" in back.run("bake", fails=True).stderr


def test_two_restores_never_share_an_epoch(kept, tmp_path):
    _house, folder = kept
    epochs = [
        DiskHouse(tmp_path / name / "home").json("restore", str(folder), "--without-keys")["epoch"]
        for name in ("one", "two")
        if not (tmp_path / name).mkdir()
    ]

    assert len(set(epochs)) == 2
    assert min(epochs) > 1


def test_a_full_house_is_refused_and_left_alone(kept):
    house, folder = kept
    before = sorted(path.name for path in house.home.iterdir())

    assert "not empty" in house.run("restore", str(folder), fails=True).stderr

    assert sorted(path.name for path in house.home.iterdir()) == before


def test_a_wrong_pass_phrase_changes_nothing():
    sealed = sealing.seal({"secret-key": b"rahasia"}, PHRASE)

    assert sealing.unseal(sealed, PHRASE) == {"secret-key": b"rahasia"}
    for wrong in (sealed[:-1], sealed.replace(b'"v": 1', b'"v": 2'), b"", b"{}\n"):
        with pytest.raises(Refused):
            sealing.unseal(wrong, PHRASE)
    with pytest.raises(Refused):
        sealing.unseal(sealed, "kata sandi yang lain")
    with pytest.raises(Refused):
        sealing.seal({}, "pendek")


@pytest.fixture
def small(tmp_path):
    """A generation of two files."""
    (tmp_path / "picture").write_bytes(PICTURE)
    place = generations.begin(
        tmp_path / "to" if not (tmp_path / "to").mkdir() else tmp_path, "2026"
    )
    generations.write(place / "database.sqlite3", b"rows")
    said, _new = generations.keep_object(tmp_path / "to" / "objects", tmp_path / "picture")
    files = {"database.sqlite3": generations.describe(place / "database.sqlite3")}
    return generations.finish(place, {"files": files, "objects": {"media/a": said}})


def test_every_changed_byte_is_noticed(small):
    generations.verify(small)
    for path in [small.folder / "database.sqlite3", *small.objects.rglob("*")]:
        if path.is_file():
            whole = path.read_bytes()
            path.write_bytes(whole[:-1] + b"x")
            with pytest.raises(Refused, match="damaged"):
                generations.verify(small)
            path.write_bytes(whole)
    manifest = small.folder / "manifest.json"
    manifest.write_text(json.dumps({"files": {}, "objects": {}}))
    with pytest.raises(Refused, match="damaged"):
        generations.find(small.folder.parent.parent)


def test_a_backup_that_died_is_no_generation(small):
    folder = small.folder.parent.parent
    generations.begin(folder, "2027")

    assert generations.find(folder).name == "2026"
    generations.begin(folder, "2028")
    assert not (folder / "generations" / ".new-2027").exists()


def test_an_epoch_is_taken_once(small):
    folder = small.folder.parent.parent
    generations.take_epoch(folder, 7, "")

    with pytest.raises(Refused, match="taken"):
        generations.take_epoch(folder, 7, "")
    assert generations.epochs_taken(folder) == [7]
