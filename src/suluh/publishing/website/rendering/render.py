"""`render`: the one pure function from a page key and its rows to files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from suluh.publishing.website.letterhead import set_letter
from suluh.publishing.website.rendering import feeds, forms, keys, letter, lists, sitemap, story
from suluh.publishing.website.rendering.engine import draw, language_without_queries
from suluh.publishing.website.rules.facets import facets_of
from suluh.publishing.website.rules.keys import Kind, PageKey
from suluh.publishing.website.rules.paths import address_of, gone_marker, path_of
from suluh.publishing.website.rules.pictures import Media
from suluh.publishing.website.rules.rows import Rows

GONE_MARK: Final = b"410\n"


@dataclass(frozen=True, slots=True)
class Baked:
    """What a key yields: files by path, the media they name and the facets they read."""

    files: Mapping[str, bytes]
    media: frozenset[Media] = frozenset()
    facets: frozenset[str] = field(default_factory=frozenset)


def render(key: PageKey, rows: Rows) -> Baked:
    """Return the files of a page. The same rows give the same bytes, in any process."""
    with language_without_queries(key.locale or "id"):
        files, media = _files(key, rows)
    return Baked(files, frozenset(media), facets_of(key, rows.linked))


def render_letter(
    key: PageKey, rows: Rows, picture: Callable[[Media], bytes | None]
) -> Baked:  # fmt: skip
    """Return the PDF of a press release; `picture` gives bytes that are named by their digest."""
    with language_without_queries(key.locale):
        data, media = letter.letter(key, rows)
    found = {letter.file_name(one): picture(one) for one in sorted(media)}
    pdf = set_letter(data, {name: data for name, data in found.items() if data is not None})
    path = path_of(address_of(key, rows.item.address if rows.item else ""))
    gone = {gone_marker(path): GONE_MARK} if rows.item and rows.item.is_gone else {}
    return Baked({path: pdf, **gone}, facets=facets_of(key, rows.linked))


def _files(key: PageKey, rows: Rows) -> tuple[dict[str, bytes], set[Media]]:
    if rows.item is not None:
        return _content(key, rows)
    path = path_of(address_of(key))
    if key.kind is Kind.FEED:
        return {path: feeds.feed(key, rows)}, set()
    if key.kind is Kind.SITEMAP:
        return {path: sitemap.sitemap(key, rows)}, set()
    if key.kind is Kind.ROBOTS:
        return {path: sitemap.robots(rows)}, set()
    template, context = PAGES[key.kind]
    media = lists.pictures_in_lists(rows.items) if key.kind is Kind.HOME else set()
    return {path: draw(template, context(key, rows))}, media


def _content(key: PageKey, rows: Rows) -> tuple[dict[str, bytes], set[Media]]:
    if rows.item is None:
        raise LookupError("a content page without its item")
    path = path_of(address_of(key, rows.item.address))
    if rows.item.is_gone:
        page = draw("website/withdrawn.html", story.gone(key, rows))
        return {path: page, gone_marker(path): GONE_MARK}, set()
    edition = story.shown_edition(key, rows)
    if not {"title", "body"} <= set(edition.parts):  # erased
        return {}, set()
    if key.kind is Kind.PRINT:
        page = draw("website/print.html", {**story.story(key, rows), "letter": letter.extras(rows)})
        return {path: page}, story.media_of(edition) | letter.emblem_of(rows)
    if rows.item.kind == "page":
        page = draw("website/page.html", story.standing(key, rows))
    else:
        page = draw("website/story.html", story.story(key, rows))
    return {path: page}, story.media_of(edition)


PAGES: Final[Mapping[Kind, tuple[str, Callable[[PageKey, Rows], dict[str, Any]]]]] = {
    Kind.HOME: ("website/home.html", lists.home),
    Kind.ARCHIVE: ("website/archive.html", lists.archive),
    Kind.UNITS: ("website/units.html", lists.units),
    Kind.FEEDS: ("website/feeds.html", lists.units),
    Kind.CONTACT: ("website/contact.html", forms.contact),
    Kind.SUBSCRIBE: ("website/subscribe.html", forms.subscribe),
    Kind.MISSING: ("website/404.html", forms.missing),
    Kind.KEYS: ("website/keys.html", keys.keys),
}
