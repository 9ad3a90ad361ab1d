"""A letter about a text with attachments, through the real gateway into the mail sink."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from suluh.foundation.notify import operations as notify
from suluh.foundation.notify.tests.test_sink import send
from suluh.kernel import canonical
from suluh.publishing.delivery import letters
from suluh.publishing.delivery.tests.makers import Office

pytestmark = pytest.mark.django_db

DIGEST = "00f1" * 16


def file_part(name: str, media_type: str, size: int, title: str) -> dict[str, object]:
    """A part as an Edition holds it."""
    part = {"v": 1, "file": DIGEST, "name": name, "type": media_type, "size": size, "title": title}
    assert canonical.part_bytes("file/1", part)
    return part


def received(folder: Path, office: Office) -> EmailMessage:
    row = office.publish("Pasang naik")
    parts = {
        **row.parts,
        "file/10": file_part("jadwal.csv", "text/csv", 4117, ""),
        "file/2": file_part("laporan.pdf", "application/pdf", 48_213, "Laporan <pasang>"),
    }
    reader = office.reader("sari@warga.example")
    mailing = letters.compose_edition(replace(row, parts=parts), news=True)
    draft = notify.draft_mail(mailing.to(reader.address, reader.id), key="k", now=office.now)
    send(folder, str(draft.payload["message"]))
    (path,) = folder.glob("*.eml")
    letter = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(letter, EmailMessage)
    return letter


def test_a_letter_names_each_file_and_carries_none(
    tmp_path: Path, settings, office: Office
) -> None:
    settings.SULUH_PUBLIC_URL = "https://lc.example"
    letter = received(tmp_path, office)
    body, page = letter.get_body(("plain",)), letter.get_body(("html",))
    assert body
    assert page
    text, html = body.get_content().replace("\r\n", "\n"), page.get_content()

    assert [one.get_content_type() for one in letter.walk()][1:] == ["text/plain", "text/html"]
    assert "- Laporan <pasang> (PDF, 47,1\xa0KB)\n" in text
    assert f"  https://lc.example/media/00/{DIGEST}.pdf\n- jadwal.csv (CSV, 4,0\xa0KB)\n" in text
    assert f'href="https://lc.example/media/00/{DIGEST}.csv"' in html
    assert "Laporan &lt;pasang&gt;" in html


def test_a_letter_without_files_says_nothing_of_them(office: Office) -> None:
    row = office.publish("Pasang naik")
    mailing = letters.compose_edition(row, news=True)
    code = row.short_code.upper()

    assert "Lampiran" not in mailing.text + mailing.html
    assert f"{code[:5]}-{code[5:]}" in mailing.text


@pytest.fixture
def office() -> Office:
    return Office()
