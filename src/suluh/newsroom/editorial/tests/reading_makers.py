"""One invented document written out as every format the reader knows, built by hand."""

import base64
import io
import zipfile
from email.message import EmailMessage
from html import escape

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
# A line is (kind, runs); a run is text, or (text, mark), or (text, "", link).
Line = tuple[str, list[str | tuple[str, ...]]]
DOCUMENT: list[Line] = [
    ("title", ["Perpustakaan Keliling Singgah di Pasar Tanjung Lima Kali Sepekan"]),
    ("p", [
        "Tanjung Rawa - Dinas Perpustakaan Kota Tanjung Rawa menambah jadwal mobil baca di Pasar ",
        "Tanjung menjadi lima kali sepekan, Selasa (14/5/2024). Pedagang dan anak-anak dapat ",
        "meminjam buku tanpa kartu anggota.",
    ]),
    ("p", [
        "“Kami datang ke tempat orang ramai,” ujar Kepala Dinas Perpustakaan, ",
        ("Laksmi Waringin", "b"), ". Ia menyebut koleksi terbaru sebagai ", ("jendela kecil", "i"),
        " bagi warga pasar.",
    ]),
    ("h2", ["Jadwal baru"]),
    ("ul", ["Senin sampai Rabu di pintu timur"]),
    ("ul", ["Kamis dan Jumat di pintu barat"]),
    ("p", [
        "Daftar judul tersedia di ", ("laman perpustakaan", "", "https://pustaka.example/daftar"),
        " dan diperbarui petugas pada setiap awal pekan, termasuk buku anak dan majalah lama.",
    ]),
    ("picture", ["Mobil baca di pasar"]),
    ("caption", ["Seorang anak memilih buku di mobil baca. (foto: wulan)"]),
    ("p", ["Penulis: Danu Prakosa"]),
    ("p", ["Editor: Ratri"]),
]  # fmt: skip


def _runs(line: Line) -> list[tuple[str, str, str]]:
    return [
        (run, "", "") if isinstance(run, str) else (*run, "", "")[:3]  # type: ignore[misc]
        for run in line[1]
    ]


def text(document: list[Line] = DOCUMENT) -> bytes:
    """Write plain text with the marks of a chat message."""
    lines = []
    for line in document:
        words = "".join(
            {"b": f"*{text}*", "i": f"_{text}_"}.get(mark, text) for text, mark, _ in _runs(line)
        )
        lines.append({"ul": f"• {words}"}.get(line[0], words))
    return "\n\n".join(
        line for line, one in zip(lines, document, strict=True) if one[0] != "picture"
    ).encode()


def html(document: list[Line] = DOCUMENT) -> bytes:
    """Write a page with a menu, a script and a foot around the text."""
    tags = {"title": "h1", "p": "p", "h2": "h2", "ul": "li", "caption": "figcaption"}
    out = ["<!DOCTYPE html><html><head><meta charset=utf-8><script>var x = 1</script></head><body>"]
    for line in document:
        words = "".join(
            f"<{mark}>{escape(text)}</{mark}>" if mark
            else f'<a href="{link}">{escape(text)}</a>' if link else escape(text)
            for text, mark, link in _runs(line)
        )  # fmt: skip
        if line[0] == "picture":
            data = base64.b64encode(PICTURE).decode()
            out.append(f'<img src="data:image/png;base64,{data}" alt="{words}">')
        else:
            out.append(f"<{tags[line[0]]}>{words}</{tags[line[0]]}>")
    page = "\n".join([*out, "</body></html>"])
    return (
        page.replace("<li>", "<ul><li>", 1)[::-1].replace(">il/<", ">lu/<>il/<", 1)[::-1].encode()
    )


def eml(document: list[Line] = DOCUMENT) -> bytes:
    """Write a mail with a plain and an HTML text."""
    message = EmailMessage()
    message["Subject"] = "Rilis: " + "".join(run[0] for run in _runs(document[0]))
    message["From"] = "Danu Prakosa <danu@pustaka.example>"
    message["To"] = "redaksi@humas.example"
    message["Date"] = "Wed, 15 May 2024 08:00:00 +0700"
    message.set_content("Lihat versi HTML.")
    message.add_alternative(html(document).decode(), subtype="html")
    return message.as_bytes()


def archive(entries: dict[str, bytes | str]) -> bytes:
    """Write a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return out.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_STYLES = {
    "title": ("Judul", "Title"),
    "h2": ("Judul2", "heading 2"),
    "caption": ("Ket", "caption"),
}


def docx_entries(document: list[Line] = DOCUMENT) -> dict[str, bytes | str]:
    """Return the parts of a Word file; style ids are Indonesian, as Word writes them here."""
    links = {"rIdP": "media/image1.png"}
    body = []
    for line in document:
        runs = ""
        for words, mark, link in _runs(line):
            form = f"<w:rPr><w:{mark}/></w:rPr>" if mark else ""
            run = f'<w:r>{form}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'
            if link:
                links[f"rId{len(links)}"] = link
                run = f'<w:hyperlink r:id="rId{len(links) - 1}">{run}</w:hyperlink>'
            runs += run
        if line[0] == "picture":
            alt = _runs(line)[0][0]
            runs = f'<w:r><w:drawing><docPr descr="{alt}"/><blip r:embed="rIdP"/></w:drawing></w:r>'
        form = f'<w:pStyle w:val="{_STYLES[line[0]][0]}"/>' if line[0] in _STYLES else ""
        if line[0] == "ul":
            form = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        body.append(f"<w:p><w:pPr>{form}</w:pPr>{runs}</w:p>")
    styles = "".join(
        f'<w:style w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in _STYLES.values()
    )
    rows = "".join(f'<Relationship Id="{key}" Target="{to}"/>' for key, to in links.items())
    return {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        "word/numbering.xml": f'<w:numbering {_W}><w:abstractNum w:abstractNumId="7"><w:lvl>'
        '<w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1">'
        '<w:abstractNumId w:val="7"/></w:num></w:numbering>',
        "word/_rels/document.xml.rels": f"<Relationships>{rows}</Relationships>",
        "word/media/image1.png": PICTURE,
    }


def docx(document: list[Line] = DOCUMENT) -> bytes:
    """Write a Word file."""
    return archive(docx_entries(document))


def odt(document: list[Line] = DOCUMENT) -> bytes:
    """Write an OpenDocument text."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            ("office", "office"), ("text", "text"), ("style", "style"), ("draw", "drawing"),
            ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
        )
    ) + ' xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip
    styles = (
        '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="I"><style:text-properties fo:font-style="italic"/></style:style>'
        '<style:style style:name="U"><style:text-properties style:text-underline-style="solid"/>'
        "</style:style>"
        '<style:style style:name="P1" style:parent-style-name="Title"/>'
        '<style:style style:name="P2" style:parent-style-name="Caption"/>'
    )
    body = ""
    for line in document:
        runs = ""
        for words, mark, link in _runs(line):
            run = escape(words)
            if mark:
                run = f'<text:span text:style-name="{mark.upper()}">{run}</text:span>'
            if link:
                run = f'<text:a xlink:href="{link}">{run}</text:a>'
            runs += run
        body += {
            "title": f'<text:p text:style-name="P1">{runs}</text:p>',
            "caption": f'<text:p text:style-name="P2">{runs}</text:p>',
            "h2": f'<text:h text:outline-level="2">{runs}</text:h>',
            "ul": "<text:list><text:list-item>"
            f"<text:p>{runs}</text:p></text:list-item></text:list>",
            "picture": '<text:p><draw:frame><draw:image xlink:href="Pictures/1.png"/>'
            f"<svg:desc>{runs}</svg:desc></draw:frame></text:p>",
        }.get(line[0], f"<text:p>{runs}</text:p>")
    body = body.replace("</text:list><text:list>", "")
    return archive({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {names}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
        "Pictures/1.png": PICTURE,
    })  # fmt: skip
