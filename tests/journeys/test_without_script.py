"""Everything public and every decision works in a browser whose script is switched off."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from proofs.client import totp
from tests.journeys.house import House

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.browser]

MAIN = "#main form button.btn--main"
TEXT = """Tambak garam Karangjati mulai panen

Karangjati, 17/11/2026 – Petani garam memanen bersama petugas kantor wilayah.

Panen pertama tahun ini seberat dua ton.
"""


def follow(page: Page, selector: str) -> None:
    """Click what leads to another page, and wait until that page is there."""
    with page.expect_navigation():
        page.locator(selector).first.click()


class People:
    """People of the house, each in a window of their own without script."""

    def __init__(self, house: House, browser: Browser) -> None:
        self.house, self.browser = house, browser
        self.windows: dict[str, Page] = {}

    def at(self, who: str, path: str) -> Page:
        """Open a page of the office as somebody, who signs in first."""
        if who not in self.windows:
            self.windows[who] = self.window()
            self._sign_in(who)
        page = self.windows[who]
        page.goto(self.house.office + path)
        return page

    def window(self) -> Page:
        """Return an empty window, as wide as a phone."""
        size = {"width": 390, "height": 844}
        return self.browser.new_context(
            java_script_enabled=False, locale="id-ID", viewport=size
        ).new_page()

    def _sign_in(self, who: str) -> None:
        page = self.windows[who]
        page.goto(self.house.office + "/")
        page.fill("[name=login]", self.house.people[who]["email"])
        page.fill("[name=password]", self.house.password)
        self.press(who, MAIN)

    def press(self, who: str, button: str) -> None:
        """Press a button; where the page asks for the second factor, give it."""
        page = self.windows[who]
        follow(page, button)
        for _try in range(3):
            field = page.query_selector("input[name=code]")
            if field is None:
                return
            field.fill(totp(self.house.people[who]["secret"]))
            follow(page, MAIN)
            if page.query_selector("input[name=code]"):  # each code works once
                time.sleep(30 - time.time() % 30)
        raise AssertionError(f"the second factor of {who} was not taken at {page.url}")


@pytest.fixture(scope="module")
def people(house: House, chromium: Browser) -> Iterator[People]:
    people = People(house, chromium)
    yield people
    for window in people.windows.values():
        window.context.close()


@pytest.fixture(scope="module")
def story(people: People) -> str:
    """A text that came in as a file, and was completed in the plain form."""
    page = people.at("nadira", "/naskah/impor/")
    page.set_input_files(
        "input[type=file]",
        files=[{"name": "garam.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}],
    )
    page.select_option("select[name=unit]", "KW03")
    people.press("nadira", MAIN)
    found = re.search(r"/naskah/([0-9a-z]{26})/", page.url)
    assert found, page.inner_text("main")
    page = people.at("nadira", f"/naskah/{found[1]}/id/")
    page.fill("[name=body]", page.input_value("[name=body]") + "\n\nKalimat tambahan.")
    people.press("nadira", "button[name=done]")
    page = people.at("nadira", f"/naskah/{found[1]}/id/")
    assert page.input_value("[name=body]").rstrip().endswith("Kalimat tambahan.")
    return found[1]


def submitted(people: People, story: str) -> str:
    """Submit a text; returns the address of its review."""
    page = people.at("nadira", f"/naskah/{story}/ajukan/")
    people.press("nadira", "button[name=submit]")
    page = people.at("nadira", f"/naskah/{story}/")
    link = page.locator("#main a[href*='/telaah/']").first.get_attribute("href")
    assert link
    return re.sub(r"(/telaah/[^/]+/).*", r"\1", link)


def test_an_activity_is_handed_in(people: People) -> None:
    page = people.at("siti", "/kegiatan/kirim/")
    page.fill("[name=what]", "Panen garam dimulai.")
    page.locator("label", has_text="Kemarin").click()
    page.check("[name=harmless]")
    people.press("siti", ".send-bar button")

    assert page.url.endswith("/terkirim/")
    assert "Panen garam dimulai." in people.at("siti", "/kegiatan/").inner_text("main")


def test_a_text_goes_the_whole_way(people: People, story: str) -> None:
    review = submitted(people, story)
    page = people.at("bagas", review)
    assert "Kalimat tambahan." in page.inner_text("main")
    follow(page, "a[href*='/kembalikan/']")
    page.fill("textarea[name=whole]", "Sebutkan berat panen tahun lalu.")
    people.press("bagas", MAIN)
    assert "berat panen" in people.at("nadira", f"/naskah/{story}/").inner_text("main")

    review = submitted(people, story)
    for who in ("bagas", "komang", "yosefina"):
        page = people.at(who, review)
        follow(page, "a[href*='/setujui/']")
        people.press(who, MAIN)
        assert "/setujui/" not in page.url, page.inner_text("main")


def test_a_time_is_set_and_a_public_text_is_withdrawn(people: People) -> None:
    page = people.at("yosefina", "/naskah/")
    follow(page, "#main tbody a:has-text('Peta genangan')")
    follow(page, "#main a[href*='/telaah/']")
    follow(page, "#main a[href*='/jadwal/']")
    page.fill("input[type=datetime-local]", "2039-01-02T06:30:00")
    people.press("yosefina", MAIN)
    assert "06:30" in page.inner_text("main") or "06.30" in page.inner_text("main")

    page = people.at("nadira", "/naskah/")
    follow(page, "#main tbody a:has-text('Tanggul Karangjati')")
    follow(page, "#main a[href*='/tarik/']")
    for area in page.query_selector_all("#main textarea, #main input[type=text]"):
        area.fill("Angka yang disebut keliru.")
    people.press("nadira", "#main form button.btn--bad")
    assert "/tarik/" not in page.url, page.inner_text("main")


def test_a_delivery_that_waits_is_decided(people: People) -> None:
    page = people.at("yosefina", "/kanal/")
    follow(page, "#main a[href='?lihat=menunggu']")
    others = "".join(f":not([href*='{one}'])" for one in ("/pelanggan/", "/saluran/", ".csv"))
    follow(page, f"#main a[href^='/kanal/']{others}")
    follow(page, "#main a[href*='/putuskan/']")
    people.press("yosefina", "#main form button.btn--main, #main form button.btn--bad")
    assert "/putuskan/" not in page.url, page.inner_text("main")


@pytest.mark.parametrize("path", ["/", "/naskah/", "/kegiatan/", "/kanal/", "/foto/"])
def test_lists_are_there(people: People, path: str) -> None:
    page = people.at("yosefina", path)

    assert page.locator("#main a").count() > 2
    assert page.locator("#main h1").count() == 1


def test_the_menu_and_the_palette_are_pages_too(people: People) -> None:
    page = people.at("yosefina", "/")
    page.click(".tabbar a[href='#menu']")
    assert page.locator("#menu a").first.is_visible()
    page = people.at("yosefina", "/")
    page.click("[data-palette]")
    page.fill("input[name=q]", "channel")
    with page.expect_navigation():
        page.press("input[name=q]", "Enter")
    assert page.locator("#main a[href='/kanal/']").count() == 1


def test_a_reader_reads_writes_and_subscribes(people: People, house: House) -> None:
    page = people.window()
    page.goto(f"{house.public}/id/")
    follow(page, "main a[href*='/id/20']")
    assert page.locator("main h1").count() == 1
    page.goto(f"{house.public}/id/kontak/")
    follow(page, "main form button:not([type=reset])")
    assert page.locator("main [aria-invalid=true]").count() > 0
    for field in page.query_selector_all("main [aria-invalid=true]"):
        kind = field.get_attribute("type")
        field.fill("warga@luar.example" if kind == "email" else "Pertanyaan tentang tarif uji air.")
    follow(page, "main form button:not([type=reset])")
    assert page.url.endswith("/terkirim/"), page.inner_text("main")
    page.goto(f"{house.public}/id/langganan/")
    page.fill("main [name=email]", "pembaca@luar.example")
    page.check("main [name=consent]")
    follow(page, "main form button:not([type=reset])")
    assert page.url.endswith("/terkirim/"), page.inner_text("main")


def test_links_in_letters_ask_before_they_act(people: People, house: House) -> None:
    page = people.window()
    for part in ("/langganan/", "/berhenti/"):
        link = next(one for one in house.links if part in one)
        page.goto(link)
        follow(page, "main form button:not([type=reset])")
        assert page.locator("main [aria-invalid=true], main form").count() == 0, link
