import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import segno
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from suluh.ui import gallery, icons
from suluh.ui.icons import ICONS
from suluh.ui.marks import MARKS, VERDICTS

FRAME = {
    "nav": [
        {"key": "desk", "label": "Meja", "url": "/", "icon": "desk", "count": 5, "group": "a"},
        {
            "key": "stories",
            "label": "Naskah",
            "url": "/naskah/",
            "icon": "story",
            "current": True,
            "group": "a",
        },
    ],
    "person_name": "Nadira Paramesti",
    "role_line": "Editor · Biro Humas",
    "unit_name": "Biro Humas",
    "institution_name": "LAPN",
    "heartbeat": "Penjadwal hidup",
    "demo": True,
    "palette_url": "/cari/",
    "profile_url": "/profil/",
}
CONFIRM = {"question": "Setujui?", "button": "Setujui", "code": "7f3k92qdab", "note": "Dicatat."}
REFUSAL = {"reason": "Naskah ini disimpan orang lain."}
OFFICE_PAGES = {
    "ui/gallery.html": gallery.rows,
    "ui/confirm.html": lambda: {"confirm": CONFIRM, "form": gallery.example_forms()["wrong"]},
    "ui/refused.html": lambda: {"refusal": REFUSAL, "mine": "a", "theirs": "b"},
    "400.html": dict,
    "404.html": dict,
    "403.html": dict,
    "403_csrf.html": dict,
    "500.html": dict,
}
VOID = {"meta", "link", "input", "img", "br", "hr", "col", "path", "circle", "rect", "ellipse"}


class Nesting(HTMLParser):
    """Fails on an element that is closed by another."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def render(template: str, locale: str = "id") -> str:
    with translation.override(locale):
        rows = OFFICE_PAGES[template]()
        return render_to_string(template, {**rows, "frame": {**FRAME, "language": locale}})


def show(source: str, **rows: object) -> str:
    return Template("{% load ui %}" + source).render(Context(rows)).strip()


@pytest.mark.parametrize("template", OFFICE_PAGES)
@pytest.mark.parametrize("locale", ["id", "en"])
def test_an_office_page_needs_nothing_but_its_own_files(template: str, locale: str) -> None:
    page = render(template, locale)

    assert " style=" not in page
    assert "<style" not in page
    assert "//" not in re.sub(r"https://kabar\.example", "", page)
    assert not re.search(r"\son[a-z]+=", page)
    assert re.findall(r"<script(?! src=)", page) == []


@pytest.mark.parametrize("template", OFFICE_PAGES)
def test_an_office_page_has_its_landmarks(template: str) -> None:
    page = render(template)

    assert page.count("<main") == 1
    assert page.count("<h1") == 1
    assert 'class="skip" href="#main"' in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    Nesting().feed(page)


def test_the_frame_says_where_one_is() -> None:
    page = render("ui/refused.html")

    assert page.count('aria-current="page"') == 2
    assert '<span class="who" aria-hidden="true">NP</span>' in page


def test_the_profile_decides_the_theme_before_the_first_paint() -> None:
    page = render_to_string("ui/refused.html", {"refusal": REFUSAL, "frame": {"theme": "dark"}})

    assert 'data-theme="dark"' in page


@pytest.mark.parametrize("state", MARKS)
def test_a_state_is_a_shape_and_a_word(state: str) -> None:
    shown = show("{% status state %}", state=state)

    assert "<svg" in shown
    assert re.sub(r"<[^>]+>", "", shown).strip()


def test_one_shape_has_one_meaning() -> None:
    words: dict[str, set[str]] = {}
    for mark in MARKS.values():
        words.setdefault(mark.shape + mark.tone, set()).add(str(mark.label))

    shared = {frozenset(said) for said in words.values() if len(said) > 1}
    assert all(len(said) <= 3 for said in shared)


def test_an_unknown_state_is_shown_by_its_own_word() -> None:
    assert "half done" in show("{% status 'half_done' %}")


def test_a_late_clock_is_said_and_drawn() -> None:
    with translation.override("id"):
        shown = show('{% clock "late" "25 m" %}')

    assert '<span class="sr">lewat </span><span aria-hidden="true">−</span>' in shown


def test_a_ring_never_leaves_its_circle() -> None:
    assert 'stroke-dasharray="47.1 47.1"' in show('{% clock "ok" "2 j" 340 %}')


def test_a_label_cannot_bring_markup() -> None:
    assert "<b>" not in show("{% status 'draft' label=label %}", label="<b>x</b>")


def test_every_icon_is_drawn_inside_its_page() -> None:
    for name in ICONS:
        assert "<use" not in show("{% icon name %}", name=name)


def test_every_icon_that_a_template_names_is_drawn() -> None:
    named = {
        name
        for file in Path(icons.__file__).parents[1].rglob("templates/**/*.html")
        for name in re.findall(r'{% icon "([^"]+)"', file.read_text())
    }

    assert named <= set(ICONS)


def test_every_public_state_has_a_word() -> None:
    assert all(str(verdict.label) for verdict in VERDICTS.values())


class Form(forms.Form):
    credit = forms.CharField(label="Kredit foto", help_text="Nama/LAPN")
    agreed = forms.BooleanField(label="Setuju.")
    when = forms.ChoiceField(label="Kapan?", choices=[("a", "A")], widget=forms.RadioSelect)


def test_a_wrong_field_names_its_hint_and_its_error() -> None:
    shown = show("{% field form.credit %}", form=Form({}))

    assert 'id="id_credit_helptext"' in shown
    assert 'id="id_credit_error"' in shown
    described = re.search(r'<input[^>]+aria-describedby="([^"]+)"', shown)
    assert described is not None
    assert set(described[1].split()) == {"id_credit_helptext", "id_credit_error"}
    assert 'aria-invalid="true"' in shown


def test_choices_are_one_group_with_a_legend() -> None:
    shown = show("{% field form.when %}", form=Form())

    assert "<legend>Kapan?</legend>" in shown
    assert shown.count("<input") == 1


def test_a_summary_leads_to_each_wrong_field() -> None:
    shown = show("{% include 'ui/components/errors.html' %}", form=Form({}))

    with translation.override("id"):
        targets = re.findall(r'href="#([^"]+)"', shown)
    assert targets[:2] == ["id_credit", "id_agreed"]
    assert "Setuju: " in shown


def test_a_short_code_is_printed_in_groups() -> None:
    assert show("{{ code|grouped_code }}", code="7f3k92qdab") == "7F3K9-2QDAB"
    assert show("{{ name|initials }}", name="R. A. Kartika Sari, S.Kom.") == "RS"


def test_a_qr_code_draws_every_dark_module() -> None:
    text = "https://lapn.example/t/cek/7f3k92qdab"
    modules = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=2)]

    shown = show("{% qr text 'Kode' %}", text=text)

    drawn = sum(int(run) for run in re.findall(r"M\d+ \d+h(\d+)v", shown))
    assert drawn == sum(sum(row) for row in modules)
    assert f'viewBox="0 0 {len(modules)} {len(modules)}"' in shown
