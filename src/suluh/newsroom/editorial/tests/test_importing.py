"""A file becomes a story by the form and by the command, whole, in part or refused."""

import base64
import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from PIL import Image

from suluh.foundation.audit import models as audit
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import canonical
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.commands import import_story_json, story_show_json
from suluh.newsroom.editorial.forms import TextForm
from suluh.newsroom.editorial.operations.importing import import_story
from suluh.newsroom.editorial.pages.importing import SIMPLER, mapped_rows
from suluh.newsroom.editorial.pages.stories import SET_ASIDE
from suluh.newsroom.editorial.pages.writing import initial
from suluh.newsroom.editorial.reading.story import Form, Why
from suluh.newsroom.editorial.rules.plainform import to_body

pytestmark = pytest.mark.django_db
KEYS = {
    "story", "content_id", "locale", "title", "lead", "paragraphs", "byline", "editor",
    "event_date", "place", "figures", "set_aside", "mapped", "source_sha256",
}  # fmt: skip
TEXT = """Beranda | Berita | Kontak
Sumur pantau dibuka di Kota Contoh

Dilihat 120 kali

KOTA CONTOH, 18 November 2026 – Dua puluh *sumur* pantau dibuka hari ini.

Warga dapat membaca muka air setiap jam.

- papan di balai desa
- laman lembaga
"""


@pytest.fixture
def cast():
    return make_house()


def take_in(cast, data, filename="rilis.txt", by="alia"):
    return import_story(
        actor=cast.actor(by), unit_code="KW1", filename=filename, data=data, now=cast.now
    )


def original(data, ending):
    name = canonical.digest(data)
    return Path(settings.SULUH_HOME) / "originals" / name[:2] / f"{name}.{ending}"


def test_nothing_of_the_source_is_lost_and_the_original_is_kept(cast):
    data = TEXT.encode()

    result = take_in(cast, data)

    assert result.read.is_balanced()
    assert original(data, "txt").read_bytes() == data
    story = models.Story.objects.get(content_id=result.content_id)
    assert story.source_sha256 == canonical.digest(data)
    assert {one["why"] for one in story.set_aside} >= {"mark"}


def test_an_import_opened_in_the_plain_form_gives_the_same_bytes(cast):
    result = take_in(cast, TEXT.encode())

    text = models.StoryText.objects.get(story__content_id=result.content_id)
    assert to_body(initial(text, None)["body"]) == text.body


def test_a_refused_file_is_kept_aside_and_recorded(cast):
    data = b"%PDF-1.7 not a text"

    with pytest.raises(Refused) as refused:
        take_in(cast, data, "naskah.pdf")

    assert refused.value.code == "unknown_format"
    assert original(data, "refused").exists()
    assert audit.AuditRow.objects.filter(action="story.import_refused").exists()
    assert not models.Story.objects.exists()


def test_a_unit_of_others_takes_nothing_in(cast):
    with pytest.raises(Refused) as refused:
        take_in(cast, TEXT.encode(), by="gita")

    assert refused.value.code == "no_story"


def picture():
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (90, 140, 160)).save(out, "JPEG")
    return out.getvalue()


def docx(image):
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"

    def paragraph(inside):
        return f"<w:p>{inside}</w:p>"

    def words(text):
        return f"<w:r><w:t>{text}</w:t></w:r>"

    shot = (
        "<w:r><w:drawing><wp:inline xmlns:wp="
        '"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:docPr id="1" name="Foto" descr="Petugas di tepi sumur"/>'
        f'<a:graphic xmlns:a="{drawing}"><a:graphicData>'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:blipFill><a:blip xmlns:r="{relation}" r:embed="rId9"/></pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    body = paragraph(words("Sumur pantau dibuka")) + paragraph(shot)
    body += paragraph(words("Dua puluh sumur pantau dibuka hari ini di Kota Contoh."))
    document = f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{relation}/image" Target="media/image1.jpeg"/>'
        "</Relationships>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        archive.writestr("word/_rels/document.xml.rels", rels)
        archive.writestr("word/media/image1.jpeg", image)
    return out.getvalue()


def test_a_picture_inside_the_file_hangs_at_the_story(cast):
    result = take_in(cast, docx(picture()), "rilis.docx")

    story = models.Story.objects.get(content_id=result.content_id)
    figure = story.figures.get()
    assert figure.number == 1
    assert figure.texts.get(locale="id").alt == "Petugas di tepi sumur"
    blocks = story.texts.get().body["blocks"]
    assert {"t": "figure", "n": 1} in blocks


def test_a_picture_that_cannot_be_read_is_asked_for(cast):
    result = take_in(cast, docx(b"\xff\xd8\xff broken"), "rilis.docx")

    assert result.exit_code == 4
    assert "picture_missing" in {one.ask.value for one in result.questions}
    story = models.Story.objects.get(content_id=result.content_id)
    assert not story.figures.exists()


def test_the_command_prints_what_the_issue_names(cast, tmp_path):
    file = tmp_path / "rilis.txt"
    file.write_text(TEXT, encoding="utf-8")

    code, said = import_story_json(str(file), cast.emails["alia"], "KW1")

    assert code in {0, 4}
    assert set(said) >= KEYS
    assert said["title"] == "Sumur pantau dibuka di Kota Contoh"
    assert all(set(one) == {"line", "text", "why"} for one in said["set_aside"])
    shown = story_show_json(said["story"])[1]
    assert (shown["state"], shown["content_id"]) == ("draft", said["content_id"])


def test_the_command_refuses_with_a_code_and_a_sentence(cast, tmp_path):
    file = tmp_path / "kosong.txt"
    file.write_bytes(b"")

    assert import_story_json(str(file), cast.emails["alia"], "KW1")[0] == 2
    assert import_story_json(str(tmp_path / "tiada.txt"), cast.emails["alia"], "KW1")[0] == 2
    assert import_story_json(str(file), "siapa@contoh.example", "KW1")[0] == 2
    assert story_show_json("N-1999-1")[0] == 2


def test_several_bylines_stay_several_persons(cast, tmp_path):
    names = "Penulis: Sari Dewi\nPenulis: Budi Hartono; Tari\nEditor: Yos\nEditor: Rin\n"
    file = tmp_path / "rilis.txt"
    file.write_text(TEXT + "\n" + names, encoding="utf-8")

    said = import_story_json(str(file), cast.emails["alia"], "KW1")[1]

    text = models.StoryText.objects.get(story__content_id=said["content_id"])
    stored = [(one["role"], one["name"]) for one in text.credits]
    assert stored == [
        ("writer", "Sari Dewi"), ("writer", "Budi Hartono"), ("writer", "Tari"),
        ("editor", "Yos"), ("editor", "Rin"),
    ]  # fmt: skip
    assert said["byline"].split("\n") == [name for role, name in stored if role == "writer"]
    assert said["editor"].split("\n") == [name for role, name in stored if role == "editor"]
    form = TextForm(initial(text, None))
    assert form.is_valid()
    assert form.people(()) == text.credits


def described(name):
    page = (
        "<h1>Sumur pantau dibuka di Kota Contoh</h1>"
        "<p>Dua puluh sumur pantau dibuka hari ini di Kota Contoh bagi semua warga.</p>"
        f'<img alt="Sumur" src="data:image/jpeg;base64,{base64.b64encode(picture()).decode()}">'
        f"<p>Petugas di tepi sumur. (foto: {name})</p>"
    )
    return page.encode()


def test_the_credit_of_a_picture_described_before_is_kept(cast):
    take_in(cast, described("wulan"), "satu.html")

    result = take_in(cast, described("tika"), "dua.html")

    figure = models.StoryFigure.objects.get(story__content_id=result.content_id)
    assert figure.credit == result.read.figures[0].credit == "tika"


def test_what_became_simpler_is_kept_and_shown_in_both_languages(cast):
    page = (
        described("wulan")
        + b'<p>Warga membaca <u>laman</u> <a href="http://air.example">air</a> itu.</p>'
    )
    result = take_in(cast, page, "rilis.html")

    story = models.Story.objects.get(content_id=result.content_id)
    assert story.mapped == result.as_json()["mapped"]
    with translation.override("id"):
        shown = [one["text"] for one in mapped_rows(story.mapped)]
    assert "Kata bergaris bawah kini menjadi teks biasa." in shown
    assert "Sebuah tautan kini menjadi teks biasa. Tujuannya http://air.example" in shown
    with translation.override("en"):
        assert all(len(str(words % {"text": "x"})) > 20 for words in SIMPLER.values())
    assert set(SIMPLER) == set(Form)


def test_every_reason_to_set_aside_has_a_word():
    assert set(SET_ASIDE) >= {one.value for one in Why}
