"""The page of official keys, the code in the seal, and menus that name pages of the site."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from suluh.kernel.canonical import body_part
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger import commands
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.website.keyring import VERIFIER, key_ring
from suluh.publishing.website.rules.furniture import path_here
from suluh.publishing.website.rules.rows import KeyRing, KeyRow
from suluh.publishing.website.tests.makers import FakeSource, after, bakery, first, tree_of
from suluh.ui.qr import qr_svg

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def ring(**changes):
    keys = (
        KeyRow("b" * 32, DAY, DAY.replace(year=2027), "signs"),
        KeyRow("a" * 32, DAY, DAY.replace(year=2027), "revoked", DAY, "Laptop hilang."),
    )
    values = {"root": "0123 4567", "is_demo": False, "keys": keys, "listed_at": DAY}
    return KeyRing(**(values | {"verifier": "c" * 64} | changes))


def bake(folder, source):
    bakery(folder, source).bake(DAY)
    return {path: data.decode("utf-8", "replace") for path, data in tree_of(folder).items()}


def test_the_page_shows_root_keys_and_revocations_in_both_languages(tmp_path):
    source = FakeSource([first()])
    source.ring = ring()

    tree = bake(tmp_path, source)

    page = tree["id/kunci/index.html"]
    assert "0123 4567" in page
    assert "--root 01234567" in page
    assert "dicabut sejak 1 Maret 2026: Laptop hilang." in page
    assert "bukan tanda tangan elektronik (TTE) tersertifikasi" in page
    assert "no certified electronic signature (TTE)" in tree["en/kunci/index.html"]
    assert "/media/ui/verify_edition.py" in page
    assert tree["media/ui/verify_edition.py"] == VERIFIER.read_text(encoding="utf-8")


def test_a_house_without_keys_and_a_demonstration_say_so(tmp_path):
    source = FakeSource([first()])
    assert "belum punya kunci" in bake(tmp_path / "a", source)["id/kunci/index.html"]
    source.ring = ring(is_demo=True)
    assert "kunci peragaan" in bake(tmp_path / "b", source)["id/kunci/index.html"]


def test_the_ring_is_read_from_the_key_folder(settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    assert key_ring() is None
    folder, root = KeyFolder(tmp_path / "keys"), commands.RootFile(tmp_path / "root.pem")
    now = DAY
    commands.init(folder, root, institution="LC", now=now)
    lost = commands.rotate(folder, root, now=now)
    commands.rotate(folder, root, now=now)
    loss = commands.Loss(lost.kid, now, "Hilang.")
    commands.revoke(folder, root, loss=loss, now=now)

    found = key_ring()

    assert sorted(one.state for one in found.keys) == ["earlier", "revoked", "signs"]
    assert found.verifier == hashlib.sha256(VERIFIER.read_bytes()).hexdigest()
    with pytest.raises(Refused):
        KeyFolder(tmp_path / "elsewhere").root()


def test_the_seal_carries_the_address_as_a_code_and_the_signed_file(tmp_path):
    old = first()
    tree = bake(tmp_path, FakeSource([old, after(old)]))

    page = tree[f"{old.address[1:]}index.html"]
    earlier = tree[f"{old.address[1:]}versi/1/index.html"]
    own = f"https://lap.example{old.address}"
    label = "Kode QR alamat halaman ini"
    assert qr_svg(own, label) in page
    assert qr_svg(f"{own}versi/1/", label) in earlier
    assert f'href="{old.address}edition.json"' in page
    assert f'href="{old.address}versi/1/edition.json"' in earlier
    assert 'href="/id/kunci/"' in page


def menu(locale, *links):
    items = [[[label, "", href]] for label, href in links]
    body = body_part([{"t": "list", "o": False, "i": items}])
    text = {"title": {"v": 1, "text": "Menu"}, "body": body}
    return first(f"menu {locale}", kind="menu", locale=locale, parts=text, address="")


def test_a_menu_names_the_archive_of_a_unit_in_both_languages(tmp_path):
    own = "https://lap.example"
    source = FakeSource([
        first(),
        menu("id", ("Kanwil", f"{own}/id/arsip/jt/"), ("Luar", "https://lain.example/id/arsip/")),
        menu("en", ("Region", f"{own}/en/arsip/jt/"), ("Keys", f"{own}/en/kunci/"),
             ("Lost", f"{own}/en/tidak-ada/")),
    ])  # fmt: skip

    tree = bake(tmp_path, source)

    assert '<a href="/id/arsip/jt/">Kanwil</a>' in tree["id/index.html"]
    archive = tree["id/arsip/jt/index.html"]
    assert '<a href="/id/arsip/jt/" aria-current="page">Kanwil</a>' in archive
    assert '<a href="https://lain.example/id/arsip/">Luar</a>' in archive
    assert '<a href="/en/arsip/jt/">Region</a>' in tree["en/index.html"]
    assert '<a href="/en/kunci/">Keys</a>' in tree["en/index.html"]
    assert f'<a href="{own}/en/tidak-ada/">Lost</a>' in tree["en/index.html"]


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("https://lap.example/id/arsip/", "/id/arsip/"),
        ("https://lap.example/id/arsip/?q=1", ""),
        ("https://lap.example.evil.example/id/", ""),
        ("https://lain@lap.example/id/", ""),
        ("mailto:a@lap.example", ""),
        ("tel:1500", ""),
    ],
)
def test_only_the_own_origin_is_here(href, path):
    assert path_here(href, "https://lap.example") == path
    assert path_here(href, "http://lap.example") == path


def test_the_program_is_where_the_product_looks_for_it():
    assert Path(VERIFIER).parts[-2:] == ("tools", "verify_edition.py")
