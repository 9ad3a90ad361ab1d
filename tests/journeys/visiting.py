"""Walks a house by its links, as each of its people, and tells which page answers which address."""

import http.client
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>((?:[^()]|\([^()]*\))*)\)")
LEADS = re.compile(r'<(?:a|img)\b[^>]*?\s(?:href|src)="([^"#][^"]*)"')
CLASSES = re.compile(r'\sclass="([^"]+)"')
PARTS = re.compile(r"<(input|select|textarea|table|details|dialog|img|form)\b")
CONVERTERS = {"int": r"\d+", "uuid": r"[0-9a-f-]{36}", "slug": r"[-\w]+"}
# How many addresses of one route somebody looks at, and how many everybody together.
OF_ONE, OF_ALL = 3, 12
SHAPES = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A page that somebody saw: `who` is the key of a visitor, '' is nobody."""

    who: str
    url: str
    shape: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    type: str
    text: str
    to: str


@dataclass
class Route:
    """One address of the route table that answers GET."""

    app: str
    pattern: str
    regex: re.Pattern[str]
    names: tuple[str, ...]

    @property
    def key(self) -> str:
        """The name of this route in a table."""
        return f"{self.app} {self.pattern}"

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Route":
        """Read one row of `suluh routes --json`."""
        pattern = str(row["pattern"])
        names = tuple(two or three for _one, two, three, _re in PARAMETER.findall(pattern))
        return cls(str(row["app"]), pattern, re.compile(_regex(pattern)), names)

    def filled(self, known: Mapping[str, list[str]]) -> Iterator[str]:
        """Yield addresses with values that were seen elsewhere, together where possible."""
        if all(known.get(name) for name in self.names):
            for at in range(max((len(known[name]) for name in self.names), default=1)):
                parts, end = [], 0
                for found in PARAMETER.finditer(self.pattern):
                    values = known[found[2] or found[3]]
                    parts += [self.pattern[end : found.start()], values[at % len(values)]]
                    end = found.end()
                yield "".join([*parts, self.pattern[end:]])


def _regex(pattern: str) -> str:
    if "(?P<" in pattern:
        return pattern.replace("^", "").removesuffix("$") + "$"
    parts, end = [], 0
    for found in PARAMETER.finditer(pattern):
        kind = CONVERTERS.get(found[1] or "str", "[^/]+")
        parts += [re.escape(pattern[end : found.start()]), f"(?P<{found[2]}>{kind})"]
        end = found.end()
    return "^" + "".join(parts) + re.escape(pattern[end:]) + "$"


@dataclass
class Walk:
    """One walk through the house by everybody."""

    origins: Mapping[str, str]
    cookies: Mapping[str, str]
    routes: list[Route]
    found: dict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))
    files: set[str] = field(default_factory=set)
    known: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    asked: set[tuple[str, str]] = field(default_factory=set)
    times: Counter[tuple[str, str]] = field(default_factory=Counter)

    @cached_property
    def lines(self) -> dict[str, http.client.HTTPConnection]:
        """One connection for each application."""
        return {
            app: http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
            for app, url in self.origins.items()
        }

    def walk(self, who: str, seeds: Iterable[str]) -> None:
        """Follow every link from `seeds` as `who`, a few addresses of each route."""
        waiting = list(seeds)
        while waiting:
            url = waiting.pop(0)
            for link in self.visit(who, url):
                if (who, link) not in self.asked:
                    waiting.append(link)

    def visit(self, who: str, url: str) -> list[str]:
        """Ask for one page; returns where it leads."""
        route = self.route_of(url)
        if route is None or (who, url) in self.asked or not self._worth(who, route):
            return []
        self.asked.add((who, url))
        self.times[who, route.key] += 1
        self.times["", route.key] += 1
        answer = self.ask(route.app, who, url)
        if answer.to:
            return [urljoin(url, answer.to)]
        if answer.status != http.HTTPStatus.OK:
            return []
        self._remember(route, url)
        if answer.type != "text/html":
            self.files.add(route.key)
            return []
        self.found[route.key].append(Found(who, url, shape_of(answer.text)))
        return [urljoin(url, unescape(link)) for link in LEADS.findall(answer.text)]

    def _worth(self, who: str, route: Route) -> bool:
        mine, all_ = self.times[who, route.key], self.times["", route.key]
        return mine < OF_ONE and (all_ < OF_ALL or not mine)

    def _remember(self, route: Route, url: str) -> None:
        match = route.regex.match(urlsplit(url).path)
        for name, value in (match.groupdict() if match else {}).items():
            if value not in self.known[name]:
                self.known[name].append(value)

    def route_of(self, url: str) -> Route | None:
        """Return the first route that an address fits, as the application resolves it."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        app = next((app for app, one in self.origins.items() if one == origin), "")
        return next(
            (one for one in self.routes if one.app == app and one.regex.match(parts.path)), None
        )

    def ask(self, app: str, who: str, url: str) -> Answer:
        """Send one GET."""
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        cookie = self.cookies.get(who, "")
        line, headers = self.lines[app], {"Cookie": f"sessionid={cookie}"} if cookie else {}
        try:
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):  # kept open for too long
            line.close()
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
        kind = (answer.getheader("content-type") or "").partition(";")[0]
        body = answer.read()
        text = body.decode("utf-8", "replace") if kind == "text/html" else ""
        return Answer(answer.status, kind, text, answer.getheader("location") or "")

    def unseen(self) -> list[Route]:
        """Return the routes that have shown neither a page nor a file."""
        return [
            one for one in self.routes if not self.found.get(one.key) and one.key not in self.files
        ]

    def fill(self, who: Iterable[str], route: Route) -> None:
        """Try a route to which no link led, with everything known, until somebody gets in."""
        for url in route.filled(self.known):
            for one in who:
                self.walk(one, [self.origins[route.app] + url])
                if route not in self.unseen():
                    return


def shape_of(text: str) -> frozenset[str]:
    """Return what a page is drawn with: the same shape twice need not be looked at twice."""
    body = text.partition("<main")[2]
    named = {one for classes in CLASSES.findall(body) for one in classes.split()}
    return frozenset(named | set(PARTS.findall(body)))


def chosen(pages: Iterable[Found]) -> list[Found]:
    """Return the few pages of one route that together show most of what it can look like."""
    left, kept, seen = list(pages), [], set[str]()
    while left and len(kept) < SHAPES:
        best = max(left, key=lambda one: len(one.shape - seen))
        if kept and not best.shape - seen:
            break
        kept.append(best)
        left.remove(best)
        seen |= best.shape
    return kept


def baked(public: Path, origin: str) -> dict[str, list[Found]]:
    """Return the baked pages by the form of their address."""
    found: dict[str, list[Found]] = defaultdict(list)
    for path in sorted(public.rglob("*.html")):
        inside = path.relative_to(public)
        if inside.parts[0] == "gone":  # what nginx shows where the embedded server shows /id/…
            continue
        form = re.sub(r"[0-9a-z]+(?:-[0-9a-z]+)+|\d+", "…", str(inside.parent))
        url = f"{origin}/{inside}".removesuffix("index.html")
        found[f"baked {form}"].append(Found("", url, shape_of(path.read_text("utf-8"))))
    return found
