"""The same document, written in every format, is read into the same fields."""

from email.message import EmailMessage

import pytest

from suluh.newsroom.editorial.reading.read import read_file, read_here
from suluh.newsroom.editorial.reading.story import Ask, Why, to_json_fields
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
        "byline", "editor", "event_date", "figures", "lead", "paragraphs", "place", "set_aside",
        "source_sha256", "title",
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
