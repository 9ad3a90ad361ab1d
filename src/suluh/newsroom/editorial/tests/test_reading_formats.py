"""The same document, written in every format, is read into the same fields."""

import base64
from email.message import EmailMessage

import pytest

from suluh.newsroom.editorial.reading.read import read_file, read_here
from suluh.newsroom.editorial.reading.story import Ask, Form, Mapped, Why, to_json_fields
from suluh.newsroom.editorial.tests import reading_makers as make

WRITERS = {
    "a.docx": make.docx,
    "a.odt": make.odt,
    "a.html": make.html,
    "a.eml": make.eml,
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_story(name: str) -> None:
    read = read_here(WRITERS[name](), name)

    words = read_here(make.text(), "a.txt")
    assert (read.title, read.lead) == (words.title, words.lead)
    assert read.paragraphs == words.paragraphs
    assert (read.byline, read.editor) == ("Danu Prakosa", "Ratri")
    assert (read.event_date, read.place) == ("2024-05-14", "Tanjung Rawa")
    assert read.is_balanced()
    assert read.completeness == "whole"


@pytest.mark.parametrize("name", WRITERS)
def test_form_links_lists_and_pictures_survive(name: str) -> None:
    read = read_here(WRITERS[name](), name)

    assert [block["t"] for block in read.blocks] == ["p", "h2", "list", "p", "figure"]
    assert ["Laksmi Waringin", "b", ""] in read.blocks[0]["r"]
    assert ["jendela kecil", "i", ""] in read.blocks[0]["r"]
    assert ["laman perpustakaan", "", "https://pustaka.example/daftar"] in read.blocks[3]["r"]
    assert read.blocks[4] == {"t": "figure", "n": 1}
    figure = read.figures[0]
    assert figure.picture is not None
    assert figure.picture.data == make.PICTURE
    assert figure.caption == "Seorang anak memilih buku di mobil baca."
    assert (figure.credit, figure.alt) == ("wulan", "Mobil baca di pasar")


def test_marks_of_a_chat_message_become_form_and_are_listed() -> None:
    read = read_here(make.text(), "a.txt")

    assert ["Laksmi Waringin", "b", ""] in read.blocks[0]["r"]
    assert ["jendela kecil", "i", ""] in read.blocks[0]["r"]
    assert [one.text for one in read.set_aside if one.why is Why.MARK] == [
        "*", "*", "_", "_", "•", "•",
    ]  # fmt: skip


@pytest.mark.parametrize("name", WRITERS)
def test_the_child_process_answers_what_this_process_would(name: str) -> None:
    data = WRITERS[name]()

    assert read_file(data, name) == read_here(data, name)


def test_the_printed_fields_are_those_the_issue_names() -> None:
    fields = to_json_fields(read_here(make.docx(), "a.docx"))

    assert sorted(fields) == [
        "byline", "editor", "event_date", "figures", "lead", "mapped", "paragraphs", "place",
        "set_aside", "source_sha256", "title",
    ]  # fmt: skip
    assert set(fields["set_aside"][0]) == {"line", "text", "why"}


def test_parts_of_a_word_file_outside_the_text_are_listed() -> None:
    entries = make.docx_entries()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    entries["word/footnotes.xml"] = (
        f'<w:footnotes {space}><w:footnote w:type="separator"><w:p><w:r><w:t>-</w:t></w:r></w:p>'
        "</w:footnote><w:footnote><w:p><w:r><w:t>Data dinas.</w:t></w:r></w:p></w:footnote>"
        "</w:footnotes>"
    )
    entries["word/header1.xml"] = f"<w:hdr {space}><w:p><w:r><w:t>KOP</w:t></w:r></w:p></w:hdr>"
    entries["word/document.xml"] = str(entries["word/document.xml"]).replace(
        "</w:body>",
        "<w:p><w:del><w:r><w:delText>kata lama</w:delText></w:r></w:del></w:p></w:body>",
    )

    read = read_here(make.archive(entries), "a.docx")

    listed = {one.text: one.why for one in read.set_aside}
    assert listed["Data dinas."] is Why.NOTE
    assert listed["KOP"] is Why.HEADER
    assert listed["kata lama"] is Why.DELETED
    assert read.completeness == "in_part"


def test_hidden_text_of_a_page_is_set_aside_and_seen() -> None:
    page = make.html().replace(
        b"</h1>", b'</h1><div style="display: none">situs gacor terpercaya</div>'
    )

    read = read_here(page, "a.html")

    assert [one.text for one in read.set_aside if one.why is Why.HIDDEN] == [
        "situs gacor terpercaya"
    ]


def test_a_mail_without_html_gives_its_plain_text_signature_and_quotes_aside() -> None:
    body = make.text().decode() + "\n\n> balasan lama\n\n-- \nDanu\nDinas Perpustakaan\n"
    data = b"Subject: Rilis\nFrom: a@b.example\nContent-Type: text/plain; charset=utf-8\n\n"

    read = read_here(data + body.encode(), "a.eml")

    assert read.title.startswith("Perpustakaan Keliling")
    whys = {one.text: one.why for one in read.set_aside}
    assert whys["> balasan lama"] is Why.QUOTED_MAIL
    assert whys["Dinas Perpustakaan"] is Why.SIGNATURE
    assert read.is_balanced()


def test_a_stamp_and_a_name_without_a_bar_are_parted() -> None:
    page = make.html().replace(b"</h1>", b"</h1><div>12 Mei 2024 by <a>admin</a></div>")

    read = read_here(page, "a.html")

    listed = {one.text: one.why for one in read.set_aside}
    assert listed["12 Mei 2024"] is Why.DATE_STAMP
    assert listed["admin"] is Why.PLACEHOLDER
    assert read.event_date == "2024-05-14"


def test_a_forwarded_mail_is_named_and_not_lost_in_silence() -> None:
    inner, outer = EmailMessage(), EmailMessage()
    inner.set_content("Isi surel dalam yang diteruskan.")
    outer["Subject"] = "Fwd: rilis"
    outer.set_content("Mohon dimuat: pasar murah dibuka Senin.")
    outer.add_attachment(inner)

    read = read_here(outer.as_bytes(), "a.eml")

    assert [one.text for one in read.questions if one.ask is Ask.ATTACHMENT_NOT_READ] == [
        "text/plain"
    ]
    assert read.completeness == "in_part"


def test_the_plain_twin_of_a_mail_is_not_another_text() -> None:
    read = read_here(make.eml(), "a.eml")

    assert [one for one in read.questions if one.ask is Ask.ATTACHMENT_NOT_READ] == []


PAGE = """<article><h1>Posko Hujan Dibuka di Lembah Pandan</h1>
<p>LEMBAH PANDAN - Petugas membuka posko hujan pada hari Senin dengan <b>dua</b> regu jaga.</p>
<h5>Alat</h5>
<p>Regu itu membawa <u>perahu karet</u> dan membaca <a href="http://hujan.example/a?b=1">laman
hujan</a> setiap jam sampai air surut.</p>
<ul><li>perahu<ul><li>dayung</li></ul></li></ul>
<figure><img alt="%s" src="data:image/png;base64,%s"><figcaption>%s (foto: wulan)</figcaption>
</figure></article>"""


def test_what_becomes_simpler_is_said_with_its_words() -> None:
    read = read_here((PAGE % ("", "", "")).encode(), "a.html")

    said = {(one["what"], one["to"], one["text"]) for one in map(Mapped.as_json, read.mapped)}
    assert said >= {
        ("underline", "plain_text", ""),
        ("heading", "heading_3", "5"),
        ("nested_list", "one_list", ""),
        ("link", "plain_text", "http://hujan.example/a?b=1"),
        ("emphasis", "plain_text", ""),
    }
    assert read_file((PAGE % ("", "", "")).encode(), "a.html") == read


@pytest.mark.parametrize("name", WRITERS)
def test_underlined_words_are_said_in_every_format(name: str) -> None:
    document = [*make.DOCUMENT, ("p", ["Petugas membawa ", ("perahu", "u"), " ke tepi sungai."])]
    read = read_here(WRITERS[name](document), name)

    assert [one.what for one in read.mapped] == [Form.UNDERLINE]


def test_words_of_a_picture_longer_than_their_fields_are_listed_whole() -> None:
    picture = base64.b64encode(make.PICTURE).decode()
    alt = "Perahu karet di tepi sungai. " * 20
    caption = "Petugas menurunkan perahu karet di tepi sungai. " * 20
    read = read_here((PAGE % (alt, picture, caption)).encode(), "a.html")

    figure = read.figures[0]
    assert (len(figure.caption) <= 500, len(figure.alt) <= 300) == (True, True)
    assert figure.caption.endswith("sungai.")
    rest = [one.text for one in read.set_aside if one.why is Why.TOO_LONG]
    assert f"{figure.alt} {rest[0]}" == alt.strip()
    assert f"{figure.caption} {rest[1]}".startswith(caption.strip())
    assert read.is_balanced()
