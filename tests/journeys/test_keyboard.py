"""A reviewer's day with nothing but Tab, Enter and Space: every focus is seen, none is a trap."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Page

from suluh.foundation.accounts.models import User
from suluh.foundation.org.tests.makers import Cast, make_house
from suluh.kernel import clock
from suluh.newsroom.editorial import models, operations
from suluh.newsroom.editorial.tests.makers import load_example, make_story

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.browser,
]
PASSWORD = "sandi-untuk-uji-saja"
MOST = 120
# What has the focus, whether that is seen (an outline on it or its label, or the palette's line),
# whether all of it lies outside or under something, whether it takes its turn before others.
FOCUS = """async () => {
  const next = () => new Promise((done) => requestAnimationFrame(done));
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const drawn = (other) => {
    const found = getComputedStyle(other);
    return found.outlineStyle !== "none" && parseFloat(found.outlineWidth) >= 2;
  };
  const palette = one.closest(".palette-in");
  const seen = [one, ...(one.labels || [])].some(drawn)
    || (palette && getComputedStyle(palette).boxShadow !== "none");
  const box = one.getBoundingClientRect();
  const small = box.height < innerHeight && box.width > 1;
  const covered = () => {
    const now = one.getBoundingClientRect();
    const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
    const over = document.elementFromPoint(
      middle(now.left, now.right, innerWidth), middle(now.top, now.bottom, innerHeight));
    return !(over && (one.contains(over) || over.contains(one)));
  };
  for (let turn = 0; turn < 30 && small && covered(); turn += 1) await next();  // it scrolls
  one.dataset.turn ||= String(++window.turns || (window.turns = 1));
  return { what: one.outerHTML.slice(0, 160), turn: one.dataset.turn, seen,
    covered: small && covered(), positive: one.tabIndex > 0 };
}"""


class Keys:
    """Somebody who has no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab(self, keys: str = "Tab") -> dict[str, Any] | None:
        """Go one step and look at the focus."""
        self.page.keyboard.press(keys)
        found: dict[str, Any] | None = self.page.evaluate(FOCUS)
        if found:
            assert found["seen"], f"no focus is seen at {self.page.url}: {found['what']}"
            assert not found["covered"], f"covered at {self.page.url}: {found['what']}"
            assert not found["positive"], found["what"]
        return found

    def to(self, selector: str) -> None:
        """Go on until something has the focus."""
        for _step in range(MOST):
            self.tab()
            if self.page.evaluate("(one) => document.activeElement?.matches(one)", selector):
                return
        raise AssertionError(f"Tab never comes to {selector} at {self.page.url}")

    def open(self, selector: str, key: str = "Enter") -> None:
        """Go there and press; the next page is there afterwards."""
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def round(self) -> list[str]:
        """Go once round the page from its beginning; returns the turns. A trap never ends."""
        self.page.reload()
        turns: list[str] = []
        for _step in range(MOST):
            found = self.tab()
            if found is None or (turns and found["turn"] == turns[0]):
                return turns
            if turns and found["turn"] == turns[-1] and 'type="date' in found["what"]:
                continue  # day, month and year are stops of one field
            assert found["turn"] not in turns, f"a trap at {self.page.url}: {found['what']}"
            turns.append(found["turn"])
        raise AssertionError(f"Tab goes nowhere at {self.page.url}")


@pytest.fixture
def cast() -> Cast:
    cast = make_house(clock.now())
    load_example(cast)
    return cast


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="id-ID")
    page: Page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def code(secret: str) -> str:
    cache.clear()  # the same code twice within its half minute
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"


def grow_old(page: Page) -> None:
    """Let the second factor have been given a quarter of an hour ago."""
    key = next(one["value"] for one in page.context.cookies() if one["name"] == "sessionid")
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    session["account_authentication_methods"] = [
        dict(one, at=one["at"] - 900) for one in session["account_authentication_methods"]
    ]
    session.save()


def submitted(cast: Cast) -> models.Copy:
    story = make_story(cast)
    return operations.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",),
        purpose="publish", now=clock.now(),
    )  # fmt: skip


def test_a_reviewer_signs_one_text_and_returns_another(cast, live_server, page):
    first, second = submitted(cast), submitted(cast)
    bram = User.objects.get(email=cast.emails["bram"])
    secret = generate_totp_secret()
    TOTP.activate(bram, secret)
    keys = Keys(page)

    page.goto(live_server.url)
    keys.to("[name=login]")
    page.keyboard.type(bram.email)
    keys.to("[name=password]")
    page.keyboard.type(PASSWORD)
    keys.open("form button.btn--main", key="Space")
    keys.to("[name=code]")
    page.keyboard.type(code(secret))
    with page.expect_navigation():
        page.keyboard.press("Enter")

    keys.open(f"main a[href*='/telaah/{first.id}/']")
    assert len(keys.round()) > 10
    page.reload()
    keys.open("a[href*='/setujui/']")
    grow_old(page)
    keys.open("form button.btn--main", key="Space")
    keys.to("[name=code]")
    page.keyboard.type(code(secret))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_text("Terima kasih").wait_for()
    first.refresh_from_db()
    assert first.sign_offs.filter(person__email=bram.email).exists()

    keys.open("a[href='/']")
    keys.open(f"main a[href*='/telaah/{second.id}/']")
    keys.open("a[href*='/kembalikan/']")
    keys.to("summary")
    page.keyboard.press("Enter")
    keys.to("textarea[name*=title]")
    page.keyboard.type("Judulnya kurang jelas.")
    keys.open("form button.btn--main")
    second.refresh_from_db()
    assert second.state == "returned"
    note = models.Comment.objects.get()
    assert (note.part, note.text) == ("title", "Judulnya kurang jelas.")


def signed_in(page: Page, live_server: Any, cast: Cast, name: str) -> Keys:
    client = Client()
    client.force_login(User.objects.get(email=cast.emails[name]))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return Keys(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_of_a_text_can_be_walked_round(cast, live_server, page, width):
    story, copy = make_story(cast), submitted(cast)
    page.set_viewport_size({"width": width, "height": 800})
    keys = signed_in(page, live_server, cast, "alia")

    for address in (
        "/", "/naskah/", f"/naskah/{story.content_id}/", f"/naskah/{story.content_id}/id/",
        f"/naskah/{story.content_id}/id/baca/", f"/naskah/{story.content_id}/id/versi/",
        f"/naskah/{story.content_id}/fakta/", f"/telaah/{copy.id}/",
    ):  # fmt: skip
        page.goto(live_server.url + address)
        assert len(keys.round()) > 5


def test_the_first_stop_leads_past_the_frame(cast, live_server, page):
    story = make_story(cast)
    keys = signed_in(page, live_server, cast, "alia")
    page.goto(f"{live_server.url}/naskah/{story.content_id}/")

    keys.tab()
    assert page.evaluate("document.activeElement.matches('.skip')")
    page.keyboard.press("Enter")
    keys.tab()

    assert page.evaluate("document.activeElement.closest('#main') !== null")


def test_dialogs_give_the_focus_back(cast, live_server, page):
    story = make_story(cast)
    keys = signed_in(page, live_server, cast, "alia")
    page.goto(f"{live_server.url}/naskah/{story.content_id}/")
    link = f"main a[href$='/{story.content_id}/fakta/']"
    here = "(one) => document.activeElement.matches(one)"

    keys.to(link)
    page.keyboard.press("?")
    page.locator("#keys[open]").wait_for()
    assert page.evaluate("document.activeElement.closest('#keys') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate(here, link)

    page.goto(f"{live_server.url}/naskah/{story.content_id}/id/editor/")
    page.wait_for_selector(".public-DraftEditor-content")
    keys.to(".public-DraftEditor-content")
    page.keyboard.press("Control+k")
    page.locator("#link-dialog[open]").wait_for()
    keys.tab()
    page.keyboard.press("Escape")
    page.locator("#link-dialog:not([open])").wait_for(state="attached")
    page.wait_for_function(here, arg=".public-DraftEditor-content")
