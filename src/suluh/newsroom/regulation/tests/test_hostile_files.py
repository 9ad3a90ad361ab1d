"""Whatever is handed in as a regulation, the answer is lines with reasons, never a fault."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from suluh.newsroom.regulation.commands import Checked, check
from suluh.newsroom.regulation.rules.source import MAX_BYTES
from suluh.newsroom.regulation.tests.makers import example_text
from suluh.newsroom.regulation.tests.test_supplements import TEXT as SUPPLEMENT

junk = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=True),
        st.text(max_size=20),
        st.sampled_from(["escalate", "unit", "news", "2026-02-30", "x" * 3000, "%(x)s", "%"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the paths of everything in a file."""
    found = [path]
    inner_of = {dict: lambda: value.items(), list: lambda: enumerate(value)}
    for key, inner in inner_of.get(type(value), tuple)():
        found += places(inner, (*path, key))
    return found


def put(value: Any, path: tuple[Any, ...], new: Any, how: str) -> Any:
    """Return a copy with something at `path` replaced, left out, or given a stranger."""
    if not path:
        return new
    copied = deepcopy(value)
    at = copied
    for key in path[:-1]:
        at = at[key]
    if how == "drop" and isinstance(at, dict):
        del at[path[-1]]
    elif how == "stranger" and isinstance(at, dict):
        at["stranger"] = new
    else:
        at[path[-1]] = new
    return copied


def told(file: Path, raw: bytes) -> Checked:
    file.write_bytes(raw)
    found = check(file)
    for line in found.lines:
        _name, number, reason = line.removeprefix(str(file)).split(":", 2)
        assert int(number) >= 1
        assert reason.strip()
    return found


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile") / "ours.yaml"


WHOLE = {"regulation": yaml.safe_load(example_text()), "supplement": yaml.safe_load(SUPPLEMENT)}
for _one in WHOLE.values():
    _one["effective_from"] = _one["effective_from"].isoformat()


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_changed_file_is_sound_or_told_by_line(file: Path, which: str, data: st.DataObject):
    whole = WHOLE[which]
    path = data.draw(st.sampled_from(places(whole)))
    how = data.draw(st.sampled_from(["replace", "drop", "stranger"]))
    changed = put(whole, path, data.draw(junk), how)

    told(file, json.dumps(changed).encode())


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_told_by_line(file: Path, raw: bytes):
    assert not told(file, raw).sound


BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        (b"", 1, "must be a map"),
        (b"schema: suluh/regulation/1\n\tcode: x\n", 2, "not valid YAML"),
        (example_text().replace("code: contoh", "code: contoh\ncode: lagi").encode(), 9, "twice"),
        (BOMB.encode(), 1, "Anchors and aliases"),
        (b"a: &x\n  <<: *x\n", 1, "Anchors and aliases"),
        (b"schema: !!python/object:os.system x\n", 1, "Tags"),
        (b"[" * 60_000, 1, "nested too deeply"),
        (b"x" * (MAX_BYTES + 1), 1, "larger than"),
        (b"PK\x03\x04\xff\xfe", 1, "not UTF-8"),
        (b"schema: suluh/regulation/1\n---\nsecond: document\n", 2, "not valid YAML"),
        (example_text().replace("code: contoh", "code: \u202e").encode(), 8, "code"),
    ],
    ids=["empty", "tab", "twice", "bomb", "cycle", "tag", "deep", "huge", "binary", "two", "bidi"],
)
def test_hostile_files_are_told_by_line(file: Path, raw: bytes, line: int, words: str):
    found = told(file, raw)

    assert found.problems[0].startswith(f"{file}:{line}: ")
    assert words in found.problems[0]


def test_a_folder_is_a_sentence(tmp_path: Path):
    assert check(tmp_path).problems == (f"{tmp_path}:1: Is a directory",)
