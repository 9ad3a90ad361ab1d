"""Reading a text with its comments in a real browser: the way to comment never disturbs it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from suluh.foundation.accounts.models import User
from suluh.foundation.org.tests.makers import Cast, make_house
from suluh.kernel import clock
from suluh.newsroom.editorial import operations
from suluh.newsroom.editorial.operations.commenting import Remark, write_comment
from suluh.newsroom.editorial.tests.makers import body, make_story

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.browser,
]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# Where every paragraph stands, with and without the links beside it.
PLACES = """() => [...document.querySelectorAll('.part > :not(.say, .thread)')]
    .map((one) => one.getBoundingClientRect()).map((one) => [one.x, one.y, one.width])"""


@pytest.fixture
def cast() -> Cast:
    return make_house(clock.now())


@pytest.fixture
def address(cast: Cast, live_server: Any) -> str:
    """A text of three paragraphs, the second with a comment."""
    story, alia = make_story(cast), cast.actor("alia")
    words = body("Alinea satu.", "Alinea dua.", "Alinea tiga yang panjang sekali. " * 12)
    draft = operations.TextDraft("id", "Judul", "Teras", words, (), 1)
    operations.save_text(actor=alia, content_id=story.content_id, draft=draft, now=cast.now)
    remark = Remark("Sudah dicek?", locale="id", part="body", place=1, passage="Alinea dua.")
    write_comment(actor=alia, content_id=story.content_id, remark=remark, now=cast.now)
    return f"{live_server.url}/naskah/{story.content_id}/id/baca/"


@pytest.fixture
def pages(cast: Cast, live_server: Any, chromium: Browser) -> Iterator[Any]:
    client = Client()
    client.force_login(User.objects.get(email=cast.emails["alia"]))
    session = client.cookies["sessionid"].value
    contexts = []

    def opened(address: str, **more: Any) -> Page:
        context = chromium.new_context(**more)
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page: Page = context.new_page()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


def opacity(page: Page, place: int) -> str:
    found = page.locator(".say--part").nth(place)
    return str(found.evaluate("(one) => getComputedStyle(one).opacity"))


@pytest.mark.parametrize("script", [True, False])
def test_with_a_mouse_the_way_to_comment_is_seen_where_one_points_or_talks(pages, address, script):
    page = pages(address, viewport=WIDE, java_script_enabled=script)
    title, _lead, first, second, third = range(5)

    page.mouse.move(5, 5)
    assert [opacity(page, one) for one in (title, first, second, third)] == ["0", "0", "1", "0"]
    page.locator(".part").nth(first).hover()
    assert opacity(page, first) == "1"
    page.get_by_role("link", name="Komentar atas: teks, alinea 3").focus()
    assert (opacity(page, first), opacity(page, third)) == ("1", "1")
    link = page.locator(".say--part a").nth(third).bounding_box()
    text = page.get_by_text("Alinea tiga").bounding_box()
    assert link["x"] >= text["x"] + text["width"]
    assert abs(link["y"] - text["y"]) < link["height"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/komentar/baru/?**letak=2")


def test_on_a_touch_screen_it_is_always_there_and_large_enough(pages, address):
    page = pages(address, viewport=PHONE, has_touch=True, is_mobile=True)

    for one in page.locator(".say--part a").all():
        box = one.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        assert box["x"] + box["width"] <= 360
    assert {opacity(page, one) for one in range(5)} == {"1"}


@pytest.mark.parametrize("viewport", [WIDE, PHONE])
def test_the_text_stands_where_it_would_stand_without_it(pages, address, viewport):
    page = pages(address, viewport=viewport)

    before = page.evaluate(PLACES)
    page.evaluate("document.querySelectorAll('.say--part').forEach((one) => one.remove())")

    assert page.evaluate(PLACES) == before
