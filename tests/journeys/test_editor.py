"""The rich editor in a real browser: what is opened keeps its bytes, what is typed is kept."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page

from suluh.foundation.accounts.models import User
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import canonical, clock
from suluh.newsroom.editorial import models, operations
from suluh.newsroom.editorial.operations.importing import import_story
from suluh.newsroom.editorial.tests.makers import make_story

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.browser,
]
TEXTS = Path(__file__).parents[2] / "src/suluh/newsroom/editorial/tests/texts"
IMPORTED = ("lomba-chat", "sertipikat", "weather-map")
RICH = canonical.body_part(
    [
        {"t": "h2", "r": [["Jadwal 😀 pembukaan", "", ""]]},
        {"t": "p", "r": [["Dua puluh ", "", ""], ["su", "b", "https://contoh.example/a(b)"],
                         ["mur", "bi", "https://contoh.example/a(b)"], [" dibuka.", "", ""]]},
        {"t": "list", "o": False, "i": [[["satu 𝒳", "", ""]], [["dua", "i", "mailto:a@b.id"]]]},
        {"t": "list", "o": False, "i": [[["tiga", "", "file:2"]]]},
        {"t": "list", "o": True, "i": [[["empat", "", "tel:+62-21"]]]},
        {"t": "table", "head": 1, "c": [[[["Hari", "", ""]], []], [[["Rabu|*", "b", ""]], []]]},
        {"t": "h3", "r": [["Rincian", "", "content:0123456789abcdefghjkmnpqrs"]]},
        {"t": "quote", "r": [["Terima kasih.", "", ""]]},
    ]
)  # fmt: skip


@pytest.fixture
def cast():
    return make_house(clock.now())


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def page(cast, live_server, chromium, asked) -> Iterator[Page]:
    client = Client()
    client.force_login(User.objects.get(email=cast.emails["alia"]))
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page: Page = context.new_page()
    page.set_default_timeout(30_000)
    page.on("request", lambda one: asked.append(urlsplit(one.url).netloc))
    yield page
    context.close()


def open_editor(page: Page, live_server, content_id: str, locale: str) -> None:
    page.goto(f"{live_server.url}/naskah/{content_id}/{locale}/editor/")
    page.wait_for_selector(".public-DraftEditor-content")


def editables(page: Page):
    return page.locator(".public-DraftEditor-content")


def let_the_script_write_every_text_again(page: Page) -> None:
    """Type a sign and take it back in each text: what is sent is the browser's own state."""
    for at in range(editables(page).count()):
        editables(page).nth(at).click()
        page.keyboard.press("Control+End")
        page.keyboard.type("x")
        page.keyboard.press("Backspace")
    page.wait_for_function(
        """() => [...document.querySelectorAll('input[name$="-value"]')]
            .filter((one) => one.closest('[data-streamfield-widget]'))
            .every((one) => one.value.includes('"data":{}'))"""
    )


def save(page: Page) -> None:
    page.locator("#w-editor-form button.btn--main").click()
    page.wait_for_selector(".messages, .note--ok, [role=status]")
    page.wait_for_load_state("networkidle")


def stored(content_id: str) -> list[tuple[str, int, bytes]]:
    texts = models.StoryText.objects.filter(story__content_id=content_id)
    return [(one.locale, one.version, canonical.part_bytes("body", one.body)) for one in texts]


def test_opened_and_saved_unchanged_every_text_keeps_its_bytes(cast, live_server, page, asked):
    actor = cast.actor("alia")
    stories = [
        import_story(
            actor=actor, unit_code="KW1", filename=f"{name}.txt",
            data=(TEXTS / f"{name}.txt").read_bytes(), now=cast.now,
        ).content_id
        for name in IMPORTED
    ]  # fmt: skip
    rich = make_story(cast, by="alia")
    draft = operations.TextDraft("id", "Judul", "Teras", RICH, (), 1)
    operations.save_text(actor=actor, content_id=rich.content_id, draft=draft, now=cast.now)

    for content_id in [*stories, rich.content_id]:
        before = stored(content_id)
        open_editor(page, live_server, content_id, before[0][0])
        let_the_script_write_every_text_again(page)
        save(page)

        assert stored(content_id) == before
    assert set(asked) == {urlsplit(live_server.url).netloc}


def test_what_is_typed_is_kept_then_saved(cast, live_server, page):
    story = make_story(cast, by="alia", locales=())
    open_editor(page, live_server, story.content_id, "id")
    page.fill("[name=title]", "Sumur pantau dibuka")
    editables(page).first.click()
    keys = page.keyboard
    keys.type("## Jadwal")
    keys.press("Enter")
    keys.type("Dua ")
    keys.press("Control+b")
    keys.type("sumur")
    keys.press("Control+b")
    keys.type(" dibuka")
    keys.press("Enter")
    keys.type("Laman")
    keys.press("Shift+Home")
    keys.press("Control+k")
    page.fill("#link-url", "http://contoh.example")
    page.locator("#link-dialog button[value=set]").click()
    assert page.locator("#link-wrong").is_visible()
    page.fill("#link-url", f"{live_server.url}/naskah/{story.content_id}/")
    page.locator("#link-dialog button[value=set]").click()
    page.locator("[data-kept]", has_text="terjaga").wait_for()
    assert not models.StoryText.objects.exists()

    page.reload()
    page.wait_for_selector(".public-DraftEditor-content")
    page.locator("#w-editor-form button.btn--main").click()
    page.get_by_text("Disimpan sebagai versi 1").wait_for()

    assert models.StoryText.objects.get().body["blocks"] == [
        {"t": "h2", "r": [["Jadwal", "", ""]]},
        {"t": "p", "r": [["Dua ", "", ""], ["sumur", "b", ""], [" dibuka", "", ""]]},
        {"t": "p", "r": [["Laman", "", f"content:{story.content_id}"]]},
    ]
    assert not models.UnsavedText.objects.exists()


def test_words_of_the_first_second_are_kept_too(cast, live_server, page):
    story = make_story(cast, by="alia", locales=())
    open_editor(page, live_server, story.content_id, "id")
    page.fill("[name=title]", "Sumur pantau dibuka")
    page.locator("[data-kept]", has_text="terjaga").wait_for()

    assert models.UnsavedText.objects.get().words["title"] == "Sumur pantau dibuka"


def test_nothing_is_kept_where_nothing_was_written(cast, live_server, page):
    story = make_story(cast, by="alia", locales=())
    with page.expect_event("console", lambda one: one.text == "settled"):
        page.add_init_script(
            "addEventListener('w-unsaved:watch-edits', () => console.log('settled'), true)"
        )
        open_editor(page, live_server, story.content_id, "id")
        page.locator("[name=title]").click()
    page.wait_for_timeout(1200)  # two of the script's looks for changes

    assert not models.UnsavedText.objects.exists()


def test_the_page_has_no_barrier_and_spills_nowhere(cast, live_server, page):
    story = make_story(cast, by="alia")
    draft = operations.TextDraft("id", "Judul", "Teras", RICH, (), 1)
    operations.save_text(
        actor=cast.actor("alia"), content_id=story.content_id, draft=draft, now=cast.now
    )
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            open_editor(page, live_server, story.content_id, "id")
            found = Axe().run(page).response["violations"]
            seen = [(one["id"], node["html"][:200]) for one in found for node in one["nodes"]]

            assert seen == [], (width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
