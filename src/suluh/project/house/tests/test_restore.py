"""A restore that fails leaves the folder as it found it; one that works lets a web server pass."""

import hashlib
import json
import os
import shutil
import stat
from pathlib import Path

import psycopg
import pytest

from suluh.project.house import databases, generations, restore
from suluh.project.house.tests.makers import PHRASE, DiskHouse

POSTGRESQL = os.environ.get("SULUH_TEST_POSTGRESQL", "postgresql://root@127.0.0.1:5432/test")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup with sealed keys."""
    base = tmp_path_factory.mktemp("kept")
    house = DiskHouse(base / "home")
    house.set_up()
    (house.home / "media-private").mkdir()
    (house.home / "media-private" / "abcd.jpg").write_bytes(b"bukan gambar")
    house.run("backup", str(base / "backup"), "--with-keys")
    return base / "backup"


@pytest.fixture
def other(folder, tmp_path):
    """The same backup with a manifest that tells of another ledger: the rows come in, then fail."""
    shutil.copytree(folder, tmp_path / "other")
    manifest = next((tmp_path / "other").rglob("manifest.json"))
    said = json.loads(manifest.read_text())
    said["ledger"]["sha256"] = "0" * 64
    manifest.write_text(json.dumps(said))
    seal = hashlib.sha256(manifest.read_bytes()).hexdigest()
    (manifest.parent / "manifest.sha256").write_text(f"{seal}\n")
    return tmp_path / "other"


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_the_right_pass_phrase_works_after_a_wrong_one(folder, tmp_path):
    home = tmp_path / "inner" / "home"
    home.parent.mkdir()

    said = DiskHouse(home, phrase="kata sandi yang keliru").run("restore", str(folder), fails=True)

    assert "pass phrase" in said.stderr
    assert not home.exists()
    assert DiskHouse(home).json("restore", str(folder))["keys"] is True
    assert mode(home) == 0o700


def test_a_folder_made_for_a_web_server_keeps_its_mode(folder, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o750)

    DiskHouse(home, phrase="kata sandi yang keliru").run("restore", str(folder), fails=True)
    assert (mode(home), list(home.iterdir())) == (0o750, [])

    DiskHouse(home).run("restore", str(folder))
    assert mode(home) == 0o750
    for name in ("keys", "keys/signing", "media-private"):
        assert mode(home / name) == 0o700, name
    for name in ("secret-key", "suluh.sqlite3", "media-private/abcd.jpg"):
        assert mode(home / name) == 0o600, name


def test_a_house_at_its_first_start_closes_what_is_private(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o750)

    DiskHouse(home).set_up()

    assert mode(home) == 0o750
    assert (mode(home / "suluh.sqlite3"), mode(home / "secret-key")) == (0o600, 0o600)
    assert mode(home / "keys" / "signing") == 0o700


def test_rows_that_came_in_before_the_failure_go_again(other, tmp_path):
    elsewhere = tmp_path / "elsewhere.sqlite3"
    house = DiskHouse(tmp_path / "home", database_url=f"sqlite:///{elsewhere}")

    said = house.run("restore", str(other), fails=True)

    assert "not the one that was backed up" in said.stderr
    assert not house.home.exists()
    assert [path.name for path in tmp_path.iterdir() if "elsewhere" in path.name] == []


def test_what_stops_a_restore_empties_the_folder_too(tmp_path):
    home = tmp_path / "home"
    home.mkdir()

    def stopped() -> None:
        with restore.left_as_found(home):
            generations.write(home / "keys" / "signing" / "one.pem", PHRASE.encode())
            raise SystemExit(143)

    with pytest.raises(SystemExit):
        stopped()

    assert list(home.iterdir()) == []


@pytest.mark.needs("postgresql")
def test_tables_of_a_failed_restore_are_dropped():
    name = f"suluh_restore_{os.getpid()}"
    with psycopg.connect(POSTGRESQL, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        reach = {"PGHOST": server.info.host, "PGPORT": str(server.info.port),
                 "PGUSER": server.info.user, "PGPASSWORD": server.info.password,
                 "PGDATABASE": name}  # fmt: skip
        url = POSTGRESQL.rsplit("/", 1)[0] + f"/{name}"
        try:
            with psycopg.connect(url) as live:
                live.execute("CREATE TABLE one (id serial PRIMARY KEY)")
                live.execute('CREATE TABLE "Two" (one int REFERENCES one)')
            databases.empty_postgresql({key: value for key, value in reach.items() if value})
            with psycopg.connect(url) as live:
                left = live.execute(
                    "SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                )
                assert left.fetchall() == []
        finally:
            server.execute(f"DROP DATABASE {name}")
