"""Beside each page lies the file with which anybody checks it."""

from datetime import timedelta

import pytest

from suluh.publishing.website.rules.keys import Kind, PageKey
from suluh.publishing.website.rules.paths import export_path
from suluh.publishing.website.tests.makers import (
    START,
    FakeSource,
    after,
    bakery,
    content_id,
    first,
    tree_of,
)

NOW = START + timedelta(days=400)
KEY = PageKey(Kind.EXPORT, "id", content_id(1), 1)


class Exports:
    """Says which Edition it was asked for, and whether its text is public."""

    def mark(self):
        return "keys"

    def of(self, key, *, is_open):
        return f"{key.content_id} {key.locale} {key.number} {is_open}".encode()


def test_the_newest_lies_in_the_story_folder_and_older_ones_with_their_versions():
    place = "/id/2026/11/judul-abcdef/"

    assert export_path(KEY, place, 1) == "id/2026/11/judul-abcdef/edition.json"
    assert export_path(KEY, place, 2) == "id/2026/11/judul-abcdef/versi/1/edition.json"
    assert export_path(KEY, "", 1) == f"media/editions/{content_id(1)}/id/1/edition.json"


@pytest.mark.parametrize("action", ["update", "withdraw"])
def test_what_is_withdrawn_has_no_open_export(tmp_path, action):
    edition = first(1)
    source = FakeSource([edition, after(edition, action=action)])
    made = bakery(tmp_path, source, exports=Exports())

    made.bake(NOW)

    found = [data.decode() for path, data in tree_of(tmp_path).items() if "edition.json" in path]
    is_open = action == "update"
    assert sorted(found) == [f"{content_id(1)} id {n} {is_open}" for n in (1, 2)]
