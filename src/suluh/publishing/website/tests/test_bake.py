from datetime import timedelta

from suluh.publishing.website.tests.makers import (
    START,
    FakeSource,
    bakery,
    first,
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
