"""The golden files: bytes and digests that every later version must read and write.

Each `*.json` beside this file is one part, byte for byte, without a line end; `SHA256SUMS` can
be checked with `sha256sum --check`. `COMMITMENTS` has salt, commitment and name. A golden file
is never changed: a new form of a part is a new `v` with files of its own.
"""

import hashlib
from pathlib import Path

import pytest

from suluh.kernel import canonical
from tests.canonical.working import WORKING

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.json"))


def name_of(file):
    """`figure-1.json` holds `figure/1`, `body-table.json` a `body`."""
    word, _, rest = file.stem.partition("-")
    return f"{word}/{rest}" if word in {"figure", "file"} else word


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_golden_bytes_are_read_and_written_back(file):
    data = file.read_bytes()

    part = canonical.parse(name_of(file), data)

    assert canonical.part_bytes(name_of(file), part) == data


@pytest.mark.parametrize("stem", WORKING)
def test_working_text_becomes_the_golden_bytes(stem):
    file = HERE / f"{stem}.json"

    assert canonical.part_bytes(name_of(file), WORKING[stem]()) == file.read_bytes()


def test_the_digests_are_those_written_down():
    lines = dict(reversed(line.split("  ")) for line in text("SHA256SUMS"))

    assert lines == {file.name: canonical.digest(file.read_bytes()) for file in FILES}


def test_the_commitments_are_those_written_down():
    lines = [line.split() for line in text("COMMITMENTS")]

    assert {name for _salt, _hash, name in lines} == {file.name for file in FILES}
    for salt, found, name in lines:
        data = (HERE / name).read_bytes()
        assert canonical.commitment(bytes.fromhex(salt), data) == found
        assert hashlib.sha256(bytes.fromhex(salt) + data).hexdigest() == found


def test_every_part_and_every_block_has_a_golden_file():
    bodies = [canonical.parse("body", f.read_bytes()) for f in FILES if name_of(f) == "body"]
    blocks = {block["t"] for part in bodies for block in part["blocks"]}

    assert {file.stem for file in FILES} == set(WORKING)
    assert {name_of(file).partition("/")[0] for file in FILES} == {
        "title", "lead", "body", "figure", "file", "credits", "facts",
    }  # fmt: skip
    assert blocks == {"p", "h2", "h3", "quote", "list", "figure", "table"}


def text(name):
    return (HERE / name).read_text("ascii").splitlines()
