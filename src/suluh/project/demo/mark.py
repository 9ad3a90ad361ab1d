"""What a demo leaves in its home: `demo.json`, and which database it lives in.

Read before the settings are, which would draw a secret key in whatever folder they are given.
"""

import os
from pathlib import Path
from typing import Final

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

NAME: Final = "demo.json"
DATABASE: Final = "demo-database"
NO_DEMO: Final = _("%(home)s is no demo; make one with “suluh demo” in an empty folder.")


def write(home: Path, text: str) -> None:
    """Write demo.json, readable by its owner alone, in one piece."""
    _write(home / NAME, text)


def keep_database(home: Path, url: str) -> None:
    """Keep the address of a database that somebody named, so that `demo code` finds it."""
    if any(os.environ.get(name) for name in ("SULUH_DATABASE_URL", "SULUH_DATABASE_URL_FILE")):
        _write(home / DATABASE, url)
    else:
        (home / DATABASE).unlink(missing_ok=True)


def enter(home: Path) -> None:
    """Let the settings be those of a demo. Raises Refused: no_demo, in any other folder."""
    if not (home / NAME).exists():
        raise Refused("no_demo", NO_DEMO, home=home)
    kept = home / DATABASE
    if kept.exists():
        os.environ.setdefault("SULUH_DATABASE_URL", kept.read_text(encoding="utf-8"))


def _write(path: Path, text: str) -> None:
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    beside.touch(mode=0o600)
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
