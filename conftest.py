"""Tests that lack a server or a program are deselected by `needs(...)` and listed at the end."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

# How long an example takes on a busy machine is no fault of what it examines.
hypothesis.settings.register_profile("suluh", deadline=None)
hypothesis.settings.load_profile("suluh")
CHROMIUM = "/usr/bin/chromium"
LAUNCH = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def _answers(port: int) -> bool:
    with socket.socket() as made:
        made.settimeout(0.5)
        return made.connect_ex(("127.0.0.1", port)) == 0


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


NEEDS: dict[str, tuple[Callable[[], bool], str]] = {
    "chromium": (lambda: os.path.exists(CHROMIUM), "apt-get install chromium"),
    "dovecot": (_program("dovecot"), "apt-get install dovecot-imapd"),
    "nginx": (_program("nginx"), "apt-get install nginx-light"),
    "java": (_program("java"), "apt-get install default-jre-headless"),
    "gettext": (_program("xgettext"), "apt-get install gettext"),
    "postgresql": (lambda: _answers(5432), "apt-get install postgresql"),
}
_not_run: dict[str, tuple[str, str]] = {}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, for one module.

    Its driver runs an event loop in the thread of the tests; while it lives, no other test of
    this process can start a loop of its own or a second driver. Nothing of ours is called from
    that loop, so tables may be read beside it.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=LAUNCH)
        yield browser
        browser.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept, dropped = [], []
    have = {name: found() for name, (found, _hint) in NEEDS.items()}
    for item in items:
        names = [str(name) for mark in item.iter_markers("needs") for name in mark.args]
        missing = [name for name in names if not have[name]]
        if missing:
            _not_run[item.nodeid] = (missing[0], NEEDS[missing[0]][1])
            dropped.append(item)
        else:
            kept.append(item)
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, (missing, hint) in sorted(_not_run.items()):
        terminalreporter.write_line(
            f"not run: {name}, because {missing} is missing, install with {hint}"
        )
    out = os.environ.get("SULUH_NOT_RUN")
    if out:
        with open(out, "a", encoding="utf-8") as file:
            file.writelines(f"{name}\n" for name in sorted(_not_run))
