"""Saved web pages and the HTML of mails."""

import base64
import binascii
import re
from dataclasses import replace
from typing import Final

from suluh.newsroom.editorial.reading.extract import Extract, Kind, Line
from suluh.newsroom.editorial.reading.formats import plain
from suluh.newsroom.editorial.reading.formats.gather import Gather, Place
from suluh.newsroom.editorial.reading.formats.markup import Element, name_of, parse_html
from suluh.newsroom.editorial.reading.limits import MB, PICTURE_BYTES, TEXT_BYTES, refuse
from suluh.newsroom.editorial.reading.story import Form, Picture, Why

_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE
)
_NO_TEXT: Final = frozenset(
    [
        "script",
        "style",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "map",
        "link",
        "meta",
    ]
)
_BLOCKS: Final = frozenset(
    {
        *("html", "head", "title", "body", "main", "article", "section", "header", "footer"),
        *("nav", "aside", "div", "p", "address", "figure", "figcaption", "blockquote", "pre"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "hr"),
        *("center", "details", "summary", "noscript", "form", "fieldset", "button", "select"),
        *("option", "textarea", "label"),
    }
)
_KINDS: Final[dict[str, Kind]] = {
    "h1": "h1", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3", "title": "title",
    "blockquote": "quote", "figcaption": "caption",
}  # fmt: skip
_ZONES: Final = {
    "nav": Why.NAVIGATION, "aside": Why.NAVIGATION, "form": Why.NAVIGATION,
    "button": Why.NAVIGATION, "select": Why.NAVIGATION, "textarea": Why.NAVIGATION,
    "noscript": Why.HIDDEN,
}  # fmt: skip
_CLASSES: Final = frozenset(
    [
        "breadcrumb",
        "breadcrumbs",
        "sharedaddy",
        "share",
        "share-buttons",
        "social-share",
        "social",
        "related",
        "related-posts",
        "sidebar",
        "navbar",
        "pagination",
        "comments",
        "cookie-banner",
        "skip-link",
        "menu",
    ]
)
_UNSEEN: Final = frozenset(["sr-only", "visually-hidden", "screen-reader-text"])
_HIDING: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD: Final = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC: Final = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_LINED: Final = (
    (re.compile(r"text-decoration[^;]*underline", re.IGNORECASE), Form.UNDERLINE),
    (re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE), Form.STRUCK),
)
_MARKS: Final = {"b": "b", "strong": "b", "i": "i", "em": "i"}
_DROPPED: Final = {
    "u": Form.UNDERLINE, "s": Form.STRUCK, "strike": Form.STRUCK, "del": Form.STRUCK,
    "sup": Form.RAISED, "sub": Form.RAISED,
}  # fmt: skip
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_DATA: Final = re.compile(r"data:image/([a-z]{3,5});base64,([\w+/=\s]+)", re.IGNORECASE)


# A saved page may carry its pictures inside; the text is held by the limit of characters.
FILE_LIMIT: Final = TEXT_BYTES * 10


def read(data: bytes) -> Extract:
    """Return the lines of a page.

    Raises Refused: too_large, not_text, markup_entities, markup_broken, markup_deep.
    """
    if len(data) > FILE_LIMIT:
        refuse("too_large", limit=FILE_LIMIT // MB)
    text, encoding = decode(data)
    return read_text(text, encoding)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a page: byte order mark, declared charset, UTF-8, Windows-1252."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared.group(1).decode("ascii", "replace")
        try:
            text = data.decode(name)
        except (LookupError, UnicodeDecodeError):
            return plain.decode(data)
        plain.check_characters(text)
        return text, name.lower()
    return plain.decode(data)


def read_text(text: str, encoding: str = "utf-8") -> Extract:
    """Return the lines of a page that is already decoded."""
    gather = Gather()
    root = parse_html(text)
    _Walk(gather, root).element(root, Place())
    return gather.extract(encoding)


class _Walk:
    def __init__(self, gather: Gather, root: Element) -> None:
        self.gather = gather
        self.headlines = sum(1 for _ in root.iter("h1"))

    def element(self, element: Element, place: Place) -> None:
        name = name_of(element)
        if name in _NO_TEXT or not name:
            return
        place = self.zone(element, name, place)
        if name in _BLOCKS:
            self.gather.end()
        if name == "br":
            self.break_(place)
        elif name == "img":
            self.image(element, place)
        elif name == "table":
            self.table(element, place)
        else:
            self.inside(element, self.form(element, name, place))
        if name in _BLOCKS:
            self.gather.end()

    def inside(self, element: Element, place: Place) -> None:
        self.text(element.text, place)
        for child in element:
            self.element(child, place)
            after = child.getnext()
            if name_of(child) == "a" and after is not None and name_of(after) == "a":
                # Menu entries side by side have no space between them in the source.
                self.text(child.tail if (child.tail or "").strip() else "\t", place, keep=True)
            else:
                self.text(child.tail, place)

    def text(self, text: str | None, place: Place, *, keep: bool = False) -> None:
        if not text:
            return
        if place.kind == "p" and place.group < 0:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self.gather.end()
                self.gather.write(line, place)
            return
        self.gather.write(text if keep else _SPACE.sub(" ", text), place)

    def break_(self, place: Place) -> None:
        if place.kind in ("p", "quote"):
            self.gather.end()
        else:
            self.gather.write(" ", place)

    def zone(self, element: Element, name: str, place: Place) -> Place:
        if place.aside is not None:
            return place
        why = _ZONES.get(name) or _hidden(element)
        if why is None and name in ("header", "footer", "div", "section", "ul"):
            why = self.furniture(element, name)
        if why is Why.NAVIGATION and self.holds_headline(element):
            why = None
        return replace(place, aside=why) if why else place

    def furniture(self, element: Element, name: str) -> Why | None:
        inside = any(name_of(one) in ("article", "main") for one in element.iterancestors())
        if name in ("header", "footer") and not inside:
            return Why.NAVIGATION
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
        return Why.NAVIGATION if _CLASSES.intersection(names) else None

    def holds_headline(self, element: Element) -> bool:
        return any(True for _ in element.iter("h1")) or (
            not self.headlines and any(name_of(one) == "article" for one in element.iter())
        )

    def form(self, element: Element, name: str, place: Place) -> Place:
        if name in _KINDS:
            if name in ("h4", "h5", "h6") and place.aside is None:
                self.gather.map(Form.HEADING, name[1])
            return replace(place, kind=_KINDS[name])
        if name in ("ul", "ol"):
            if place.depth == 1:
                if place.aside is None:
                    self.gather.map(Form.NESTED_LIST)
                return replace(place, depth=2)
            group = place.group if place.depth else self.gather.new_group()
            return replace(place, ordered=name == "ol", group=group, depth=place.depth + 1)
        if name == "li":
            return replace(place, kind="item")
        if name == "pre":
            return replace(place, group=-1)
        return self.inline(element, name, place)

    def inline(self, element: Element, name: str, place: Place) -> Place:
        style = element.get("style") or ""
        lost = [_DROPPED[name]] if name in _DROPPED else []
        lost += [form for pattern, form in _LINED if pattern.search(style)]
        for form in lost if place.aside is None and name != "a" else []:
            self.gather.map(form)
        if name in _MARKS:
            place = place.mark(_MARKS[name])
        if _BOLD.search(style):
            place = place.mark("b")
        if _ITALIC.search(style):
            place = place.mark("i")
        if name == "a" and element.get("href") and place.aside is None:
            place = place.link(self.gather.href(element.get("href") or ""))
        return place

    def image(self, element: Element, place: Place) -> None:
        alt = _SPACE.sub(" ", element.get("alt") or "").strip()
        picture = _embedded(element.get("src") or "")
        if alt or picture is not None:
            self.gather.picture(alt, picture, place)

    def table(self, element: Element, place: Place) -> None:
        head = 0
        outer = self.gather
        parts: list[list[list[Line]]] = []
        for row in element.iter("tr"):
            if next(row.iterancestors("table"), None) is not element:
                continue
            cells = []
            for cell in row:
                self.gather = inner = Gather(groups=outer.groups)
                self.inside(cell, replace(place, kind="p"))
                inner.end()
                outer.map_from(inner)
                cells.append(inner.lines)
            if not parts and cells and all(name_of(cell) == "th" for cell in row):
                head = 1
            parts.append(cells)
        self.gather = outer
        caption = element.find("caption")
        if caption is not None:
            self.inside(caption, place)
        outer.table([row for row in parts if any(row)], head, place)


def _hidden(element: Element) -> Why | None:
    classes = (element.get("class") or "").lower().split()
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return Why.HIDDEN
    if _HIDING.search(element.get("style") or "") or _UNSEEN.intersection(classes):
        return Why.HIDDEN
    return None


def _embedded(source: str) -> Picture | None:
    match = _DATA.fullmatch(source.strip())
    if match is None or match.group(1).lower() not in ("png", "jpeg", "jpg", "webp"):
        return None
    try:
        data = base64.b64decode(match.group(2), validate=False)
    except (binascii.Error, ValueError):
        return None
    if len(data) > PICTURE_BYTES:
        refuse("too_large", limit=PICTURE_BYTES // MB)
    return Picture(f"picture.{match.group(1).lower()}", data)
