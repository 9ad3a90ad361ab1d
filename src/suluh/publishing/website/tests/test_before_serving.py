"""What a site that is not whole still shows before it is baked anew."""

import shutil
from datetime import timedelta

import pytest

from suluh.publishing.website.bakery import Wave
from suluh.publishing.website.tests.makers import (
    START,
    FakeSource,
    after,
    bakery,
    first,
    house,
    parts,
    tree_of,
)

NOW = START + timedelta(days=30)


def shown(source):
    return {(one.content_id, one.locale) for one in source.items() if not one.is_gone}


def below(edition, tree):
    return sorted(path for path in tree if path.startswith(edition.address.strip("/")))


def test_an_old_whole_site_stays_as_it_is(tmp_path):
    story, withdrawn = first(), first(2, parts=parts("Lain", pictures=1))
    source = FakeSource([story, withdrawn, after(withdrawn, "withdraw")])
    bakery(tmp_path, source).bake(NOW)
    before = tree_of(tmp_path)
    source.at_home = house(phone="(021) 5550 0199")

    bakery(tmp_path, source).make_safe(shown(source))

    lost = set(before) - set(tree_of(tmp_path)) - {"manifest.jws"}
    assert lost == {path for path in below(withdrawn, before) if path.endswith("edition.json")}


@pytest.mark.parametrize("action", ["withdraw", "erase"])
def test_a_folder_older_than_the_ledger_shows_nothing_of_what_is_gone(tmp_path, action):
    story, bad = first(), first(2, parts=parts("Rahasia orang", pictures=1))
    source = FakeSource([story, bad])
    bakery(tmp_path, source).bake(NOW)
    picture = [path for path in tree_of(tmp_path) if path.startswith("media/ab/")]
    source.append(after(bad, action))
    source.at_home = house(phone="(021) 5550 0199")

    bakery(tmp_path, source).make_safe(shown(source))

    left = tree_of(tmp_path)
    assert below(story, left)
    assert picture
    assert not set(picture) & set(left)
    assert not any(b"Rahasia" in data for data in left.values())
    bakery(tmp_path, source).bake(NOW)
    clean = tmp_path / "clean"
    bakery(clean, source).bake(NOW)
    assert tree_of(tmp_path) == tree_of(clean)


def test_what_no_bake_has_noted_is_not_served(tmp_path):
    source = FakeSource([first()])
    bakery(tmp_path, source).bake(NOW)
    shutil.rmtree(tmp_path / "bake")

    bakery(tmp_path, source).make_safe(shown(source))

    assert not [path for path in tree_of(tmp_path) if path.startswith(("id/", "en/", "feeds/"))]


def test_lists_of_a_bake_that_was_killed_are_not_served(tmp_path):
    story = first()
    source = FakeSource([story])
    bakery(tmp_path, source).bake(NOW)
    source.at_home = house(phone="(021) 5550 0199")

    def killed():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bakery(tmp_path, source).bake(NOW, killed)
    bakery(tmp_path, source).make_safe(shown(source))

    left = tree_of(tmp_path)
    assert below(story, left)
    assert "id/index.html" not in left


def test_a_withdrawal_during_a_full_bake_does_not_wait_for_its_end(tmp_path):
    story = first()
    source = FakeSource([story])
    seen = []

    def more():
        if not seen:
            source.append(after(story, "withdraw"))
            seen.append(tree_of(tmp_path))
            return Wave(source.states(story))
        seen.append(tree_of(tmp_path))
        return None

    bakery(tmp_path, source).bake(NOW, more)

    page = story.address.strip("/") + "/index.html"
    assert f"gone/{page}" not in seen[0]
    assert f"gone/{page}" in seen[1]
