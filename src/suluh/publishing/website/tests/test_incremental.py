"""An incremental bake leaves the tree of a full one, whatever happened and whoever was killed."""

import json
import subprocess
import sys
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suluh.publishing.website import bakery as bakeries
from suluh.publishing.website.tests.makers import (
    START,
    FakeSource,
    after,
    bakery,
    content_id,
    first,
    parts,
    tree_of,
)

NOW = START + timedelta(days=400)
KINDS = ("news", "press_release", "announcement", "page", "menu", "setting")
ACTIONS = ("publish", "update", "correct", "withdraw", "erase", "move")

steps = st.lists(
    st.tuples(
        st.sampled_from(ACTIONS),
        st.integers(0, 5),
        st.sampled_from(["id", "en"]),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=8,
)


@dataclass
class History:
    """Applies random steps to a source, as an office would."""

    source: FakeSource = field(default_factory=FakeSource)
    hours: int = 0

    def take(self, step):
        action, seed, locale, extra = step
        self.hours += 170
        at = START + timedelta(hours=self.hours)
        found = self.source.editions(content_id(seed), locale)
        if not found:
            edition = self._first(seed, locale, extra, at)
        elif found[-1].action == "erase" or action == "publish":
            return None
        elif action == "move":
            edition = replace(after(found[-1]), unit_code=("KP", "BH", "JT")[extra % 3])
        else:
            edition = after(found[-1], action)
        if edition.action not in {"withdraw", "erase"} and not edition.parts:
            edition = replace(edition, parts=parts(f"Kembali {seed}"))
        edition = replace(edition, published_at=at)
        self.source.append(edition)
        return edition

    def _first(self, seed, locale, extra, at):
        told = parts(f"Judul {seed}", links=[content_id(extra)], pictures=seed % 2)
        if KINDS[seed] == "menu":
            item = [["Tentang kami", "", f"content:{content_id(3)}"]]
            told["body"] = {"v": 1, "blocks": [{"t": "list", "o": False, "i": [item]}]}
        if KINDS[seed] == "setting":
            rows = [[[["Tagline", "", ""]], [[f"Nilai {extra}", "", ""]]]]
            told["body"] = {"v": 1, "blocks": [{"t": "table", "head": 0, "c": rows}]}
        unit = ("KP", "BH", "JT")[extra % 3]
        return first(seed, at, locale=locale, kind=KINDS[seed], unit_code=unit, parts=told)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_incremental_bakes_leave_what_a_full_bake_leaves(history):
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        happened = History()
        bakery(Path(one), happened.source).bake(NOW)
        for step in history:
            edition = happened.take(step)
            if edition is not None:
                states = happened.source.states(edition)
                bakery(Path(one), happened.source).bake_item(states, NOW)

        bakery(Path(other), happened.source).bake(NOW)
        assert tree_of(Path(one)) == tree_of(Path(other))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps, st.integers(1, 9))
def test_what_is_appended_while_lists_are_drawn_is_in_all_of_them(history, at_once):
    with (
        TemporaryDirectory() as one,
        TemporaryDirectory() as other,
        mock.patch.object(bakeries, "LISTS_AT_ONCE", at_once),
    ):
        happened = History()
        bakery(Path(one), happened.source).bake(NOW)
        coming = iter([told for step in history for told in (step, None)])

        def more():
            step = next(coming, None)
            edition = happened.take(step) if step else None
            return bakeries.Wave(happened.source.states(edition)) if edition else None

        bakery(Path(one), happened.source).bake_waves(more, NOW)
        bakery(Path(other), happened.source).bake(NOW)
        assert tree_of(Path(one)) == tree_of(Path(other))


def test_a_story_does_not_wait_for_the_lists_of_the_one_before(tmp_path):
    happened, asked = History(), []
    bakery(tmp_path, happened.source).bake(NOW)
    early, late = ("publish", 0, "id", 0), ("publish", 1, "id", 1)
    coming = {1: early, 3: late}  # the second comes when one list has been drawn

    def more():
        asked.append(shown())
        if len(asked) not in coming:
            return None
        edition = happened.take(coming[len(asked)])
        return bakeries.Wave(happened.source.states(edition))

    def shown():
        tree = tree_of(tmp_path)
        addresses = [edition.address for edition in happened.source.rows]
        pages = [address.strip("/") + "/index.html" in tree for address in addresses]
        listed = [one.encode() in tree["feeds/sitemap-2026-01.xml"] for one in addresses[:1]
                  if "feeds/sitemap-2026-01.xml" in tree]  # fmt: skip
        return pages, any(listed)

    with mock.patch.object(bakeries, "LISTS_AT_ONCE", 1):
        bakery(tmp_path, happened.source).bake_waves(more, NOW)

    assert asked[:4] == [([], False), ([True], False), ([True], False), ([True, True], False)]
    assert shown() == ([True, True], True)


class Killed(BaseException):
    """Stands for SIGKILL: nothing may catch it and tidy up."""


def dying_after(writes):
    left = [writes]

    def die(*_arguments, **_words):
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    return die


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps, st.integers(0, 40), st.sampled_from(["before", "after"]))
def test_a_bake_killed_at_any_file_and_repeated_leaves_the_same_tree(history, writes, when):
    with (
        TemporaryDirectory() as one,
        TemporaryDirectory() as other,
        pytest.MonkeyPatch.context() as m,
    ):
        happened = History()
        bakery(Path(one), happened.source).bake(NOW)
        pending = []
        for step in history:
            edition = happened.take(step)
            if edition is None:
                continue
            pending.append(edition)
            killed = bakery(Path(one), happened.source)
            try:
                with m.context() as inside:
                    _arm(inside, dying_after(writes), when)
                    killed.bake_item(happened.source.states(edition), NOW)
            except Killed:
                continue
        for edition in pending:
            bakery(Path(one), happened.source).bake_item(happened.source.states(edition), NOW)

        bakery(Path(other), happened.source).bake(NOW)
        assert tree_of(Path(one)) == tree_of(Path(other))
        assert head_of(Path(one)) == head_of(Path(other))


def head_of(folder):
    return json.loads((folder / "public" / "manifest.json").read_bytes())["pieces"]


def _arm(patch, die, when):
    replace_file, unlink = Path.replace, Path.unlink

    def wrapped(real):
        def act(path, *arguments, **words):
            if when == "before":
                die()
            done = real(path, *arguments, **words)
            if when == "after":
                die()
            return done

        return act

    patch.setattr(Path, "replace", wrapped(replace_file))
    patch.setattr(Path, "unlink", wrapped(unlink))


SCRIPT = """
import sys
from pathlib import Path
import django
django.setup()
from suluh.publishing.website.tests.test_incremental import History, NOW, bakery
history = History()
for number in range(12):
    history.take(("update", number % 6, "id" if number % 5 else "en", number % 4))
bakery(Path(sys.argv[1]), history.source).bake(NOW)
"""


def test_two_processes_with_different_hash_seeds_bake_the_same_bytes(tmp_path):
    trees = []
    for seed in ("1", "4242"):
        folder = tmp_path / seed
        environment = {
            "PYTHONHASHSEED": seed,
            "DJANGO_SETTINGS_MODULE": "suluh.project.settings_test",
            "PATH": "/usr/bin:/bin",
            "SULUH_HOME": str(tmp_path / "home"),
        }
        command = [sys.executable, "-c", SCRIPT, str(folder)]
        subprocess.run(command, check=True, env=environment)
        trees.append(tree_of(folder))

    assert trees[0] == trees[1]
    assert len(trees[0]) > 100
