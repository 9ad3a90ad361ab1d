"""Text from a word processor, pasted into the rich editor of a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from suluh.foundation.accounts.models import User
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import clock
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.rules.plainform import to_text
from suluh.newsroom.editorial.tests.makers import make_story
from tests.journeys import clipboard

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.browser,
]
# The browser's own clipboard, filled by a copy as a word processor fills it.
FILL = """([html, plain]) => addEventListener("copy", (event) => {
  event.clipboardData.setData("text/html", html);
  event.clipboardData.setData("text/plain", plain);
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true, once: true })"""


@pytest.fixture
def page(live_server: Any, chromium: Browser) -> Iterator[Page]:
    cast = make_house(clock.now())
    story = make_story(cast, by="alia", locales=())
    client = Client()
    client.force_login(User.objects.get(email=cast.emails["alia"]))
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page: Page = context.new_page()
    page.goto(f"{live_server.url}/naskah/{story.content_id}/id/editor/")
    page.wait_for_selector(".public-DraftEditor-content")
    page.fill("[name=title]", "Judul")
    page.locator(".public-DraftEditor-content").first.click()
    yield page
    context.close()


def paste(page: Page, html: str, plain: str = "kata polos") -> None:
    page.evaluate(FILL, [html, plain])
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")


def saved(page: Page, last: str) -> str:
    """Save once the last words have come; returns the body in the signs of the plain form."""
    page.locator(".public-DraftEditor-content", has_text=last).wait_for()
    page.locator("#w-editor-form button.btn--main").click()
    page.get_by_text("Disimpan sebagai versi 1").wait_for()
    return to_text(models.StoryText.objects.get().body)


def test_word(page):
    paste(page, clipboard.WORD)

    assert saved(page, "Penutup.").split("\n\n") == [
        "## Sumur pantau",
        "Dua puluh **sumur pantau** dibuka di *Kota Contoh*.",
        "[Peta sumur](https://contoh.example/sumur) dapat dibuka siapa saja.",
        "## Jadwal",
        "- Senin sampai Rabu\n- Kamis dan Jumat",
        "**Hari** | Jam",
        "Rabu | 09.00",
        "Penutup.",
    ]


def test_google_docs(page):
    paste(page, clipboard.DOCS)

    assert saved(page, "Penutup.").split("\n\n") == [
        "## Sumur pantau",
        "Dua puluh **sumur*** pantau* dibuka. [Peta](https://contoh.example/peta)",
        "- Satu\n- Anak satu\n- Dua",
        "1. Langkah pertama",
        "Hari | Jam",
        "Penutup.",
    ]


def test_libreoffice(page):
    paste(page, clipboard.LIBRE)

    assert saved(page, "Penutup.").split("\n\n") == [
        "### Sumur pantau",
        "Dua puluh **sumur** *pantau* dibuka.",
        "1. Langkah pertama",
        "- Anak langkah",
        "1. **Langkah kedua**",
        "Hari | Jam",
        "> Kutipan warga.",
        "[Humas](mailto:humas@contoh.example) menjawab.1",
        "Penutup.",
    ]


def test_words_copied_inside_the_editor_keep_what_they_have(page):
    page.keyboard.type("Dua ")
    page.keyboard.press("Control+b")
    page.keyboard.type("sumur")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.keyboard.press("End")
    page.keyboard.press("Control+v")

    assert saved(page, "sumurDua") == "Dua **sumur**Dua **sumur**"


def test_a_picture_alone_brings_its_words_or_nothing(page):
    image = '<img src="data:image/png;base64,iVBORw0KGgo=" alt="x">'
    paste(page, f"<html><body>{image}</body></html>", "")
    page.keyboard.type("Penutup.")

    assert saved(page, "Penutup.") == "Penutup."
