"""Makers: two units, people in them, and pictures of every kind drawn on the spot."""

import contextlib
import io
import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from PIL import Image, ImageCms, ImageDraw

from suluh.foundation.accounts import operations as accounts
from suluh.foundation.accounts import queries
from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import operations as org
from suluh.foundation.org.rules import InstitutionRow
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.refusals import Refused

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@contextlib.contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as found:
        yield
    assert found.value.code == code


def house() -> None:
    name = Bilingual("Lembaga Pasang Surut Nusantara", "Nusantara Tide Agency")
    org.set_institution(
        InstitutionRow(name, "LPSN", "Asia/Jakarta", ("id", "en"), "", "", "", True)
    )
    org.save_unit(org.UnitDraft("KP", "Kantor Pusat", "head_office"))
    org.save_unit(org.UnitDraft("BIRO", "Biro Hubungan Masyarakat", "pr_bureau", parent_code="KP"))
    for code, unit in (("RANTI", "UPT Teluk Ranti"), ("MUARA", "UPT Muara Sepi")):
        org.save_unit(org.UnitDraft(code, unit, "technical_unit", zone="Asia/Jayapura"))


def person(email: str, unit_code: str, *roles: str, at: str = "") -> Actor:
    name = email.partition("@")[0].replace(".", " ").title()
    org.save_person(email=email, name=name, unit_code=unit_code)
    user = accounts.open_account(email=email, password="sandi-panjang-sekali")
    for role in roles:
        accounts.grant_role(accounts.GrantDraft(email, role, at or unit_code, date(2026, 1, 1)))
    return queries.actor_for(user, NOW)


def drawing(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """A picture whose four corners differ: red, green, blue, white, clockwise from top left."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2 - 1, height // 2 - 1), "red")
    draw.rectangle((width // 2, 0, width, height // 2 - 1), "lime")
    draw.rectangle((width // 2, height // 2, width, height), "blue")
    return image.convert(mode)


def encoded(image: Image.Image, fmt: str = "JPEG", **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, fmt, **how)
    return out.getvalue()


def jpeg(width: int = 60, height: int = 40) -> bytes:
    return encoded(drawing(width, height), quality=95)


def with_place_and_turn(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "RAHASIA-KETERANGAN"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:19 09:10:11"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "S", (2.0, 30.0, 0.0), "E", (140.0, 42.0, 0.0)
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encoded(drawing(), exif=exif, quality=95, comment=b"RAHASIA-CATATAN", icc_profile=icc)


def png_claiming(width: int, height: int) -> bytes:
    """A small PNG that unpacks to width × height black points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
