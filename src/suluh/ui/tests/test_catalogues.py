import gettext
import io
import re
from pathlib import Path

import pytest

from tools.compile_catalogues import compiled, entries

ROOMS = Path(__file__).parents[2]
CATALOGUES = sorted(ROOMS.rglob("locale/id/LC_MESSAGES/django.po"))
SAMPLE = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

msgctxt "clock"
msgid "left"
msgstr "sisa"

#, python-format
msgid "%(n)s row"
msgid_plural "%(n)s rows"
msgstr[0] "%(n)s "
"baris"

#, fuzzy
msgid "maybe"
msgstr "barangkali"

msgid "open"
msgstr ""
"""


def test_a_compiled_catalogue_is_read_by_gettext() -> None:
    read = gettext.GNUTranslations(io.BytesIO(compiled(entries(SAMPLE))))

    assert read.pgettext("clock", "left") == "sisa"
    assert read.ngettext("%(n)s row", "%(n)s rows", 2) == "%(n)s baris"
    assert read.gettext("maybe") == "maybe"
    assert read.gettext("open") == "open"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_an_indonesian_catalogue_is_whole(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "fuzzy" not in text
    assert len(entries(text)) == len(re.findall(r"^msgid ", text, re.MULTILINE))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_a_translation_keeps_the_named_places_of_its_sentence(path: Path) -> None:
    for key, said in entries(path.read_text(encoding="utf-8")).items():
        if key:
            assert set(re.findall(r"%\(\w+\)[sd]", said)) <= set(re.findall(r"%\(\w+\)[sd]", key))


def test_a_sentence_is_said_in_one_way() -> None:
    """Django joins the catalogues: of two translations, one would win everywhere."""
    said: dict[str, dict[str, list[str]]] = {}
    for path in CATALOGUES:
        for key, words in entries(path.read_text(encoding="utf-8")).items():
            if key:
                said.setdefault(key, {}).setdefault(words, []).append(path.parts[-5])

    assert {key: ways for key, ways in said.items() if len(ways) > 1} == {}
