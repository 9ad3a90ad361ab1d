"""Handing in on a phone, in a real browser: draft, broken line, consent, and axe on every page."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route

from suluh.foundation.accounts.models import User
from suluh.newsroom.assets import operations as assets
from suluh.newsroom.assets.tests.makers import NOW, house, jpeg, person
from suluh.newsroom.planning import models, operations
from suluh.newsroom.planning.rules import Draft

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.browser,
]


@pytest.fixture
def people(settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    house()
    yance = person("yance.rumbiak@lpsn.example", "RANTI", "contributor")
    return {"yance": yance, "nadira": person("nadira.paramesti@lpsn.example", "RANTI", "editor")}


def session_of(actor) -> str:
    client = Client()
    client.force_login(User.objects.get(id=actor.user_id))
    return client.cookies["sessionid"].value


@pytest.fixture
def phone(live_server, chromium) -> Iterator[Callable[..., Page]]:
    """Return how to open a page of the office as one person, on a phone's screen."""
    made: list[BrowserContext] = []

    def opened(actor, **how) -> Page:
        context = chromium.new_context(viewport={"width": 360, "height": 780}, **how)
        made.append(context)
        session = {"name": "sessionid", "value": session_of(actor), "url": live_server.url}
        context.add_cookies([session])
        return context.new_page()

    yield opened
    for context in made:
        context.close()


def test_words_survive_a_closed_page_and_photos_a_broken_line(people, live_server, phone) -> None:
    photo = {
        "name": "a.jpg",
        "mimeType": "image/jpeg",
        "buffer": jpeg(2400, 1600) + bytes(1_200_000),
    }
    page = phone(people["yance"])
    page.goto(f"{live_server.url}/kegiatan/kirim/")
    page.fill("[name=what]", "Tiga puluh guru belajar membaca peringatan rob.")
    page.locator("label", has_text="Kemarin").click()
    page.wait_for_selector("[data-saved]:not(:empty)")
    page.goto("about:blank")

    page.goto(f"{live_server.url}/kegiatan/kirim/")
    page.wait_for_selector("[data-saved]:not(:empty)")
    assert page.input_value("[name=what]").startswith("Tiga puluh guru")
    assert page.is_checked("[name=when][value=yesterday]")
    pieces = []

    def break_once(route: Route) -> None:
        if route.request.method == "PATCH":
            pieces.append(route.request.headers["upload-offset"])
            if len(pieces) == 2:
                route.abort()
                return
        route.continue_()

    page.route("**/foto/unggahan/**", break_once)
    page.set_input_files("#id_photos", files=[photo])
    page.wait_for_selector(".shot img")
    assert pieces[:3] == ["0", "1048576", "1048576"]
    page.check("[name=harmless]")
    page.click(".send-bar button")
    page.wait_for_url("**/terkirim/")
    assert page.evaluate("localStorage.length") == 0
    page.locator("a", has_text="Jawab").click()
    page.locator("label", has_text="Ada anak di foto").click()
    page.fill("[name=guardian]", "Ibu Sari")
    page.fill("[name=guardian_date]", "2026-11-20")
    page.locator("button", has_text="Simpan").click()
    page.wait_for_url("**/terkirim/")


def test_a_photo_goes_on_where_a_closed_page_left_it(people, live_server, phone, tmp_path) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(jpeg(2400, 1600) + bytes(2_400_000))
    page = phone(people["yance"])
    page.goto(f"{live_server.url}/kegiatan/kirim/")
    pieces: list[str] = []

    def hang_up(route: Route) -> None:
        if route.request.method == "PATCH":
            pieces.append(route.request.headers["upload-offset"])
            if len(pieces) == 2:
                return  # never answered: the phone was put away
        route.continue_()

    page.route("**/foto/unggahan/**", hang_up)
    with page.expect_request(lambda one: one.headers.get("upload-offset") == "1048576"):
        page.set_input_files("#id_photos", str(photo))
    page.goto("about:blank")

    page.goto(f"{live_server.url}/kegiatan/kirim/")
    page.set_input_files("#id_photos", str(photo))
    page.wait_for_selector(".shot img")
    assert pieces[:3] == ["0", "1048576", "1048576"]
    page.wait_for_selector("[data-saved]:not(:empty)")

    page.goto(f"{live_server.url}/kegiatan/kirim/")
    assert page.get_attribute(".shot img", "alt") == "a.jpg"
    page.fill("[name=what]", "Perahu diperiksa.")
    page.check("[name=harmless]")
    page.click(".send-bar button")
    page.wait_for_url("**/terkirim/")
    assert page.locator(".shot img").count() == 1
    assert page.evaluate("localStorage.length") == 0


def test_photos_chosen_in_two_goes_all_arrive_before_the_form_is_sent(
    people, live_server, phone
) -> None:
    page = phone(people["yance"])
    page.goto(f"{live_server.url}/kegiatan/kirim/")
    page.fill("[name=what]", "Dua puluh perahu diperiksa.")
    page.check("[name=harmless]")

    for size in (300, 301):
        photos = [
            {"name": f"{size}-{n}.jpg", "mimeType": "image/jpeg", "buffer": jpeg(size, 200 + n)}
            for n in range(2)
        ]
        page.set_input_files("#id_photos", files=photos)
    page.click(".send-bar button")

    page.wait_for_url("**/terkirim/")
    assert page.locator(".shot img").count() == 4


def test_without_script_the_same_form_hands_in(people, live_server, phone) -> None:
    page = phone(people["yance"], java_script_enabled=False)
    page.goto(f"{live_server.url}/kegiatan/kirim/")
    page.locator("summary").first.click()
    page.fill("[name=pasted]", "*Panen garam* dimulai.\nTempat: Tambak Karangjati\nSisa")
    page.click("button[name=act]")

    assert page.input_value("[name=what]") == "Panen garam dimulai."
    assert page.input_value("[name=place]") == "Tambak Karangjati"
    page.set_input_files(
        "#id_photos", files=[{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg(400)}]
    )
    page.check("[name=harmless]")
    page.click(".send-bar button")
    assert page.url.endswith("/terkirim/")
    assert page.locator(".shot img").count() == 1


def test_no_page_has_a_barrier_or_spills_over(people, live_server, phone) -> None:
    picture = assets.upload_picture(
        actor=people["yance"], unit_code="RANTI", data=jpeg(900, 600), filename="a.jpg", now=NOW
    )
    draft = Draft(
        "Panen garam dimulai", date(2026, 11, 19), "Tambak", "*a*\n- b", pictures=(picture.id,)
    )
    operations.hand_in_activity(actor=people["yance"], unit_code="RANTI", draft=draft, now=NOW)
    at = models.Activity.objects.get().id
    paths = ["kegiatan/", "kegiatan/kirim/", "foto/", "foto/unggah/", f"foto/{picture.id}/"]
    paths += [f"kegiatan/{at}/{page}" for page in ("", "terkirim/", "tutup/", "foto/")]

    for scheme in ("light", "dark"):
        for width in (320, 1280):
            page = phone(people["nadira"], color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            for path in paths:
                answer = page.goto(f"{live_server.url}/{path}")
                assert answer is not None
                assert answer.status == 200, path
                found = Axe().run(page).response["violations"]
                seen = [(one["id"], node["html"]) for one in found for node in one["nodes"]]
                assert seen == [], (path, width, scheme)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
