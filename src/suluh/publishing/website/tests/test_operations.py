"""From a signed Edition in the ledger to files, through the real rooms."""

import pytest

from suluh.foundation.org.tests.makers import make_house
from suluh.newsroom.editorial.tests.makers import load_example
from suluh.publishing.ledger import commands as keys
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.signing import Signer
from suluh.publishing.ledger.tests.test_publication import approved, release
from suluh.publishing.website import models, operations

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = make_house()
    load_example(cast)
    return cast


@pytest.fixture
def signer(tmp_path, cast):
    root = keys.RootFile(tmp_path / "root.pem")
    keys.init(KeyFolder(tmp_path / "keys"), root, institution="LC", now=cast.now)
    return Signer.open(tmp_path / "keys")


def files_of(root):
    names = {".lock", "manifest.json"}
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name not in names
    }


def test_an_edition_becomes_a_page_in_both_languages(cast, signer, tmp_path):
    approved(cast, ("id", "en"))
    editions = release(cast, signer)
    root = tmp_path / "public"

    for edition in editions:
        operations.bake_for_edition(edition, now=cast.now, root=root)

    for edition in editions:
        page = (root / edition.address.strip("/") / "index.html").read_text()
        assert edition.title in page
        assert edition.short_code[:5].upper() in page
    operations.bake(now=cast.now, root=tmp_path / "full")
    assert files_of(root) == files_of(tmp_path / "full")


def test_a_story_that_is_not_published_leaves_no_byte(cast, signer, tmp_path):
    approved(cast)
    root = tmp_path / "public"

    operations.bake(now=cast.now, root=root)

    assert not any(b"Sumur pantau" in data for data in files_of(root).values())
    assert not models.SiteItem.objects.exists()


def test_a_bake_of_the_same_edition_changes_nothing(cast, signer, tmp_path):
    approved(cast)
    (edition,) = release(cast, signer)
    operations.bake_for_edition(edition, now=cast.now, root=tmp_path / "public")

    again = operations.bake_for_edition(edition, now=cast.now, root=tmp_path / "public")

    assert again.changed == 0


def test_an_incremental_bake_asks_a_bounded_number_of_queries(
    cast, signer, tmp_path, django_assert_max_num_queries
):
    approved(cast)
    (edition,) = release(cast, signer)
    operations.bake(now=cast.now, root=tmp_path / "public")

    with django_assert_max_num_queries(160):
        operations.bake_for_edition(edition, now=cast.now, root=tmp_path / "public")
