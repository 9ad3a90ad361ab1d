"""`make pictures`: runs the demo in a folder of its own and photographs it into docs/img/.

Needs Debian's Chromium. Takes minutes, because the demo tells fourteen months first.
"""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

TOP = Path(__file__).resolve().parents[1]
IMAGES = TOP / "docs" / "img"
CHROMIUM = "/usr/bin/chromium"
PATIENCE = 1200


def main() -> int:
    """Start the demo, or take one that runs (`--home FOLDER`), and photograph it."""
    if not Path(CHROMIUM).exists():
        sys.stderr.write("suluh: chromium is missing: apt-get install chromium\n")
        return 3
    IMAGES.mkdir(parents=True, exist_ok=True)
    if sys.argv[1:2] == ["--home"]:
        photograph(Path(sys.argv[2]))
        return 0
    with tempfile.TemporaryDirectory(prefix="suluh-pictures-") as folder, demo(Path(folder)):
        photograph(Path(folder))
    return 0


@contextmanager
def demo(home: Path) -> Iterator[None]:
    """Run `suluh demo` until everything is loaded; stop it afterwards."""
    environment = {**os.environ, "SULUH_HOME": str(home), "SULUH_PORT": str(free_port())}
    environment.pop("SULUH_DATABASE_URL", None)
    command = [sys.executable, "-m", "suluh.project.launcher", "demo"]
    running = subprocess.Popen(command, cwd=TOP, env=environment)
    try:
        until = time.monotonic() + PATIENCE
        while not (home / "demo-loaded").exists():
            if running.poll() is not None or time.monotonic() > until:
                raise SystemExit("suluh: the demo did not come up")
            time.sleep(1)
        wait_for_pages(home)
        yield
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(timeout=30)


def wait_for_pages(home: Path) -> None:
    """Wait until the home page has stopped changing: the worker bakes after loading."""
    url = json.loads((home / "demo.json").read_text("utf-8"))["public"] + "/id/"
    before, same = b"", 0
    while same < 5:
        with urllib.request.urlopen(url, timeout=10) as answer:
            page = answer.read()
        same, before = (same + 1 if page == before else 0), page
        time.sleep(2)


def free_port() -> int:
    """Return the first of two free ports that follow each other."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            if two.connect_ex(("127.0.0.1", port + 1)):
                return int(port)


def photograph(home: Path) -> None:
    """Take every picture of the README."""
    told = json.loads((home / "demo.json").read_text("utf-8"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        site(browser, told["public"])
        office(browser, told, home)
        browser.close()


def site(browser: Browser, public: str) -> None:
    """The public site: home in light, a story in dark, both on a phone."""
    with page_of(browser, 1280, 800) as page:
        show(page, public + "/id/")
        take(page, "site-home")
        story = first_story(page)
    with page_of(browser, 1280, 900, scheme="dark") as page:
        show(page, story)
        take(page, "site-story-dark")
    with page_of(browser, 390, 844) as page:
        show(page, story)
        take(page, "site-story-phone")


def first_story(page: Page) -> str:
    """Return the address of the first story on the home page."""
    found = page.locator("main a[href*='/id/20']").first.evaluate("link => link.href")
    return str(found)


def office(browser: Browser, told: dict, home: Path) -> None:
    """The workspace: the lists of the head of PR, the desk and the review of an editor."""
    with page_of(browser, 1280, 800) as page:
        sign_in(page, told, home, "yosefina")
        for name, path in (("texts", "/naskah/"), ("channels", "/kanal/")):
            show(page, told["office"] + path)
            take(page, f"office-{name}")
    with page_of(browser, 1280, 800) as page:
        sign_in(page, told, home, "nadira")
        show(page, told["office"] + "/")
        take(page, "office-desk")
        waits = page.locator("main a[href*='/telaah/']").first.evaluate("link => link.href")
        show(page, waits)
        take(page, "office-review")
    with page_of(browser, 390, 844) as page:
        sign_in(page, told, home, "siti")
        show(page, told["office"] + "/kegiatan/kirim/")
        take(page, "office-intake-phone")


def take(page: Page, name: str) -> None:
    """Photograph what is in view, in 256 colours: half the bytes, and nobody sees it."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(256, Image.Quantize.MAXCOVERAGE, 3, dither=Image.Dither.NONE).save(
        IMAGES / f"{name}.png", optimize=True
    )


def sign_in(page: Page, told: dict, home: Path, name: str) -> None:
    """Sign somebody in, with the second factor where there is one."""
    person = next(one for one in told["people"] if one["email"].startswith(name))
    show(page, told["office"] + "/")
    page.fill("input[name=login]", person["email"])
    page.fill("input[name=password]", person["password"])
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")
    if page.locator("input[name=code]").count():
        page.fill("input[name=code]", code(home, name))
        page.press("input[name=code]", "Enter")
        page.wait_for_load_state("networkidle")


def code(home: Path, name: str) -> str:
    """Ask the demo for somebody's second factor."""
    command = [sys.executable, "-m", "suluh.project.launcher", "demo", "code", name]
    environment = {**os.environ, "SULUH_HOME": str(home)}
    done = subprocess.run(
        command, cwd=TOP, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.split()[-1]


def show(page: Page, url: str) -> None:
    """Open a page and wait for its fonts."""
    answer = page.goto(url, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise SystemExit(f"suluh: {url} answered {answer.status if answer else 'nothing'}")
    page.evaluate("() => document.fonts.ready")


@contextmanager
def page_of(browser: Browser, width: int, height: int, scheme: str = "light") -> Iterator[Page]:
    """A page of one size and colour scheme, in Indonesian."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        locale="id-ID",
        device_scale_factor=1,
        reduced_motion="reduce",
    )
    try:
        yield context.new_page()
    finally:
        context.close()


if __name__ == "__main__":
    sys.exit(main())
