"""Makers for the regulation's tests: a small invented house and the shipped example."""

from functools import cache
from importlib import resources

from suluh.kernel.bilingual import Bilingual
from suluh.kernel.house import Holder, House, HousePost, HouseUnit, Substitute
from suluh.newsroom.regulation.rules.reading import parse_regulation
from suluh.newsroom.regulation.rules.regulation import Regulation

UNITS = (
    ("KP", "head_office", ""),
    ("BIRO-HUMAS", "pr_bureau", "KP"),
    ("BIRO-UMUM", "bureau", "KP"),
    ("KANWIL-UTARA", "regional_office", "KP"),
    ("KANWIL-SELATAN", "regional_office", "KP"),
    ("CABANG-TELUK", "sub_office", "KANWIL-UTARA"),
    ("UPT-KARANG", "technical_unit", "KANWIL-SELATAN"),
)
POSTS = (
    ("KP.kepala", "head_of_institution", "KP", ("ratna",)),
    ("KP.sekretaris", "head_of_unit", "KP", ("surya",)),
    ("KP.deputi", "communication_deputy", "KP", ("dewi",)),
    ("KP.hukum", "legal_officer", "KP", ("hakim",)),
    ("HUMAS.kepala", "head_of_pr", "BIRO-HUMAS", ("yosefina",)),
    ("HUMAS.redaktur", "editor", "BIRO-HUMAS", ("nadira", "naufal")),
    ("HUMAS.situs", "web_editor", "BIRO-HUMAS", ("wira",)),
    ("HUMAS.penerjemah", "translator", "BIRO-HUMAS", ("tiara",)),
    ("HUMAS.data", "data_officer", "BIRO-HUMAS", ("rotua",)),
    ("UMUM.kepala", "head_of_unit", "BIRO-UMUM", ("umar",)),
    ("UTARA.kepala", "head_of_unit", "KANWIL-UTARA", ("bagas",)),
    ("SELATAN.kepala", "head_of_unit", "KANWIL-SELATAN", ("andi",)),
    ("TELUK.kepala", "head_of_unit", "CABANG-TELUK", ("yance",)),
    ("KARANG.kepala", "head_of_unit", "UPT-KARANG", ("kadek",)),
)


def house(
    *,
    vacant: tuple[str, ...] = (),
    acting: tuple[tuple[str, str], ...] = (),
    without_posts: tuple[str, ...] = (),
) -> House:
    """Make the house; `vacant` and `without_posts` are post codes, `acting` (post, person)."""
    posts = [one for one in POSTS if one[0] not in without_posts]
    return House(
        units=tuple(_unit(*one) for one in UNITS),
        posts=tuple(HousePost(code, kind, unit, Bilingual(code)) for code, kind, unit, _ in posts),
        holders=tuple(
            Holder(code, person, person.title())
            for code, _kind, _unit_code, people in posts
            for person in people
            if code not in vacant
        ),
        substitutes=tuple(Substitute(post, one, one.title(), "plh") for post, one in acting),
    )


def _unit(code: str, kind: str, parent: str) -> HouseUnit:
    above = {one: up for one, _kind, up in UNITS}
    path, at = f"/{code}/", parent
    while at:
        path, at = f"/{at}{path}", above[at]
    return HouseUnit(code, kind, parent, path, Bilingual(code))


@cache
def example_text() -> str:
    """Give the shipped example as text, to be changed by a test."""
    folder = resources.files("suluh.newsroom.regulation") / "profiles"
    return (folder / "contoh.yaml").read_text(encoding="utf-8")


@cache
def regulation(*changes: tuple[str, str]) -> Regulation:
    """Parse the shipped example with texts replaced."""
    text = example_text()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse_regulation(text.encode())
