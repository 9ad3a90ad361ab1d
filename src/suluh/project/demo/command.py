"""`suluh demo`: an invented institution on this machine, and `suluh demo code NAME`."""

import argparse
import http.client
import json
import os
import secrets
import shlex
import sys
import time
from pathlib import Path
from typing import Any, Final

from suluh.project import config as settings
from suluh.project import start
from suluh.project.config import Config
from suluh.project.demo import mark
from suluh.project.serve import Servers, network_line, refuse_busy

LAUNCHER: Final = "suluh.project.launcher"
PASSWORD: Final = "demo-password"  # noqa: S105 the name of a file
LOADED: Final = "demo-loaded"
LOADING: Final = "demo-loading"
FIRST_PAGE_SECONDS: Final = 60
SHOWN: Final = ("nadira", "yosefina", "siti")


def run(given: argparse.Namespace) -> int:
    """Run the demo, or print somebody's second factor."""
    if given.what == "code":
        return show_code(settings.home_of(), given.name or "")
    config = settings.read()
    os.environ["SULUH_HOME"] = str(config.home)
    if refuse_busy(config):
        return 1
    servers = Servers(config)
    return servers.run(lambda: _run(servers))


def show_code(home: Path, name: str) -> int:
    """Print the second factor of one of the demo's people; in a demo's folder only.

    Raises Refused: no_demo and the guard's, nobody, several, no_second_factor.
    """
    mark.enter(home)
    start.set_up()
    from suluh.project.demo import guard, second_factor  # noqa: PLC0415 after Django is set up

    guard.refuse_outside_demo(home)
    sys.stdout.write(second_factor.code_of(name) + "\n")
    return 0


def _run(servers: Servers) -> int:
    config = servers.config
    servers.launch_sink()
    if servers.smtp_url:
        os.environ["SULUH_SMTP_URL"] = servers.smtp_url
    _prepare(config.home)
    servers.launch_web()
    if not _answers(servers):
        sys.stderr.write("suluh: the web servers do not answer\n")
        return 1
    mark.keep_database(config.home, config.database_url)
    mark.write(config.home, json.dumps(contract(config), ensure_ascii=False, indent=1) + "\n")
    _greet(config)
    _load_months(config.home)
    servers.launch_worker()
    return servers.wait()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _prepare(home: Path) -> None:
    """Bring the database up, found the house once, bake its first pages."""
    start.set_up()
    start.check_routes()
    from suluh.kernel import clock  # noqa: PLC0415 after Django is set up
    from suluh.project import site  # noqa: PLC0415 as above
    from suluh.project.demo import build, guard  # noqa: PLC0415 as above

    guard.refuse_real_keys(home)
    start.migrate()
    guard.refuse_real_rows(home)
    start.collect_static()
    build.found_house(home, password=_password(home), now=clock.now())
    site.bake_if_set_up()


def _password(home: Path) -> str:
    """Return the one password of everybody, drawn once for this home."""
    path = home / PASSWORD
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12), encoding="ascii")
    return path.read_text(encoding="ascii")


def _answers(servers: Servers) -> bool:
    config = servers.config
    if not servers.answers(config.office_port) or not servers.answers(config.port):
        return False
    until = time.monotonic() + FIRST_PAGE_SECONDS
    while time.monotonic() < until and not servers.ended():
        servers.stopping.check()
        if _status(config, "/id/") == http.HTTPStatus.OK:
            return True
        time.sleep(0.1)
    return False


def _status(config: Config, path: str) -> int:
    host = "127.0.0.1" if config.bind in {"0.0.0.0", "::"} else config.bind  # noqa: S104 compared
    asked = http.client.HTTPConnection(host, config.port, timeout=5)
    try:
        asked.request("GET", path)
        return asked.getresponse().status
    except OSError:
        return 0
    finally:
        asked.close()


def contract(config: Config) -> dict[str, Any]:
    """Return what demo.json says: addresses, who can sign in, which units there are."""
    from suluh.project.demo import house, reading  # noqa: PLC0415 after Django is set up

    emails = house.people().emails
    password = _password(config.home)
    people = [
        {
            "name": row["name"],
            "email": emails[row["key"]],
            "password": password,
            "roles": sorted({role.partition("@")[0] for role in row.get("roles", ())}),
            "unit": row["unit"],
        }
        for row in reading.load("people.yaml")["people"]
    ]
    units = [
        {
            "code": row["code"],
            "name": row["id"],
            "kind": row["kind"],
            "parent": row.get("parent", ""),
        }
        for row in reading.load("institution.yaml")["units"]
    ]
    return {
        "public": config.public_url,
        "office": config.office_url,
        "people": people,
        "units": units,
    }


def _greet(config: Config) -> None:
    from suluh.project.demo import house, reading  # noqa: PLC0415 after Django is set up

    emails = house.people().emails
    rows = {row["key"]: row for row in reading.load("people.yaml")["people"]}
    _say(f"suluh: public {config.public_url}/id/   office {config.office_url}/")
    sys.stdout.write(network_line(config))
    _say(f"suluh: everybody's password is {_password(config.home)}")
    for key in SHOWN:
        _say(f"suluh:   {emails[key]}  ({rows[key]['unit']})")
        if rows[key].get("posts"):
            _say(f"           second factor: {code_line(config.home, key)}")
    _say("suluh: everything here is invented; its keys certify as DEMO. Ctrl-C stops it.")


def code_line(home: Path, key: str) -> str:
    """Return the line that shows a second factor, in any folder and without our PATH."""
    installed = Path(sys.executable).with_name("suluh")
    ours = [str(installed)] if installed.exists() else [sys.executable, "-m", LAUNCHER]
    return f"SULUH_HOME={shlex.quote(str(home))} {shlex.join([*ours, 'demo', 'code', key])}"


def _load_months(home: Path) -> None:
    """Tell fourteen months of work, once; the servers answer meanwhile."""
    if (home / LOADED).exists():
        return
    from suluh.kernel import clock  # noqa: PLC0415 after Django is set up
    from suluh.project import loop, site  # noqa: PLC0415 as above
    from suluh.project.demo import build  # noqa: PLC0415 as above
    from suluh.publishing.website import operations as website  # noqa: PLC0415 as above

    if (home / LOADING).exists():
        _say("suluh: an earlier start was stopped while the stories were loading; they stay as")
        _say(f"suluh: they are. For all of them, remove {home} and start again.")
        website.bake(now=clock.now(), sign=site.manifest_sign())
        return
    share = build.Share.whole()
    _say(f"suluh: loading {len(share.stories)} texts of fourteen months; you can look already …")
    began = time.monotonic()
    (home / LOADING).touch()
    told = clock.FixedClock(clock.now())
    with loop.only_one():
        its = loop.Loop(slots=0, told=told, is_patient=True)
        build.tell_months(home, share, clock=told, settle=its.settle)
        its.baker.bake_rest()
    (home / LOADING).rename(home / LOADED)
    _say(f"suluh: loaded in {time.monotonic() - began:.0f} s.")
