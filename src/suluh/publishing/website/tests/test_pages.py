"""What every page keeps: escaping, budgets, no script needed, no early byte."""

import gzip
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from lxml import html

from suluh.kernel.canonical import body_part, text_part
from suluh.publishing.website.rendering import engine
from suluh.publishing.website.tests.makers import (
    START,
    FakeExports,
    FakeSource,
    after,
    bakery,
    content_id,
    first,
    parts,
    tree_of,
)

NOW = START + timedelta(days=30)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ settings.SECRET_KEY }}{% load static %}",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "]]><!-- </title></style>",
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
]


def hostile_story(words):
    told = parts(words, words, pictures=1)
    told["lead"] = text_part(words)
    told["credits"] = {"v": 1, "people": [{"role": "writer", "name": words}]}
    told["figure/1"] |= {"caption": words, "alt": words, "credit": words}
    runs = [[words, "bi", "https://warga.example/?a=1&b='x'"]]
    told["body"] = body_part(
        [
            {"t": "h2", "r": [[words, "", ""]]},
            {"t": "list", "o": True, "i": [runs]},
            {"t": "table", "head": 1, "c": [[runs], [runs]]},
            {"t": "quote", "r": [[words, "i", ""]]},
            {"t": "figure", "n": 1},
        ]
    )
    return first(parts=told, register_number=words)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_never_markup(tmp_path, words):
    story = hostile_story(words)
    correction = after(story, "correct", note=words, corrected=({"wrong": words, "right": words},))
    source = FakeSource([story, replace(correction, parts=story.parts)])
    bakery(tmp_path, source).bake(NOW)

    tree = tree_of(tmp_path)
    for path, data in tree.items():
        if not path.endswith(".html"):
            continue
        page = html.fromstring(data)
        scripts = [script.get("src") for script in page.iter("script")]
        assert set(scripts) <= {"/media/ui/text-size.js"}
        for element in page.iter():
            assert not [name for name in element.attrib if name.startswith("on")]
            assert element.get("style") is None
    told = html.fromstring(tree[story.address.strip("/") + "/index.html"])
    assert told.findtext(".//h1") == story.parts["title"]["text"]


def test_pages_stay_within_their_budget(tmp_path):
    long = body_part(
        [{"t": "p", "r": [[f"Alinea {n}. " + "kata lain " * 60, "", ""]]} for n in range(30)]
    )
    stories = [
        first(
            n,
            START + timedelta(hours=n),
            parts={**parts(f"Judul yang agak panjang {n}", pictures=1), "body": long},
        )
        for n in range(1, 40)
    ]
    bakery(tmp_path, FakeSource(stories)).bake(NOW)

    for path, data in tree_of(tmp_path).items():
        packed = len(gzip.compress(data))
        if path.endswith(".html"):
            assert packed <= 20_000, path
        if path.endswith(".css"):
            assert packed <= 15_000, path
        if path.endswith(".js"):
            assert len(data) <= 1_000, path


def test_a_page_asks_nothing_of_anybody_else(tmp_path):
    bakery(tmp_path, FakeSource([first(parts=parts(pictures=1))])).bake(NOW)

    tree = tree_of(tmp_path)
    for path, data in tree.items():
        if path.endswith(".html"):
            for address in re.findall(rb'(?:src|srcset|action)="([^"]*)"', data):
                assert address.startswith((b"/", b"#")), (path, address)
            for address in re.findall(rb'<link rel="(?:stylesheet|icon)" href="([^"]*)"', data):
                assert address.lstrip(b"/").decode() in tree, (path, address)


def test_every_link_of_the_site_leads_somewhere(tmp_path):
    stories = [
        first(1),
        first(2, kind="page", parts=parts("Tentang kami")),
        first(2, locale="en", kind="page", parts=parts("About us")),
        first(3, START + timedelta(days=60), unit_code="JT"),
    ]
    source = FakeSource(stories)
    source.append(after(stories[0]))
    source.append(after(stories[3], "withdraw"))
    bakery(tmp_path, source, exports=FakeExports()).bake(NOW)

    tree = tree_of(tmp_path)
    for path, data in tree.items():
        if path.endswith(".html"):
            for link in html.fromstring(data).iter("a"):
                place = link.get("href").partition("#")[0]
                if place.startswith("/") and not place.startswith("/t/"):
                    file = place[1:] + ("index.html" if place.endswith("/") else "")
                    assert file in tree, (path, place)


def test_no_byte_of_an_edition_that_is_not_in_the_ledger_is_baked(tmp_path):
    secret = first(9, parts=parts("Sentinel QZX9", "Sentinel QZX9"))
    story = first(1, parts=parts("Menunjuk", links=[secret.content_id]))
    bakery(tmp_path, FakeSource([story])).bake(NOW)

    for path, data in tree_of(tmp_path).items():
        assert b"QZX9" not in data, path
        assert secret.content_id.encode() not in data, path
        assert content_id(9)[:6] not in path


@pytest.mark.django_db
def test_a_template_that_asks_the_database_is_stopped():
    with engine.language_without_queries("id"), pytest.raises(engine.QueryWhileRenderingError):
        connection.cursor().execute("SELECT 1")
