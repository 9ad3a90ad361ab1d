"""What the pages may weigh (reading phones on slow lines); the numbers are the house's budgets."""

import gzip
import re
from pathlib import Path

UI = Path(__file__).parent.parent
STATIC = UI / "static" / "ui"
WEBSITE = UI.parent / "publishing" / "website" / "templates"


def weight(*files: Path) -> int:
    return len(gzip.compress(b"".join(file.read_bytes() for file in files), 9))


def office_sheets() -> list[Path]:
    manifest = (UI / "templates" / "ui" / "_styles.html").read_text()
    return [STATIC.parent / name for name in re.findall(r"'(ui/[^']+\.css)'", manifest)]


def test_the_public_stylesheets_fit_their_budget() -> None:
    assert weight(STATIC / "tokens.css", STATIC / "site.css") <= 15_000


def test_the_office_stylesheets_fit_their_budget() -> None:
    sheets = office_sheets()

    assert weight(*sheets) <= 25_000
    assert sum(sheet.stat().st_size for sheet in sheets) <= 60_000


def test_the_manifest_names_every_sheet_but_the_gallery() -> None:
    there = {path.name for path in (STATIC / "workspace").glob("*.css")} - {"gallery.css"}

    assert {sheet.name for sheet in office_sheets()} - {"tokens.css"} == there
    assert office_sheets()[-1].name == "media.css"


def test_the_scripts_are_small_and_few() -> None:
    assert (STATIC / "text-size.js").stat().st_size < 1_000
    assert weight(STATIC / "workspace.js") <= 4_000


def test_the_letter_is_one_small_file() -> None:
    assert (STATIC / "fonts" / "plus-jakarta-sans.woff2").stat().st_size <= 30_000


def test_no_sheet_or_template_asks_another_site() -> None:
    files = [*STATIC.rglob("*.css"), *UI.rglob("templates/**/*.html"), *WEBSITE.rglob("*.html")]

    for file in files:
        assert not re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", file.read_text()), (
            file
        )
