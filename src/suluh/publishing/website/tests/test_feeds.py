"""Feeds and site maps, read by readers that are not ours."""

import json
from datetime import timedelta

import feedparser
import pytest
from lxml import etree

from suluh.publishing.website.rendering.feeds import entry_id
from suluh.publishing.website.tests.makers import (
    START,
    FakeSource,
    after,
    bakery,
    first,
    parts,
    tree_of,
)

NOW = START + timedelta(days=30)
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}


@pytest.fixture
def site(tmp_path):
    stories = [
        first(number, START + timedelta(days=number), parts=parts(f"Kabar & <{number}> “é”"))
        for number in range(1, 4)
    ]
    source = FakeSource(stories)
    source.append(after(stories[0], "withdraw", hours=200))
    source.append(after(stories[1], "correct", hours=300))
    source.append(after(stories[2], "erase", hours=400))
    bakery(tmp_path, source).bake(NOW)
    return source, tree_of(tmp_path)


def parsed(tree, path):
    headers = {"content-type": TYPES[path.rpartition(".")[2]]}
    return feedparser.parse(tree[path], response_headers=headers)


@pytest.mark.parametrize("place", ["semua", "kp", "bh", "jt"])
@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feedparser_finds_nothing_wrong(site, place, form):
    _source, tree = site

    feed = parsed(tree, f"feeds/id/{place}.{form}")

    assert not feed.bozo
    assert len(feed.entries) == (0 if place == "jt" else 3)
    assert feed.feed.language == "id"


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_entries_keep_their_id_and_tell_what_became_of_them(site, form):
    source, tree = site
    feed = parsed(tree, f"feeds/id/semua.{form}")

    items = source.changes("id", None, 10)
    assert [entry.id for entry in feed.entries] == [entry_id(item) for item in items]
    erased, corrected, withdrawn = feed.entries
    assert erased.title == "Tulisan yang dihapus"
    assert corrected.title == "Ralat: Kabar & <2> “é”"
    assert withdrawn.title == "Dicabut: Kabar & <1> “é”"
    assert "Ringkasnya" not in withdrawn.summary
    assert corrected.link.startswith("https://lap.example/id/2026/01/kabar-2-e-")


def test_atom_has_a_tombstone_of_the_same_instant(site):
    _source, tree = site
    root = etree.fromstring(tree["feeds/id/bh.atom"])

    graves = root.findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    entries = {
        entry.findtext("{http://www.w3.org/2005/Atom}id"): entry.findtext(
            "{http://www.w3.org/2005/Atom}updated"
        )
        for entry in root.findall("{http://www.w3.org/2005/Atom}entry")
    }
    assert len(graves) == 2
    assert all(entries[grave.get("ref")] == grave.get("when") for grave in graves)


def test_json_feed_says_the_same(site):
    source, tree = site
    feed = json.loads(tree["feeds/id/semua.json"])

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in feed["items"]] == [
        entry_id(item) for item in source.changes("id", None, 10)
    ]
    assert [item["_suluh"]["state"] for item in feed["items"]] == ["erase", "correct", "withdraw"]


def test_the_two_languages_have_ids_of_their_own():
    both = [first(locale=locale) for locale in ("id", "en")]
    source = FakeSource(both)

    assert len({entry_id(item) for item in source.items()}) == 2


def test_the_site_map_leads_to_every_month_and_leaves_out_what_is_gone(site):
    _source, tree = site
    index = etree.fromstring(tree["feeds/sitemap.xml"])
    maps = [place.text.removeprefix("https://lap.example/") for place in index.iter(f"{MAP}loc")]

    assert maps == ["feeds/sitemap-pages.xml", "feeds/sitemap-2026-01.xml"]
    month = etree.fromstring(tree["feeds/sitemap-2026-01.xml"])
    assert len(month.findall(f"{MAP}url")) == 1
    assert b"Sitemap: https://lap.example/feeds/sitemap.xml" in tree["feeds/robots.txt"]
