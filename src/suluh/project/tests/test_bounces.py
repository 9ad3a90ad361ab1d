"""The bounce mailbox of a real Dovecot on the loopback interface."""

import getpass
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from suluh.kernel.refusals import Refused
from suluh.project import bounces
from suluh.publishing.delivery import models, queries
from suluh.publishing.delivery.gateways.bounces import Mailbox
from suluh.publishing.delivery.tests.makers import Office
from suluh.publishing.delivery.tests.test_bounces import report, sent

CONF = """protocols = imap
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{home}/mail
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = static
  args = password=rahasia
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


@pytest.fixture
def dovecot() -> Iterator[tuple[int, Path]]:
    """A server of its own; as root it insists on its own users, and none of them is root."""
    port, root = free_port(), os.getuid() == 0
    owner = pwd.getpwnam("mail" if root else getpass.getuser())
    group = grp.getgrgid(owner.pw_gid).gr_name
    with tempfile.TemporaryDirectory(prefix="suluh-dovecot-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        for name in ("run", "state", "mail", "mail/new", "mail/cur", "mail/tmp"):
            (home / name).mkdir()
            os.chown(home / name, owner.pw_uid, owner.pw_gid)
        values = {"home": home, "port": port, "uid": owner.pw_uid, "gid": owner.pw_gid}
        values |= {"internal": "dovecot" if root else owner.pw_name,
                   "group": "dovecot" if root else group,
                   "login": "dovenull" if root else owner.pw_name}  # fmt: skip
        (home / "dovecot.conf").write_text(CONF.format(**values))
        program = [shutil.which("dovecot") or "", "-F", "-c", str(home / "dovecot.conf")]
        server = subprocess.Popen(program)
        until = time.monotonic() + 20
        while not answers(port):
            assert server.poll() is None, (home / "dovecot.log").read_text()
            assert time.monotonic() < until
            time.sleep(0.1)
        yield port, home / "mail" / "new"
        server.terminate()
        server.wait(10)


def answers(port: int) -> bool:
    with socket.socket() as made:
        made.settimeout(1)
        return made.connect_ex(("127.0.0.1", port)) == 0


def put(folder: Path, number: int, data: bytes) -> None:
    path = folder / f"{1000 + number}.M{number}.here"
    path.write_bytes(data)
    os.chown(path, folder.stat().st_uid, folder.stat().st_gid)


@pytest.mark.needs("dovecot")
@pytest.mark.django_db
def test_bounces_are_read_once_and_the_mailbox_stays_as_it_was(dovecot, settings) -> None:
    port, folder = dovecot
    settings.SULUH_BOUNCE_IMAP_URL = f"imap://humas:rahasia@127.0.0.1:{port}/INBOX?starttls=no"
    office = Office()
    reader, key = sent(office)
    put(folder, 1, b"From: warga@x.example\r\nSubject: Halo\r\n\r\nApa kabar?\r\n")
    put(folder, 2, b"Content-Type: multipart/report; boundary=b\r\n\r\n\x00\xff" * 30000)
    put(folder, 3, report(key))

    first, again = bounces.read_bounces(), bounces.read_bounces()

    reader.refresh_from_db()
    assert queries.bounce_box()[1] == ""
    assert (first.hard, again.hard) == (1, 0)
    assert reader.state == "bounced"
    assert queries.bounce_box()[1] == ""
    kept = [one for one in folder.parent.rglob("*.here*") if one.is_file()]
    assert len(kept) == 3
    assert not [one for one in kept if "S" in one.name.partition(":2,")[2]]
    put(folder, 4, report(key, status="4.2.2"))
    assert bounces.read_bounces().soft == 0


@pytest.mark.needs("dovecot")
@pytest.mark.django_db
def test_a_message_that_breaks_its_reader_stops_nothing(dovecot, settings, monkeypatch) -> None:
    port, folder = dovecot
    settings.SULUH_BOUNCE_IMAP_URL = f"imap://humas:rahasia@127.0.0.1:{port}?starttls=no"
    office = Office()
    reader, key = sent(office)
    put(folder, 1, b"racun")
    put(folder, 2, report(key))
    real = bounces.operations.take_bounce

    def breaks(**given):
        if given["data"].startswith(b"racun"):
            raise RuntimeError("broken reader")
        return real(**given)

    monkeypatch.setattr(bounces.operations, "take_bounce", breaks)

    assert bounces.read_bounces().hard == 1
    reader.refresh_from_db()
    assert reader.state == "bounced"


@pytest.mark.django_db
def test_a_mailbox_that_does_not_answer_is_said_and_not_raised(settings) -> None:
    settings.SULUH_BOUNCE_IMAP_URL = f"imap://humas:x@127.0.0.1:{free_port()}?starttls=no"

    bounces.read_bounces()

    assert "ConnectionRefused" in queries.bounce_box()[1]
    assert models.BounceBox.objects.get().read_at is None


@pytest.mark.parametrize("url", ["", "imap://host", "pop3://a:b@host", "imaps://:x@host"])
def test_what_is_no_mailbox_is_refused(url) -> None:
    with pytest.raises(Refused):
        Mailbox.from_url(url)


def test_a_password_never_travels_in_the_clear_by_oversight() -> None:
    assert Mailbox.from_url("imap://a:b%40c@host").security == "starttls"
    box = Mailbox.from_url("imaps://a:b%40c@host/Kotak/Pantul")
    assert (box.port, box.password, box.folder) == (993, "b@c", "Kotak/Pantul")
