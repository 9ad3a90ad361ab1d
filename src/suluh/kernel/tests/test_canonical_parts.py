"""The parts: what the canonical form holds, and that it refuses everything else."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.kernel import canonical
from suluh.kernel.refusals import Refused
from suluh.kernel.tests import canonical_values as values

RUN = [["Kata", "", ""]]
DIGEST = "0123456789abcdef" * 4
FIGURE = {
    "v": 1,
    "image": DIGEST,
    "width": 1600,
    "height": 900,
    "caption": "",
    "alt": "Sebuah balai",
    "credit": "",
}
FILE = {
    "v": 1,
    "file": DIGEST,
    "name": "jadwal.pdf",
    "type": "application/pdf",
    "size": 1,
    "title": "",
}
CREDITS = {"v": 1, "people": [{"role": "writer", "name": "Sari Wulandari"}]}
FACTS = {
    "v": 1,
    "kind": "news",
    "unit": "KR-SUL",
    "event_date": "2026-02-28",
    "place": "Kota Embun",
    "not_before": "2026-03-01T02:00:00.000000Z",
    "topics": ["arsip", "pelatihan"],
    "programmes": [],
    "audience": "",
    "rights": "",
}
WHOLE = {
    "title": {"v": 1, "text": "Judul"},
    "lead": {"v": 1, "text": ""},
    "body": {
        "v": 1,
        "blocks": [
            {"t": "p", "r": RUN},
            {"t": "list", "o": False, "i": [RUN]},
            {"t": "figure", "n": 1},
            {"t": "table", "head": 1, "c": [[RUN, []], [[], RUN]]},
        ],
    },
    "figure/1": FIGURE,
    "file/9999": FILE,
    "credits": CREDITS,
    "facts": FACTS,
}


def body(*blocks):
    return {"v": 1, "blocks": list(blocks)}


def paragraph(*runs):
    return body({"t": "p", "r": list(runs)})


@pytest.mark.parametrize("name", WHOLE)
def test_a_part_in_canonical_form_comes_back_unchanged(name):
    part = copy.deepcopy(WHOLE[name])

    assert canonical.normal(name, part) == WHOLE[name]
    assert canonical.parse(name, canonical.part_bytes(name, part)) == WHOLE[name]


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("version", [0, 2, "1", 1.0, True, None])
def test_an_unknown_version_is_refused(name, version):
    refuse(name, {**WHOLE[name], "v": version})


@pytest.mark.parametrize("name", WHOLE)
def test_an_unknown_or_missing_key_is_refused(name):
    refuse(name, {**WHOLE[name], "id": 7})
    for key in WHOLE[name]:
        refuse(name, {other: value for other, value in WHOLE[name].items() if other != key})


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("value", [None, 0, 0.5, [], [[]], {}, "\ud800", " a", True])
def test_a_value_of_another_type_is_refused_and_never_an_error(name, value):
    empty_lists = {"blocks", "people", "topics", "programmes"}
    for key in WHOLE[name]:
        if value != [] or key not in empty_lists:
            refuse(name, {**WHOLE[name], key: value})
    refuse(name, value)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Title",
        "note",
        "figure",
        "figure/0",
        "figure/01",
        "file/10000",
        "figure/1/2",
        "lead\n",
        7,
    ],
)
def test_an_unknown_part_name_is_refused(name):
    refuse(name, WHOLE["title"])


@pytest.mark.parametrize(
    "block",
    [
        "p",
        {},
        {"t": "h1", "r": RUN},
        {"t": ["p"], "r": RUN},
        {"t": "p", "r": []},
        {"t": "p", "r": "Kata"},
        {"t": "p", "r": RUN, "id": "a1"},
        {"t": "list", "o": 0, "i": [RUN]},
        {"t": "list", "o": True, "i": []},
        {"t": "list", "o": True, "i": [[]]},
        {"t": "list", "o": True, "i": [[{"t": "list", "o": True, "i": [RUN]}]]},
        {"t": "figure", "n": 0},
        {"t": "figure", "n": True},
        {"t": "figure", "n": 1, "align": "left"},
        {"t": "table", "head": True, "c": [[RUN]]},
        {"t": "table", "head": 2, "c": [[RUN]]},
        {"t": "table", "head": 0, "c": []},
        {"t": "table", "head": 0, "c": [[]]},
        {"t": "table", "head": 0, "c": [[RUN], [RUN, RUN]]},
    ],
)
def test_a_block_of_another_form_is_refused(block):
    refuse("body", body(block))


@pytest.mark.parametrize(
    "run",
    [
        ["Kata", ""],
        ["Kata", "", "", ""],
        ("Kata", "", ""),
        "abc",
        ["Kata", "u", ""],
        ["Kata", "ib", ""],
        [1, "", ""],
        ["", "", ""],
        [" Kata", "", ""],
        ["Kata\nlagi", "", ""],
        ["e\u0301", "", ""],
        ["Kata\u202e", "", ""],
    ],
)
def test_a_run_of_another_form_is_refused(run):
    refuse("body", paragraph(run))


def test_runs_that_could_be_merged_are_refused():
    refuse("body", paragraph(["Ka", "b", ""], ["ta", "b", ""]))


@pytest.mark.parametrize(
    "href",
    [
        "http://contoh.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "//contoh.example",
        "/id/",
        "https://",
        "HTTPS://contoh.example",
        "https://contoh.example/a b",
        "https://contoh.example/\u202egpj",
        "https://contoh.example/\ud800",
        "https://contoh.example/é",
        "https://contoh.example/\n",
        'https://contoh.example/"onclick',
        "mailto:",
        "tel:darurat",
        "content:8zzzzzzzzzzzzzzzzzzzzzzzzz",
        "content:7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
        "content:7zz",
        "file:0",
        "file:10000",
    ],
)
def test_a_link_elsewhere_is_refused(href):
    refuse("body", paragraph(["Kata", "", href]))


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("figure/1", {"image": DIGEST.upper()}),
        ("figure/1", {"image": DIGEST[:-1]}),
        ("figure/1", {"width": 0}),
        ("figure/1", {"height": -1}),
        ("figure/1", {"height": 2**53}),
        ("figure/1", {"caption": "dua  spasi"}),
        ("file/1", {"file": ""}),
        ("file/1", {"size": 1.0}),
        ("file/1", {"name": "a\u202efdp.exe"}),
        ("credits", {"people": [{"role": "minister", "name": "A"}]}),
        ("credits", {"people": [{"role": "writer", "name": "A", "id": 3}]}),
        ("credits", {"people": [{"role": "writer", "name": "A "}]}),
        ("credits", {"people": ["A"]}),
        ("credits", {"people": {}}),
        ("facts", {"kind": "News"}),
        ("facts", {"kind": ""}),
        ("facts", {"event_date": "2026-02-29"}),
        ("facts", {"event_date": "28-02-2026"}),
        ("facts", {"event_date": "0000-01-01"}),
        ("facts", {"not_before": "2026-03-01T24:00:00.000000Z"}),
        ("facts", {"not_before": "2026-03-01T02:00:00Z"}),
        ("facts", {"not_before": "2026-03-01T02:00:00.000000+07:00"}),
        ("facts", {"topics": ["b", "a"]}),
        ("facts", {"topics": ["a", "a"]}),
        ("facts", {"topics": ["A"]}),
        ("facts", {"topics": [["a"]]}),
        ("facts", {"topics": ["a", 1]}),
        ("facts", {"programmes": "a"}),
        ("facts", {"rights": None}),
    ],
)
def test_a_field_of_another_form_is_refused(name, changes):
    refuse(name, {**WHOLE[name.replace("file/1", "file/9999")], **changes})


def test_dates_may_be_empty():
    assert canonical.normal("facts", {**FACTS, "event_date": "", "not_before": ""})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b'{"v":1,"text":"Judul"}',
        b'{"text":"Judul","v":1}\n',
        b'\xef\xbb\xbf{"text":"Judul","v":1}',
        b'{"text":"Judul","text":"Judul","v":1}',
        b'{"text":"Jud\\u0075l","v":1}',
        b'{"text":"Judul","v":1.0}',
        b'{"text":"Judul","v":NaN}',
        b'{"text":"\xff","v":1}',
        '{"text":"Judul","v":1}'.encode("utf-16"),
    ],
)
def test_other_bytes_of_the_same_part_are_refused(data):
    assert canonical.parse("title", b'{"text":"Judul","v":1}') == WHOLE["title"]
    with pytest.raises(Refused) as refused:
        canonical.parse("title", data)
    assert refused.value.code == "not_canonical"


@given(values.BODIES)
def test_a_tidied_body_is_normal_and_stays_so(blocks):
    before = copy.deepcopy(blocks)

    once = canonical.body_part(blocks)
    data = canonical.part_bytes("body", once)

    assert canonical.body_part(copy.deepcopy(once["blocks"])) == once
    assert canonical.parse("body", data) == once
    assert json.loads(data) == once
    assert blocks == before


@given(values.DIRTY, values.CREDITS)
def test_titles_and_credits_come_back_from_their_bytes(text, credits):
    people = [{"role": role, "name": canonical.clean_text(name)} for role, name in credits]
    for name, part in (
        ("title", canonical.text_part(text)),
        ("credits", {"v": 1, "people": people}),
    ):
        assert canonical.parse(name, canonical.part_bytes(name, part)) == part


@given(st.sampled_from([*WHOLE, "note"]), values.JSON)
def test_any_other_json_is_refused_and_never_an_error(name, value):
    refuse(name, value)


@pytest.mark.parametrize(
    "blocks",
    [
        ["p"],
        [7],
        [{"t": "p"}],
        [{"t": "p", "r": [["a", ""]]}],
        [{"t": "p", "r": [[1, "", ""]]}],
        [{"t": "list", "o": True, "i": 7}],
        [{"t": "table", "head": 0, "c": [[RUN], [RUN, RUN]]}],
        [{"t": "video", "n": 1}],
        7,
    ],
)
def test_a_body_that_cannot_be_tidied_is_refused(blocks):
    with pytest.raises(Refused) as refused:
        canonical.body_part(blocks)
    assert refused.value.code == "not_canonical"


def test_blocks_left_without_text_are_dropped():
    empty = [[" ", "b", ""], ["\u200b", "", ""]]

    part = canonical.body_part(
        [
            {"t": "p", "r": empty},
            {"t": "list", "o": True, "i": [empty, []]},
            {"t": "table", "head": 0, "c": [[empty, []]]},
            {"t": "list", "o": True, "i": [empty, RUN]},
        ]
    )

    assert part == body({"t": "list", "o": True, "i": [RUN]})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("title", "Judul"),
        ("body", "Kata\nKata\nKata | \n | Kata"),
        ("figure/1", ""),
        ("facts", ""),
    ],
)
def test_plain_text_has_a_line_for_each_block(name, text):
    assert canonical.plain(WHOLE[name]) == text


def test_the_plain_text_of_a_figure_is_caption_and_credit():
    assert canonical.plain({**FIGURE, "caption": "Balai", "credit": "Dok."}) == "Balai\nDok."


def refuse(name, part):
    with pytest.raises(Refused) as refused:
        canonical.part_bytes(name, part)
    assert refused.value.code == "not_canonical"
