"""The counting rule holds in every format, for documents put together from dirty pieces."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suluh.newsroom.editorial.reading.rich import ink
from suluh.newsroom.editorial.tests import reading_makers as make
from suluh.newsroom.editorial.tests.test_reading_accounting import PIECES, balance, read_or_none_of

WRITERS: dict[str, Callable[[list[make.Line]], bytes]] = {
    "a.docx": make.docx,
    "a.odt": make.odt,
    "a.html": make.html,
}
WORDS = st.one_of(
    PIECES,
    st.text(alphabet="abc *_|/.,:()–“”'\u00e9e\u0301 1234567890\u00a0", min_size=1, max_size=60),
    st.sampled_from(["kata" * 100, "ﷺ مرحبا", "中文标题", "👩\u200d🔬 <b>&amp;</b>", "a&b<c>d"]),
)
RUN = st.one_of(WORDS, st.tuples(WORDS, st.sampled_from("bi")))
LINE = st.tuples(
    st.sampled_from(["p", "p", "p", "h2", "ul", "title"]), st.lists(RUN, min_size=1, max_size=3)
)
DOCUMENT = st.lists(LINE, min_size=1, max_size=10)


def said(document: list[make.Line]) -> str:
    """What a reader sees of a document: its runs joined, line by line."""
    return "\n".join(
        "".join(run if isinstance(run, str) else run[0] for run in runs) for _kind, runs in document
    )


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=DOCUMENT)
def test_every_character_of_any_document_is_in_a_field_or_listed(
    name: str, document: list[make.Line]
) -> None:
    read = read_or_none_of(WRITERS[name](document), name)
    if read is None:
        assert not said(document).strip()
        return

    assert balance(read) == ink_of(said(document))


def ink_of(text: str) -> int:
    """Count after NFC, a joiner between signs as the sign it is."""
    seen = text.replace("\u200d", "")
    return ink(unicodedata.normalize("NFC", seen)) + text.count("\u200d")
