"""What the how-tos say of limits is what the product does."""

import re
from pathlib import Path

from suluh.newsroom.assets import rules
from suluh.newsroom.assets.rules import documents
from suluh.newsroom.editorial.reading import limits

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"


def read(name: str) -> str:
    """Return a how-to."""
    return (HOW_TO / name).read_text(encoding="utf-8")


def test_nginx_lets_through_what_the_office_takes() -> None:
    allowed = [int(one) for one in re.findall(r"client_max_body_size (\d+)m;", read("nginx.conf"))]
    largest = max(rules.MOST_BYTES, documents.MOST_BYTES, limits.FILE_BYTES)

    assert allowed == [60]
    assert max(allowed) * 1024 * 1024 >= 2 * largest
    assert "bodies up to 60 MB" in read("one-server.md")


def test_writers_are_told_the_limits_of_attachments() -> None:
    told = read("attachments.md")

    assert f"{documents.MOST_BYTES // documents.MB} MB, {documents.MOST_PAGES:,} pages" in told
    assert f"{documents.MOST_ROWS:,} rows, {documents.MOST_COLUMNS} columns" in told
