"""What a page weighs when a browser fetches it, with an empty cache, and whom it asks."""

import gzip
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Response

from tests.journeys.house import House
from tests.journeys.visiting import baked, chosen

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.browser]

# In bytes, compressed as nginx compresses: what phones on slow lines can bear.
PUBLIC = {"document": 20_000, "stylesheet": 15_000, "script": 10_000, "font": 30_000}
OFFICE = {"document": 40_000, "stylesheet": 25_000, "script": 45_000, "font": 70_000}
COMPRESSED = {"document", "stylesheet", "script"}
WITHOUT_PICTURES, WITH_PICTURES = 100_000, 170_000
OFFICE_WITHOUT_PICTURES = 150_000
LISTS = ("/", "/naskah/", "/kegiatan/", "/kanal/", "/lembaga/")


def fetched(house: House, chromium: Browser, url: str, who: str = "") -> list[Response]:
    """Return every answer of one page load, until nothing is under way any more.

    Pages of the office ask for more when their scripts have begun; baked ones only for fonts.
    """
    context = chromium.new_context(locale="id-ID", viewport={"width": 390, "height": 844})
    if who:
        context.add_cookies([house.session(who)])
    page, seen = context.new_page(), list[Response]()
    page.on("response", lambda one: seen.append(one))
    page.goto(url, wait_until="networkidle" if who else "load")
    page.evaluate("document.fonts.ready.then(() => null)")
    for one in seen:
        one.finished()
    weighed = [one for one in seen if one.status == 200]
    assert {urlsplit(one.url).netloc for one in seen} == {urlsplit(url).netloc}
    return weighed


def weights(answers: list[Response]) -> dict[str, int]:
    """Return bytes by kind of file."""
    found: dict[str, int] = {}
    for one in answers:
        kind, body = one.request.resource_type, one.body()
        size = len(gzip.compress(body, 6)) if kind in COMPRESSED else len(body)
        found[kind] = found.get(kind, 0) + size
    return found


def over(found: dict[str, int], most: dict[str, int]) -> Iterator[str]:
    for kind, limit in most.items():
        if found.get(kind, 0) > limit:
            yield f"{kind}: {found[kind]} bytes, {limit} allowed"


def test_public_pages_keep_their_budgets(house: House, chromium: Browser) -> None:
    pages = baked(house.home / "public", house.public)
    kinds = [name for name in pages if not name.endswith(("/cetak", "versi/…"))]
    seen = 0
    for url in (one.url for name in sorted(kinds) for one in chosen(pages[name])[:1]):
        answers = fetched(house, chromium, url)
        found = weights(answers)
        assert list(over(found, PUBLIC)) == [], url
        assert sum(found.values()) - found.get("image", 0) <= WITHOUT_PICTURES, url
        assert sum(found.values()) <= WITH_PICTURES, url
        assert len(answers) <= 12, url
        seen += 1
    assert seen >= 10


@pytest.mark.parametrize("path", LISTS)
def test_lists_of_the_office_keep_their_budgets(house: House, chromium: Browser, path: str) -> None:
    who = "galih" if path == "/lembaga/" else "yosefina"
    answers = fetched(house, chromium, house.office + path, who)
    found = weights(answers)

    assert list(over(found, OFFICE)) == []
    assert sum(found.values()) - found.get("image", 0) <= OFFICE_WITHOUT_PICTURES
    assert len(answers) <= 20
