"""Documents that were published after a backup come home from the public folder."""

from suluh.kernel.canonical import digest
from suluh.newsroom.assets import operations, queries
from suluh.newsroom.assets.tests import papers
from suluh.project.house.reconcile import take_in_media


def test_a_lost_document_comes_home_by_its_digest_alone(settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    data = papers.pdf()
    name, public = digest(data), tmp_path / "public"
    lying = public / "media" / name[:2] / f"{name}.pdf"
    lying.parent.mkdir(parents=True)
    lying.write_bytes(data + b"x")
    assert take_in_media(public, {name}) == [name]

    lying.write_bytes(data)
    assert take_in_media(public, {name}) == []
    assert queries.public_master(name) == data
    assert not operations.take_in_document(digest=name, suffix=".exe", data=data)
