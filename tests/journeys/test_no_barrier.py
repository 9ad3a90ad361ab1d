"""axe finds nothing, and nothing spills over, on any page of ours, whoever looks at it.

The pages come from the route table: everybody of the small house follows every link, so that a
new page is looked at without anybody remembering it. An address that shows no page needs a reason
in NO_PAGE. Each page is looked at in one of the four looks, chosen by its address; with
SULUH_LOOKS=all in all four.
"""

import hashlib
import os
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.house import House
from tests.journeys.visiting import Found, Walk, baked, chosen

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.browser]

NO_PAGE = {
    "office /foto/unggahan/<uuid:upload_id>/": "answers a script how much of a photo has come",
    "public /": "leads to the home page in the reader's language",
}
# Pages that the editor's library draws: looked at and printed, not judged.
NOT_OURS = ("/editor/",)
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (320, 1280)]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# The page, and the part of it that scrolls in the office.
SPILLS = """() => {
  const main = document.getElementById("main");
  return document.documentElement.scrollWidth > innerWidth
    || Boolean(main && main.scrollWidth > main.clientWidth);
}"""
# Cells whose words reach into the next column: what is clipped on purpose does not.
REACHES = """() => [...document.querySelectorAll("th, td")]
  .filter((cell) => cell.offsetParent && cell.scrollWidth > cell.clientWidth + 1)
  .map((cell) => cell.innerText.trim().slice(0, 60))"""
TABLE_WIDTHS = (768, 1280)


class Place(NamedTuple):
    """A page to be looked at."""

    name: str
    page: Found


@pytest.fixture(scope="module")
def walk(house: House) -> Walk:
    cookies = {key: one["session"] for key, one in house.people.items()} | {"": ""}
    walk = Walk(house.origins, cookies, house.routes)
    for who in cookies:
        walk.walk(who, [f"{house.office}/", f"{house.public}/t/id/kontak/"])
    walk.walk("nadira", [one for one in house.links if "/komentar/" in one])
    walk.walk("nobody", house.links)  # a link for a new password signs others out
    for route in walk.unseen():
        walk.fill([*house.people], route)
    return walk


def test_every_address_shows_a_page_or_says_why_not(walk: Walk) -> None:
    assert {route.key for route in walk.unseen()} == set(NO_PAGE)


def test_no_page_has_a_barrier_or_spills_over(house: House, walk: Walk, chromium: Browser) -> None:
    wrong = []
    with Eyes(house, chromium) as eyes:
        for place in places(house, walk):
            seen = [f"{place.name} as {place.page.who}: {one}" for one in eyes.look(place.page)]
            if place.name.endswith(NOT_OURS):
                print(*seen, sep="\n")
            else:
                wrong += seen
    assert not wrong, "\n".join(wrong)


def places(house: House, walk: Walk) -> Iterator[Place]:
    """Yield the pages to be looked at, a few of each address."""
    found = {**walk.found, **baked(house.home / "public", house.public)}
    for name in sorted(found):
        for page in chosen(found[name]):
            yield Place(name, page)


class Eyes:
    """Somebody who looks at pages as anybody of the house, in light and dark, wide and narrow."""

    def __init__(self, house: House, browser: Browser) -> None:
        self.house, self.browser, self.axe = house, browser, Axe()
        self.windows: dict[str, Page] = {}

    def __enter__(self) -> "Eyes":
        return self

    def __exit__(self, *_wrong: object) -> None:
        for window in self.windows.values():
            window.context.close()

    def look(self, page: Found) -> Iterator[str]:
        """Yield what is wrong with a page."""
        window = self.window(page.who)
        window.set_viewport_size({"width": 320, "height": 800})
        answer = window.goto(page.url, wait_until="load")
        if answer is None or answer.status >= 400:
            yield f"{page.url} answers {answer and answer.status}"
            return
        if window.evaluate(SPILLS):
            yield f"{page.url} is wider than 320 px"
        for width in TABLE_WIDTHS if window.query_selector("td") else ():
            window.set_viewport_size({"width": width, "height": 800})
            if window.evaluate(SPILLS):
                yield f"{page.url} is wider than {width} px"
            for words in window.evaluate(REACHES):
                yield f"{page.url} {width}: “{words}” reaches into the next column"
        for scheme, width in looks(page.url):
            window.set_viewport_size({"width": width, "height": 800})
            window.emulate_media(color_scheme=scheme)
            for one in self.axe.run(window, options=RULES).response["violations"]:
                yield f"{page.url} {scheme} {width}: {one['id']} {nodes(one)}"

    def window(self, who: str) -> Page:
        """Return the window of a person."""
        if who not in self.windows:
            context = self.browser.new_context(locale="id-ID", reduced_motion="reduce")
            if who:
                context.add_cookies([self.house.session(who)])
            self.windows[who] = context.new_page()
        return self.windows[who]


def looks(url: str) -> list[Any]:
    """Return the looks in which a page is judged."""
    if os.environ.get("SULUH_LOOKS") == "all":
        return LOOKS
    path = url.split("/", 3)[3]
    return [LOOKS[hashlib.sha256(path.encode()).digest()[0] % len(LOOKS)]]


def nodes(violation: dict[str, Any]) -> list[str]:
    """Return the first elements that break a rule."""
    return [node["html"][:160] for node in violation["nodes"]][:3]
