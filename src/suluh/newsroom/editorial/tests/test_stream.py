"""The editor's value holds every canonical body without loss, and drops no text of a guest."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suluh.kernel import canonical
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial.reading.read import read_here
from suluh.newsroom.editorial.rules.stream import to_body, to_stream
from suluh.newsroom.editorial.tests.test_plainform import BLOCK

TEXTS = sorted((Path(__file__).parent / "texts").glob("*.txt"))
GOLDEN = sorted((Path(__file__).parents[5] / "tests/canonical").glob("body-*.json"))


def through_the_wire(stream):
    """What the browser is sent and sends back unchanged is JSON."""
    return json.loads(json.dumps(stream))


# A machine that is busy draws slowly; that says nothing about the property.
PATIENT = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@PATIENT
@given(st.lists(BLOCK, max_size=7))
def test_every_canonical_body_survives_the_editor(blocks):
    body = canonical.body_part(blocks)

    back = to_body(through_the_wire(to_stream(body)))

    assert canonical.part_bytes("body", back) == canonical.part_bytes("body", body)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_an_imported_text_keeps_its_digest(path):
    body = canonical.body_part(read_here(path.read_bytes(), "a.txt").blocks)

    back = to_body(through_the_wire(to_stream(body)))

    assert body["blocks"]
    assert canonical.digest(canonical.part_bytes("body", back)) == canonical.digest(
        canonical.part_bytes("body", body)
    )


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_body_keeps_its_bytes(path):
    data = path.read_bytes()

    assert canonical.dumps(to_body(to_stream(json.loads(data)))) == data


@PATIENT
@given(st.text(st.sampled_from("a 😀é\u0301𝒳b\u2028\n"), max_size=20), st.integers(0, 20))
def test_offsets_count_as_the_browser_counts(text, at):
    line = {
        "type": "unstyled", "text": text, "key": "a", "depth": 0, "entityRanges": [],
        "inlineStyleRanges": [{"style": "BOLD", "offset": at, "length": 3}],
    }  # fmt: skip
    body = to_body([{"type": "text", "value": {"blocks": [line], "entityMap": {}}}])

    assert to_body(to_stream(body)) == body
    words = "".join(run[0] for block in body["blocks"] for run in block["r"])
    assert words.replace(" ", "") == "".join(canonical.clean_text(text).split())


def text(kind, words, **more):
    return {"type": kind, "text": words, "key": kind, "depth": 0, "inlineStyleRanges": [],
            "entityRanges": []} | more  # fmt: skip


def test_what_a_page_from_elsewhere_brings_is_mapped_and_never_dropped():
    state = {
        "blocks": [
            text("header-one", "Besar"),
            text("header-five", "Kecil"),
            text("code-block", "x = 1"),
            text("unordered-list-item", "dalam", depth=3),
            text("unstyled", "merah", inlineStyleRanges=[
                {"style": "COLOR-red", "offset": 0, "length": 5}]),
            text("unstyled", "gambar", entityRanges=[{"key": 0, "offset": 0, "length": 6}]),
            text("unstyled", "atas\nbawah"),
        ],
        "entityMap": {"0": {"type": "IMAGE", "data": {"src": "x"}}},
    }  # fmt: skip

    body = to_body([{"type": "text", "value": state}])

    told = [(block["t"], canonical.plain({"blocks": [block]})) for block in body["blocks"]]
    assert told == [
        ("h2", "Besar"), ("h3", "Kecil"), ("p", "x = 1"), ("list", "dalam"), ("p", "merah"),
        ("p", "gambar"), ("p", "atas"), ("p", "bawah"),
    ]  # fmt: skip


def linked(url):
    line = text("unstyled", "laman", entityRanges=[{"key": 0, "offset": 0, "length": 5}])
    entities = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}}
    return [{"type": "text", "value": {"blocks": [line], "entityMap": entities}}]


@pytest.mark.parametrize("url", ["http://a.example/", "javascript:alert(1)", "/naskah/", "x"])
def test_a_link_that_may_not_stand_is_refused_in_words(url):
    with pytest.raises(Refused) as refused:
        to_body(linked(url))

    assert refused.value.code == "bad_link"
    assert to_body(linked(url), strict=False)["blocks"] == [{"t": "p", "r": [["laman", "", ""]]}]


@pytest.mark.parametrize(
    "stream",
    [
        [{"type": "script", "value": ""}],
        [{"type": "text", "value": "<p>"}],
        [{"type": "text", "value": {"blocks": [{}]}}],
        [{"type": "text", "value": {"blocks": 3, "entityMap": {}}}],
        [{"type": "table", "value": {"rows": 5}}],
        ["text"],
        [None],
    ],
)
def test_what_cannot_be_read_is_refused_whole(stream):
    with pytest.raises(Refused) as refused:
        to_body(stream)

    assert refused.value.code == "unreadable"


@pytest.mark.parametrize("value", ["", "0", "satu", None, "99999", 3.5])
def test_a_picture_without_a_number_is_said(value):
    with pytest.raises(Refused) as refused:
        to_body([{"type": "figure", "value": value}])

    assert refused.value.code == "no_figure"
