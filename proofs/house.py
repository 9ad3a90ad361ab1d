"""A house of its own for a proof: set up, entered and stopped as its users do it."""

import csv
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email import message_from_string, policy
from pathlib import Path
from typing import Any

from proofs.client import Client, Page, totp
from proofs.harness import CannotRun

PG_URL = os.environ.get("SULUH_TEST_POSTGRESQL", "postgresql://root@127.0.0.1:5432/test")
PASSWORD = "sandi-panjang-untuk-bukti-saja"
TICK = 0.05
PERIOD, STEP_UP_SECONDS = 30, 200
PORTS, LOT = range(12_000, 32_000), random.SystemRandom()

UNITS = (
    ("KP", "Kantor Pusat", "Head Office", "head_office", "", "Asia/Jakarta"),
    ("BH", "Biro Humas", "PR Bureau", "pr_bureau", "KP", "Asia/Jakarta"),
    (
        "KWA",
        "Kantor Wilayah Muara",
        "Muara Regional Office",
        "regional_office",
        "KP",
        "Asia/Makassar",
    ),
    (
        "KWB",
        "Kantor Wilayah Hulu",
        "Hulu Regional Office",
        "regional_office",
        "KP",
        "Asia/Jayapura",
    ),
)
# Each with address, name, unit, roles, unit of the roles, post code and kind.
PEOPLE = (
    ("ayu@bukti.example", "Ayu Contoh", "KWA", "contributor", "", "", ""),
    ("beni@bukti.example", "Beni Contoh", "KWA", "", "", "kwa-kepala", "head_of_unit"),
    ("cici@bukti.example", "Cici Contoh", "BH", "editor,publisher", "KP", "bh-red-1", "editor"),
    ("dara@bukti.example", "Dara Contoh", "BH", "editor", "KP", "bh-red-2", "editor"),
    ("eko@bukti.example", "Eko Contoh", "BH", "", "", "bh-kepala", "head_of_pr"),
    ("fitri@bukti.example", "Fitri Contoh", "BH", "translator", "KP", "bh-terjemah", "translator"),
    ("gani@bukti.example", "Gani Contoh", "KWB", "contributor", "", "", ""),
    ("hana@bukti.example", "Hana Contoh", "KWB", "", "", "kwb-kepala", "head_of_unit"),
    ("iwan@bukti.example", "Iwan Contoh", "KP", "", "", "kp-hukum", "legal_officer"),
    ("jodi@bukti.example", "Jodi Contoh", "BH", "", "", "bh-data", "data_officer"),
    ("kiki@bukti.example", "Kiki Contoh", "BH", "editor", "KP", "bh-web", "web_editor"),
    ("lala@bukti.example", "Lala Contoh", "KP", "", "", "kp-deputi", "communication_deputy"),
    ("mira@bukti.example", "Mira Contoh", "KP", "", "", "kp-kepala", "head_of_institution"),
    ("nino@bukti.example", "Nino Contoh", "KP", "", "", "kp-ses", "head_of_unit"),
    ("oni@bukti.example", "Oni Contoh", "BH", "", "", "bh-ses", "head_of_unit"),
)
ADMIN = "admin@bukti.example"


def free_port_pair() -> int:
    """Return a port whose neighbour is free as well, drawn by lot below those of outgoing calls.

    A house listens seconds after it was given its port: from the system's own range, a call that
    another house makes meanwhile would take it.
    """
    for _try in range(200):
        port = LOT.randrange(PORTS.start, PORTS.stop, 2)
        with socket.socket() as first, socket.socket() as second:
            try:
                first.bind(("127.0.0.1", port))
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise CannotRun("no two free ports side by side")


@dataclass
class House:
    """One deployment in a folder of its own."""

    tree: Path
    database: str
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="suluh-house-")))
    regulation: Path | None = None
    people: tuple[tuple[str, ...], ...] = PEOPLE
    units: tuple[tuple[str, ...], ...] = UNITS
    extra: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    template: str = ""
    _server: subprocess.Popen[bytes] | None = None
    _mail: subprocess.Popen[bytes] | None = None
    _database_name: str = ""

    def __post_init__(self) -> None:
        self.home = self.folder / "home"
        self.port = free_port_pair()
        self.mail_port = free_port_pair()
        while {self.mail_port, self.mail_port + 1} & {self.port, self.port + 1}:
            self.mail_port = free_port_pair()
        self.letters_log = self.folder / "letters.jsonl"
        self.faults = self.folder / "faults.json"
        self.root_key = self.folder / "root.pem"
        if self.database == "postgresql":
            self._make_database()

    @property
    def public(self) -> str:
        """The public site's origin."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def office(self) -> str:
        """The office's origin."""
        return f"http://127.0.0.1:{self.port + 1}"

    @property
    def database_url(self) -> str:
        """The address of this house's database, '' for SQLite."""
        return PG_URL.rpartition("/")[0] + "/" + self._database_name if self._database_name else ""

    def _make_database(self) -> None:
        name = f"suluh_{uuid.uuid4().hex[:12]}"
        like = f' template "{self.template}"' if self.template else ""
        done = subprocess.run(
            ["psql", PG_URL, "-qc", f'create database "{name}"{like}'],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise CannotRun(f"no PostgreSQL at {PG_URL}: {done.stderr.strip()[:200]}")
        self._database_name = name

    def environment(self) -> dict[str, str]:
        """Return what every process of the house is told."""
        told = {name: value for name, value in os.environ.items() if not name.startswith("SULUH_")}
        told |= {
            "SULUH_HOME": str(self.home),
            "SULUH_PORT": str(self.port),
            "SULUH_SMTP_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "SULUH_CHECKPOINTS": str(self.folder / "checkpoints"),
            "SULUH_ROOT_PASSPHRASE": "",
            "PYTHONPATH": os.pathsep.join(
                filter(None, [self.extra.get("PYTHONPATH", ""), str(self.tree / "src")])
            ),
        }
        if self.database_url:
            told["SULUH_DATABASE_URL"] = self.database_url
        return told | {k: v for k, v in self.extra.items() if k != "PYTHONPATH"}

    def cli(self, *arguments: str, may_fail: bool = False) -> subprocess.CompletedProcess[str]:
        """Run one `suluh` command."""
        command = [sys.executable, "-m", "suluh.project.launcher", *arguments]
        done = subprocess.run(
            command, env=self.environment(), capture_output=True, text=True, check=False,
            timeout=300, cwd=self.folder,
        )  # fmt: skip
        if done.returncode and not may_fail:
            raise RuntimeError(f"suluh {' '.join(arguments)}: {done.stdout}{done.stderr}"[-3000:])
        return done

    def json(self, *arguments: str, may_fail: bool = False) -> Any:
        """Run a command that prints one JSON object."""
        return json.loads(self.cli(*arguments, may_fail=may_fail).stdout)

    # --- set up ------------------------------------------------------------------------------

    def set_up(self) -> None:
        """Make the house with the commands a stranger would use."""
        (self.folder / "checkpoints").mkdir(exist_ok=True)
        answers = {
            "name_id": "Lembaga Bukti", "name_en": "Agency of Proof", "short_name": "LB",
            "zone": "Asia/Jakarta", "unit_code": "KP", "unit_kind": "head_office",
            "email": "humas@bukti.example", "admin_name": "Admin Bukti", "admin_email": ADMIN,
            "admin_password": PASSWORD,
        }  # fmt: skip
        path = self.folder / "init.yaml"
        path.write_text("".join(f"{key}: {json.dumps(value)}\n" for key, value in answers.items()))
        self.cli("init", str(path))
        self.cli("import", "units", str(self._units()))
        self.cli("import", "people", str(self._people()))
        regulation = self.regulation or (
            self.tree / "src/suluh/newsroom/regulation/profiles/contoh.yaml"
        )
        self.cli(
            "import", "regulation", str(regulation), "--as", ADMIN, "--in-force", "--accept-gaps"
        )
        self.cli("keys", "init", "--root-key", str(self.root_key), "--institution", "LB")

    def _units(self) -> Path:
        names = ("code", "name_id", "name_en", "kind", "parent", "zone")
        return self._table("units.csv", names, self.units)

    def _people(self) -> Path:
        names = ("email", "name", "unit", "roles", "role_unit", "post", "post_kind",
                 "post_title_id", "post_from")  # fmt: skip
        rows = [
            (
                *row,
                row[6].replace("_", " ").title() if row[6] else "",
                "2024-01-01" if row[5] else "",
            )
            for row in self.people
        ]
        return self._table("people.csv", names, rows)

    def _table(self, name: str, names: Iterable[str], rows: Iterable[Iterable[str]]) -> Path:
        path = self.folder / name
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(names)
            writer.writerows(rows)
        return path

    # --- running -----------------------------------------------------------------------------

    def start_mail(self) -> None:
        """Start the mail witness."""
        if self._mail is None:
            witness = Path(__file__).parent / "witness" / "mailbox.py"
            command = [sys.executable, "-I", str(witness), str(self.letters_log),
                       str(self.mail_port), str(self.faults)]  # fmt: skip
            self._mail = subprocess.Popen(command)

    def start(self, seconds: float = 60) -> None:
        """Run `suluh up` and wait for both pages."""
        self.start_mail()
        command = [sys.executable, "-m", "suluh.project.launcher", "up"]
        log = (self.folder / "server.log").open("ab")
        self._server = subprocess.Popen(
            command, env=self.environment(), stdout=log, stderr=log, cwd=self.folder,
            start_new_session=True,
        )  # fmt: skip
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._server.poll() is not None:
                raise RuntimeError(f"suluh up ended: {self.log()[-3000:]}")
            try:
                if Client(self.office, 2).request("GET", "/akun/login/").status == 200:
                    Client(self.public, 2).request("GET", "/")
                    return
            except (OSError, http.client.HTTPException):  # a free port can connect to itself
                pass
            time.sleep(TICK)
        raise RuntimeError(f"suluh up did not answer: {self.log()[-3000:]}")

    def log(self) -> str:
        """Return what the servers printed."""
        path = self.folder / "server.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def stop(self) -> None:
        """Stop the servers as Ctrl-C does."""
        if self._server is not None:
            if self._server.poll() is None:
                self._server.send_signal(signal.SIGINT)
                try:
                    self._server.wait(20)
                except subprocess.TimeoutExpired:
                    os.killpg(self._server.pid, signal.SIGKILL)
                    self._server.wait()
            self._server = None

    def close(self) -> None:
        """Stop everything and forget it."""
        self.stop()
        if self._mail is not None:
            self._mail.kill()
            self._mail.wait()
            self._mail = None
        if self._database_name:
            drop = f'drop database if exists "{self._database_name}" with (force)'
            subprocess.run(["psql", PG_URL, "-qc", drop], capture_output=True, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> "House":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    # --- people ------------------------------------------------------------------------------

    def letters(self) -> list[dict[str, Any]]:
        """Return the letters that the witness received."""
        if not self.letters_log.exists():
            return []
        return [json.loads(line) for line in self.letters_log.read_text().splitlines()]

    def wait_letter(self, to: str, having: str = "", seconds: float = 30) -> str:
        """Wait for a letter to `to`; returns its plain text."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for letter in reversed(self.letters()):
                text = plain_text(letter["data"])
                if to in letter["to"] and having in text:
                    return text
            time.sleep(TICK)
        raise LookupError(f"no letter to {to} with {having!r}")

    def enter_all(self, emails: Iterable[str]) -> dict[str, Client]:
        """Sign several people in, a few at a time."""
        wanted = list(emails)
        with ThreadPoolExecutor(4) as pool:
            return dict(zip(wanted, pool.map(self.enter, wanted), strict=True))

    def enter(self, email: str) -> Client:
        """Sign a person in with a fresh second factor; the first time they set it up by mail."""
        client = Client(self.office)
        if email not in self.secrets:
            if email != ADMIN:
                self._set_password(client, email)
            self._log_in(client, email)
            self._enrol(client, email)
        else:
            page = self._log_in(client, email)
            if "authenticate" in page.url:
                self._give_code(client, email, page)
        self.step_up(client, email)
        return client

    def step_up(self, client: Client, email: str) -> None:
        """Give the second factor again, so that it is fresh for five minutes."""
        if time.monotonic() - client.stepped_up_at > STEP_UP_SECONDS:
            self._give_code(client, email, client.get("/akun/2fa/reauthenticate/"))

    def _give_code(self, client: Client, email: str, page: Page) -> None:
        """Type the code; one that was used already is followed by the next one."""
        for _try in range(3):
            code = totp(self.secrets[email])
            page = client.submit(page, page.form(has="code"), {"code": code})
            if page.status < 400 and "authenticate" not in page.url:
                client.stepped_up_at = time.monotonic()
                return
            time.sleep(PERIOD - time.time() % PERIOD + 0.2)
        raise LookupError(f"the second factor of {email} was refused at {page.url}")

    def _log_in(self, client: Client, email: str) -> Page:
        page = client.get("/akun/login/")
        form = page.form(has="login")
        return client.submit(page, form, {"login": email, "password": PASSWORD})

    def _set_password(self, client: Client, email: str) -> None:
        page = client.get("/akun/password/reset/")
        client.submit(page, page.form(has="email"), {"email": email})
        text = self.wait_letter(email, "/akun/password/reset/key/")
        found = re.search(r"https?://\S+/akun/password/reset/key/\S+", text)
        if found is None:
            raise LookupError(f"no link in the letter to {email}")
        path = "/" + found.group(0).split("/", 3)[3]
        page = client.get(path)
        form = page.form(has="password1")
        client.submit(page, form, {"password1": PASSWORD, "password2": PASSWORD})

    def _enrol(self, client: Client, email: str) -> None:
        page = client.get("/akun/2fa/totp/activate/")
        if "reauth" in page.url:
            page = client.submit(page, page.form(has="password"), {"password": PASSWORD})
        found = re.search(r"\b([A-Z2-7]{32})\b", page.text)
        if found is None:
            raise LookupError(f"no secret on {page.url} ({page.status})")
        self.secrets[email] = found.group(1)
        client.submit(page, page.form(has="code"), {"code": totp(found.group(1))})

    # --- copies ------------------------------------------------------------------------------

    def twin(self, tree: Path) -> "House":
        """Return a copy of this stopped house that another tree runs, at other addresses."""
        if self._server is not None:
            raise RuntimeError("a running house is not copied")
        folder = Path(tempfile.mkdtemp(prefix="suluh-house-"))
        shutil.copytree(self.folder, folder, dirs_exist_ok=True, ignore=_SOCKETS)
        return House(
            tree, self.database, folder, self.regulation, self.people, self.units,
            dict(self.extra), dict(self.secrets), template=self._database_name,
        )  # fmt: skip


_SOCKETS = shutil.ignore_patterns("*.sock", "loop.lock")


def plain_text(data: str) -> str:
    """Return the plain text of a letter."""
    letter = message_from_string(data, policy=policy.default)
    body = letter.get_body(preferencelist=("plain", "html"))
    return str(body.get_content()) if body is not None else ""
