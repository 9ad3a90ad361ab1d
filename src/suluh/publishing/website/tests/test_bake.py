import hashlib
import json
from datetime import timedelta

from suluh.publishing.website.tests.makers import (
    START,
    FakeSource,
    after,
    bakery,
    first,
    house,
    parts,
    tree_of,
)

NOW = START + timedelta(days=30)


def page_of(edition):
    return edition.address.strip("/") + "/index.html"


def test_a_published_story_has_a_page_a_print_version_lists_feeds_and_its_pictures(tmp_path):
    story = first(parts=parts("Tanggul selesai <b>lebih cepat</b>", pictures=1))
    bakery(tmp_path, FakeSource([story])).bake(NOW)

    tree = tree_of(tmp_path)
    page = tree[page_of(story)].decode()
    assert "Tanggul selesai &lt;b&gt;lebih cepat&lt;/b&gt;" in page
    assert "<b>lebih" not in page
    assert story.address.strip("/") + "/cetak/index.html" in tree
    for lists in ("id/index.html", "id/arsip/2026/01/index.html", "id/arsip/bh/2026/01/index.html"):
        assert story.address.encode() in tree[lists]
    for feed in ("feeds/id/semua.rss", "feeds/id/bh.atom", "feeds/id/kp.json"):
        assert story.address.encode() in tree[feed]
    assert any(path.startswith("media/ab/") for path in tree)
    assert not any(story.address.encode() in data for path, data in tree.items() if "/en/" in path)


def test_what_is_withdrawn_leaves_a_notice_everywhere_and_its_pictures_go(tmp_path):
    story = first(parts=parts("Tanggul selesai", "Rahasia besar.", pictures=1))
    source = FakeSource([story, after(story)])
    bakery(tmp_path, source).bake(NOW)
    before = tree_of(tmp_path)
    older = story.address.strip("/") + "/versi/1/index.html"
    assert b"Rahasia besar." in before[older]

    withdrawal = after(after(story), "withdraw", note="Keliru orang.")
    source.append(withdrawal)
    bakery(tmp_path, source).bake_item(source.states(withdrawal), NOW)

    tree = tree_of(tmp_path)
    assert b"Keliru orang." in tree[page_of(story)]
    assert tree["gone/" + page_of(story)]
    assert tree["gone/" + story.address.strip("/") + "/cetak/index.html"]
    assert b"Keliru orang." in tree[older]
    assert not any(b"Rahasia besar." in data for data in tree.values())
    assert not any(path.startswith("media/ab/") for path in tree)
    assert b"deleted-entry" in tree["feeds/id/bh.atom"]
    assert story.address.encode() not in tree["feeds/sitemap-2026-01.xml"]


def test_what_is_erased_loses_title_slug_and_every_version(tmp_path):
    story = first(parts=parts("Nama Si Fulan", "Rumah Si Fulan."))
    source = FakeSource([story, after(story, "correct", corrected=({"wrong": "x", "right": "y"},))])
    bakery(tmp_path, source).bake(NOW)

    erasure = after(source.rows[-1], "erase", note="Permintaan pemilik data.")
    source.append(erasure)
    bakery(tmp_path, source).bake_item(source.states(erasure), NOW)

    tree = tree_of(tmp_path)
    said = b"".join([*tree.values(), *(path.encode() for path in tree)]).lower()
    assert b"fulan" not in said
    assert b"Permintaan pemilik data." in tree[page_of(erasure)]


def test_a_link_to_a_content_appears_when_it_is_published_and_goes_when_it_is_withdrawn(tmp_path):
    other = first(2, parts=parts("Yang ditunjuk"))
    story = first(parts=parts("Yang menunjuk", links=[other.content_id]))
    source = FakeSource([story])
    bakery(tmp_path, source).bake(NOW)
    link = f'href="{other.address}"'.encode()
    assert link not in tree_of(tmp_path)[page_of(story)]

    source.append(other)
    bakery(tmp_path, source).bake_item(source.states(other), NOW)
    assert link in tree_of(tmp_path)[page_of(story)]

    withdrawal = after(other, "withdraw")
    source.append(withdrawal)
    bakery(tmp_path, source).bake_item(source.states(withdrawal), NOW)
    assert link not in tree_of(tmp_path)[page_of(story)]


def test_two_languages_name_each_other_once_both_are_public(tmp_path):
    story = first()
    source = FakeSource([story])
    bakery(tmp_path, source).bake(NOW)
    english = first(locale="en", parts=parts("The dike is done"))
    assert b"hreflang" not in tree_of(tmp_path)[page_of(story)].split(b"</head>")[0]

    source.append(english)
    bakery(tmp_path, source).bake_item(source.states(english), NOW)

    head = tree_of(tmp_path)[page_of(story)].split(b"</head>")[0]
    assert f'hreflang="en" href="https://lap.example{english.address}"'.encode() in head
    both = tree_of(tmp_path)["feeds/sitemap-2026-01.xml"].decode()
    assert story.address in both
    assert english.address in both


def test_the_manifest_lists_every_public_file_and_is_signed(tmp_path):
    source = FakeSource([first()])
    bakery(tmp_path, source, sign=lambda data: f"signed.{len(data)}.x").bake(NOW)

    tree = tree_of(tmp_path)
    listed = {}
    for path, data in tree.items():
        if path.startswith("manifest/"):
            listed |= json.loads(data)["files"]
    served = {path: data for path, data in tree.items() if not path.startswith("manifest/")}
    assert {path: hashlib.sha256(data).hexdigest() for path, data in served.items()} == {
        path: row["sha256"] for path, row in listed.items()
    }
    head = (tmp_path / "public" / "manifest.json").read_bytes()
    assert (tmp_path / "public" / "manifest.jws").read_text() == f"signed.{len(head)}.x"


def test_what_no_key_yields_is_swept_by_a_full_bake(tmp_path):
    source = FakeSource([first()])
    bakery(tmp_path, source).bake(NOW)
    clean = tree_of(tmp_path)
    stray = tmp_path / "public" / "id" / "2026" / "deface.html"
    stray.write_text("x")

    assert bakery(tmp_path, source).bake(NOW) == 1
    assert tree_of(tmp_path) == clean
    assert bakery(tmp_path, source).bake(NOW) == 0


def test_a_new_house_or_an_empty_folder_asks_for_a_full_bake(tmp_path):
    source = FakeSource([first()])
    assert not bakery(tmp_path, source).is_whole()
    bakery(tmp_path, source).bake(NOW)
    assert bakery(tmp_path, source).is_whole()

    source.at_home = house(phone="(021) 5550 0199")

    assert not bakery(tmp_path, source).is_whole()
    story = source.rows[0]
    bakery(tmp_path, source).bake_item(source.states(story), NOW)
    assert all(
        b"0199" in data for path, data in tree_of(tmp_path).items() if path.startswith("id/2026")
    )
