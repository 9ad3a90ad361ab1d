"""The demo walks a clock of its own; it does so in an empty house or its own, nowhere else."""

from pathlib import Path
from typing import Final

from suluh.foundation.org import queries as org
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.project.demo.mark import NO_DEMO
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.rules import jws

DEMO_KEY: Final = "demo-"
REAL_KEYS: Final = _(
    "%(home)s holds official keys. The demo runs in an empty folder: set SULUH_HOME to another one."
)
REAL_EDITION: Final = _(
    "The ledger of %(home)s holds Editions that no demo key signed. The demo runs in an empty "
    "folder: set SULUH_HOME to another one."
)
REAL_HOUSE: Final = _(
    "%(home)s is the house of %(name)s. The demo runs in an empty folder: set SULUH_HOME to "
    "another one."
)


def refuse_real_keys(home: Path) -> None:
    """Refuse a folder with keys of a real house. Raises Refused: real_keys."""
    folder = KeyFolder(home / "keys")
    if not folder.path.exists() or not any(folder.path.iterdir()):
        return
    root_is_demo = (folder.path / "root.json").exists() and folder.root().demo
    named = [*folder.path.glob("signing/*"), *folder.path.glob("certificates/*")]
    if not root_is_demo or not all(one.name.startswith(DEMO_KEY) for one in named):
        raise Refused("real_keys", REAL_KEYS, home=home)


def refuse_real_rows(home: Path) -> None:
    """Refuse a database with real rows. Raises Refused: real_house, real_edition."""
    if org.has_institution() and not org.get_institution().is_demo:
        name = org.get_institution().short_name
        raise Refused("real_house", REAL_HOUSE, home=home, name=name)
    if not all(jws.parse(text).kid.startswith(DEMO_KEY) for text in ledger.all_jws()):
        raise Refused("real_edition", REAL_EDITION, home=home)


def refuse_outside_demo(home: Path) -> None:
    """Refuse whatever is not a demo: before a fixed clock moves, before a secret is shown.

    Raises Refused: no_demo, real_keys, real_house, real_edition.
    """
    refuse_real_keys(home)
    refuse_real_rows(home)
    if not (home / "keys" / "root.json").exists() or not org.has_institution():
        raise Refused("no_demo", NO_DEMO, home=home)
