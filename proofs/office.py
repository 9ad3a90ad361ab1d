"""The office in a real browser, as its people use it."""

import time
from typing import Any

from proofs.client import totp
from proofs.house import PASSWORD, House

CHROMIUM = "/usr/bin/chromium"
LAUNCH = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Office:
    """People in browsers: each signs in once and keeps their window."""

    def __init__(self, house: House, browser: Any) -> None:
        self.house = house
        self.browser = browser
        self.windows: dict[tuple[str, bool], Any] = {}

    def page(self, email: str, *, phone: bool = False) -> Any:
        """Return a window of a person, signed in with password and second factor."""
        if (email, phone) not in self.windows:
            size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
            if email not in self.house.secrets:
                self.house.enter(email)
            context = self.browser.new_context(viewport=size, locale="id-ID")
            page = context.new_page()
            page.goto(self.house.office + "/akun/login/")
            page.fill("[name=login]", email)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_load_state()
            self._code(page, email)
            self.windows[email, phone] = page
        return self.windows[email, phone]

    def _code(self, page: Any, email: str) -> None:
        """Give the second factor where a page asks for it; a used code waits for the next one."""
        for off in (0, 30, -30, 60):
            field = page.query_selector("input[name=code]")
            if field is None:
                return
            if off == 60:
                time.sleep(30)
            field.fill(totp(self.house.secrets[email], time.time() + (0 if off == 60 else off)))
            field.press("Enter")
            page.wait_for_load_state()
        raise LookupError(f"the second factor of {email} was not taken")

    def press(self, page: Any, selector: str, email: str) -> None:
        """Press a button, and give the second factor if the page asks for it then."""
        page.click(selector)
        page.wait_for_load_state()
        self._code(page, email)
