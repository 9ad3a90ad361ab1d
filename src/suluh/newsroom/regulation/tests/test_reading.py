import json

import pytest
from jsonschema import Draft202012Validator

from suluh.newsroom.regulation.rules.activities import activity_taxonomy
from suluh.newsroom.regulation.rules.reading import parse_regulation, parse_supplement
from suluh.newsroom.regulation.rules.regulation import REQUIRED_KINDS
from suluh.newsroom.regulation.rules.shape import REGULATION, SUPPLEMENT, schema_text
from suluh.newsroom.regulation.rules.source import MAX_BYTES, Unreadable, read_source
from suluh.newsroom.regulation.tests.makers import example_text, regulation


def refusal(raw: bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(Unreadable) as caught:
        parse_regulation(raw)
    return [(one.line, one.code, str(one)) for one in caught.value.problems]


def changed(old: str, new: str) -> list[tuple[int, str, str]]:
    text = example_text()
    assert old in text
    return refusal(text.replace(old, new, 1).encode())


def line_of(words: str) -> int:
    return example_text().split(words)[0].count("\n") + 1


def test_the_shipped_example_is_sound_and_says_that_it_is_an_example() -> None:
    found = regulation()

    assert found.example
    assert set(REQUIRED_KINDS) <= set(found.content_kinds)
    assert all(step.clause for rule in found.rules for step in rule.steps())


def test_the_published_schemas_are_valid_schemas() -> None:
    for kind in (REGULATION, SUPPLEMENT):
        Draft202012Validator.check_schema(json.loads(schema_text(kind)))


def test_the_taxonomy_has_the_21_forms_in_order() -> None:
    taxonomy = activity_taxonomy()

    assert "".join(form.code for form in taxonomy.forms) == "abcdefghijklmnopqrstu"
    assert len({form.slug for form in taxonomy.forms}) == 21
    assert taxonomy.status == "unconfirmed"


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        (
            "version: 1\n",
            "version: 1\nversion: 2\n",
            "duplicate_key",
            "'version' stands here twice",
        ),
        ("version: 1\n", "version: &a 1\n", "alias", "Anchors"),
        ("version: 1\n", "version: !!python/name:os.system 1\n", "tag", "Tags"),
        ("version: 1\n", "version: one\n", "type", "version must be a whole number"),
        ("version: 1\n", "version: 1\ncolour: red\n", "unknown_key", "'colour' is not known"),
        ("version: 1\n", "", "missing", "'version' is missing"),
        ("version: 1\n", "version: [1\n", "syntax", "not valid YAML"),
        ("2025-01-01", "2025-02-30", "date", "no day '2025-02-30'"),
        ("2025-01-01", "soon", "pattern", "not a date"),
        ("2025-01-01", "2025-01-01\neffective_until: 2024-01-01", "dates", "ends before"),
        ("[id, en]", "[id, english]", "pattern", "not a language code"),
        ("  menu: {id", "  menus: {id", "missing_kind", "'menu' is missing"),
        ("post: web_editor", "post: webmaster", "unknown", "post kind 'webmaster'"),
        ("kinds: [page, menu", "kinds: [pages, menu", "unknown", "content kind 'pages'"),
        ("[head_office, pr_bureau]", "[head_office, ministry]", "unknown", "unit kind 'ministry'"),
        (
            "{nearest: pr_bureau}\n    pat",
            "{nearest: desk}\n    pat",
            "unknown",
            "unit kind 'desk'",
        ),
        ("hours: 8\n", "hours: 8\n        days: 1\n", "limit", "either hours or days"),
        ("distinct_persons: 2", "distinct_persons: 3", "four_eyes", "meets only 2 steps"),
        ("{roman_month}", "{roman}", "pattern", "'{roman}' is not a field"),
        ("/{unit}/", "/", "pattern", "needs '{unit}'"),
        ("{seq:03d}", "{seq.real}", "pattern", "not a field"),
        ("key: press_release\n", "key: site\n", "duplicate", "'site' is used twice"),
        ("{kinds: [page, menu, setting]}", "{kinds: [page, menu]}", "no_rule", "setting × "),
        ("{kinds: [page, menu, setting]}", "{}", "unreachable", "never used"),
        (
            "{kinds: [press_release]}",
            "{unit_kinds: [bureau]}",
            "overlap",
            "cross at",
        ),
    ],
)
def test_a_faulty_regulation_is_refused_with_a_reason(
    old: str, new: str, code: str, words: str
) -> None:
    found = changed(old, new)

    assert [one for one in found if one[1] == code and words in one[2]], found


def test_a_reason_names_the_line_it_is_about() -> None:
    wrong = changed("post: web_editor\n", "post: webmaster\n")

    assert wrong[0][0] == line_of("- key: web_editor")


def test_a_part_that_nobody_signs_is_found() -> None:
    step = "post: head_of_pr\n        at: {nearest: pr_bureau}\n        hours: 8\n"
    other = "post: web_editor\n        at: {nearest: pr_bureau}\n        hours: 8\n"
    text = example_text()
    for one in (step, other):
        assert one in text
        text = text.replace(one, one + "        parts: [body]\n", 1)

    found = refusal(text.encode())

    assert {code for _line, code, _words in found} == {"unsigned_part"}
    assert "Under 'site' nobody signs the part 'credits' in 'en'" in found[0][2]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "shape"),
        (b"- 1\n", "shape"),
        (b"\xff\xfe", "encoding"),
        (b"a: \x00\n", "syntax"),
        (b"a: " + b"[" * 40, "too_deep"),
        (b"#" * (MAX_BYTES + 1), "too_large"),
        (b"a: 1\n---\nb: 2\n", "syntax"),
        (b"? [a]\n: 1\n", "key"),
        (b"schema: suluh/regulation/2\n", "choice"),
    ],
)
def test_hostile_or_empty_files_are_refused(raw: bytes, code: str) -> None:
    assert code in {one[1] for one in refusal(raw)}


def test_words_that_older_yaml_takes_for_booleans_stay_words() -> None:
    assert read_source(b"a: no\nb: on\nc: 2025-01-01\nd: 010\n").data == {
        "a": "no",
        "b": "on",
        "c": "2025-01-01",
        "d": "010",
    }


def test_a_supplement_is_regulation_missing() -> None:
    with pytest.raises(Unreadable):
        parse_supplement(example_text().encode())
