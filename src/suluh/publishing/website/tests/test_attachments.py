"""Attachments on the site: under their digest, on page, print and in feeds, gone with the text."""

import json

import feedparser

from suluh.kernel.canonical import body_part, digest
from suluh.publishing.website.queries import item_data, read_item
from suluh.publishing.website.rules.items import item_of
from suluh.publishing.website.tests.makers import (
    START,
    FakeSource,
    after,
    bakery,
    first,
    parts,
    tree_of,
)

DATA = b"%PDF-1.7 lembar fakta"
FILE = digest(DATA)
PLACE = f"media/{FILE[:2]}/{FILE}.pdf"


class Office:
    """Gives the bytes of the one document, whole."""

    def __init__(self):
        self.asked = []

    def bytes_of(self, media):
        self.asked.append(media.path)
        return DATA


def story(**changes):
    told = parts()
    told["file/1"] = {
        "v": 1, "file": FILE, "name": 'fakta "x".pdf', "type": "application/pdf",
        "size": len(DATA), "title": "Lembar <fakta>",
    }  # fmt: skip
    told["body"] = body_part([{"t": "p", "r": [["Baca ", "", ""], ["fakta", "", "file:1"]]}])
    return first(parts=told, **changes)


def test_an_attachment_lies_under_its_digest_and_page_and_print_lead_there(tmp_path):
    one, office = story(), Office()
    bakery(tmp_path, FakeSource([one]), media=office).bake(START)

    tree = tree_of(tmp_path)
    assert tree[PLACE] == DATA
    assert office.asked == [PLACE]
    page = tree[one.address.strip("/") + "/index.html"].decode()
    assert f'href="/{PLACE}" download="fakta &quot;x&quot;.pdf"' in page
    assert f"SHA-256 {FILE[:12]}" in page
    assert f'<a href="/{PLACE}">fakta</a>' in page
    assert "Lembar &lt;fakta&gt;" in page
    assert PLACE in tree[one.address.strip("/") + "/cetak/index.html"].decode()


def test_feeds_carry_it_as_an_enclosure(tmp_path):
    bakery(tmp_path, FakeSource([story()]), media=Office()).bake(START)

    tree = tree_of(tmp_path)
    for form in ("rss", "atom"):
        read = feedparser.parse(tree[f"feeds/id/semua.{form}"])
        assert not read.bozo
        (one,) = read.entries[0].enclosures
        assert (one.href, one.type) == (f"https://lap.example/{PLACE}", "application/pdf")
        assert one.length == str(len(DATA))
    (row,) = json.loads(tree["feeds/id/semua.json"])["items"][0]["attachments"]
    assert (row["size_in_bytes"], row["title"]) == (len(DATA), "Lembar <fakta>")


def test_it_goes_with_the_text(tmp_path):
    for action in ("withdraw", "erase"):
        folder, one = tmp_path / action, story()
        source = FakeSource([one])
        bakery(folder, source, media=Office()).bake(START)
        gone = after(one, action)
        source.append(gone)
        bakery(folder, source, media=Office()).bake_item(source.states(gone), START)

        tree = tree_of(folder)
        assert PLACE not in tree
        assert not any(FILE.encode() in data for data in tree.values())


def test_an_older_version_keeps_the_file_it_named(tmp_path):
    one = story()
    newer = after(one, parts=parts())
    bakery(tmp_path, FakeSource([one, newer]), media=Office()).bake(START)

    tree = tree_of(tmp_path)
    assert PLACE in tree
    assert FILE not in tree[one.address.strip("/") + "/index.html"].decode()
    assert FILE in tree[one.address.strip("/") + "/versi/1/index.html"].decode()


def test_the_row_of_an_item_remembers_its_attachments():
    item = item_of([story()])
    assert read_item(json.loads(json.dumps(item_data(item)))) == item
    assert read_item({**item_data(item), "files": []}).files == ()
