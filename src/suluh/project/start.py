"""Set Django up, and bring the database and the static files to this version."""

import argparse
import hashlib
import os
import shutil
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

# What a web server's group must not read although it passes through the home.
PRIVATE_FOLDERS: Final = ("keys", "media-private", "originals", "media", "uploads", "surat-keluar")
PRIVATE_FILES: Final = ("secret-key", "suluh.sqlite3", "suluh.sqlite3-wal", "suluh.sqlite3-shm")


def set_up() -> None:
    """Name the settings and load the applications."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suluh.project.settings")
    import django  # noqa: PLC0415 only where it is needed

    django.setup()


def check_routes(*urlconfs: str) -> None:
    """Start no house in which a page is open to everybody; of every application if none is named.

    Raises Refused: open_routes.
    """
    from suluh.project import checks  # noqa: PLC0415 after set_up

    checks.refuse_open_routes(*(urlconfs or checks.URLCONFS))


def migrate(given: argparse.Namespace | None = None) -> int:
    """Bring the database to this version. A new SQLite file starts from a migrated template."""
    from django.conf import settings  # noqa: PLC0415 after set_up
    from django.core.management import call_command  # noqa: PLC0415

    home = Path(settings.SULUH_HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = settings.DATABASES["default"]
    path = Path(str(database["NAME"]))
    is_new = database["ENGINE"].endswith("sqlite3") and not path.exists()
    template = _template() if is_new else None
    if is_new:
        path.touch(mode=0o600)  # SQLite's own files beside it take its mode
    if template is not None and template.exists():
        shutil.copyfile(template, path)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if template is not None and not template.exists():
        _keep(path, template)
    keep_private(home)
    return 0


def keep_private(home: Path) -> None:
    """Close what is private in a home to everybody but its owner; the home keeps its own mode."""
    for mode, names in ((0o700, PRIVATE_FOLDERS), (0o600, PRIVATE_FILES)):
        for name in names:
            with suppress(FileNotFoundError, PermissionError):  # of another owner: not ours to set
                (home / name).chmod(mode)


def _template() -> Path:
    """Where a migrated empty database of exactly these migrations is kept."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    names = sorted(MigrationLoader(connection, ignore_no_migrations=True).disk_migrations)
    connection.close()
    own = sorted(Path(__file__).parents[1].glob("**/migrations/0*.py"))
    seal = hashlib.sha256(repr(names).encode())
    for path in own:
        seal.update(path.read_bytes())
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "suluh"
    return cache / f"empty-{seal.hexdigest()[:20]}.sqlite3"


def _keep(path: Path, template: Path) -> None:
    """Keep a copy for the next start; a cache that cannot be written is no fault."""
    try:
        template.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = template.with_suffix(f".{os.getpid()}")
        with sqlite3.connect(path) as source, sqlite3.connect(beside) as target:
            source.backup(target)
        beside.replace(template)
    except OSError as wrong:
        sys.stderr.write(f"suluh: no template kept: {wrong}\n")


def collect_static() -> None:
    """Write the hashed static files into the home."""
    from django.core.management import call_command  # noqa: PLC0415

    call_command("collectstatic", verbosity=0, interactive=False)
