"""Furnishes a folder with a small house in which everything happens: the demo's, with fewer texts.

A program, since a house has settings of its own; prints what a visitor has to know.
"""

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from suluh.project import config, start
from suluh.project.demo import command
from suluh.project.serve import Servers

PASSWORD = "sandi-panjang-untuk-uji-saja"


def furnish(home: Path) -> dict[str, Any]:
    """Build the house of `suluh demo` in an empty folder; returns its visitors and their links."""
    os.environ["SULUH_HOME"] = str(home)
    read = config.read()
    servers = Servers(read)
    servers.launch_sink()
    os.environ["SULUH_SMTP_URL"] = servers.smtp_url
    try:
        start.set_up()
        start.migrate()
        (home / command.PASSWORD).write_text(PASSWORD, encoding="ascii")
        living = import_module("tests.journeys.living")  # needs the settings
        people, links = living.live(read, PASSWORD)
        (home / command.LOADED).touch()
        return {"password": PASSWORD, "people": people, "links": links}
    finally:
        servers.stop()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(furnish(Path(sys.argv[1]).resolve())))
