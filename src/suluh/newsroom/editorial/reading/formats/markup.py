"""Parsing XML and HTML of unknown origin: no entities, no network, bounded depth."""

import re
from typing import Any, Final

from lxml import etree

from suluh.newsroom.editorial.reading.limits import DEPTH, MB, XML_BYTES, refuse

_DECLARES: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HTML_DECLARES: Final = re.compile(r"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)

Element = etree._Element


def parse_xml(data: bytes) -> Element:
    """Return the root of an XML part.

    Raises Refused: too_large, markup_entities, markup_broken, markup_deep.
    """
    if len(data) > XML_BYTES:
        refuse("too_large", limit=XML_BYTES // MB)
    if _DECLARES.search(data):
        refuse("markup_entities")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as wrong:
        refuse("markup_deep" if "depth" in str(wrong).lower() else "markup_broken")
    # UTF-16 hides a declaration from the look at the bytes.
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        refuse("markup_entities")
    return _shallow(root)


def parse_html(text: str) -> Element:
    """Return the root of a page.

    Raises Refused: markup_entities, markup_broken, markup_deep.
    """
    if _HTML_DECLARES.search(text):
        refuse("markup_entities")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        refuse("markup_broken")
    # Beyond its depth the parser stops and keeps silent about the rest of the page.
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        refuse("markup_deep")
    if root is None:
        refuse("empty")
    return _shallow(root)


def _shallow(root: Element) -> Element:
    level = [root]
    for _depth in range(DEPTH):
        level = [child for element in level for child in element]
    if level:
        refuse("markup_deep")
    return root


def name_of(element: Element) -> str:
    """Return the name of an element without its namespace, in lower case for HTML."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """Return the value of an attribute, whatever its namespace; empty where absent."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
