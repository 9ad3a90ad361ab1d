from collections import Counter
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.kernel.canonical import body_part
from suluh.newsroom.planning.rules import blocks_of, plain_of, read_paste
from suluh.newsroom.planning.rules.activities import WHAT_LENGTH
from suluh.newsroom.planning.rules.dates import find_date, find_time
from suluh.newsroom.planning.rules.marked import runs_of

TODAY = date(2026, 11, 21)  # a Saturday

REPORT = """[10:32, 20/11/2026] Yance UPT Ranti: Diteruskan
Selamat pagi Bapak/Ibu, izin melaporkan

*Empat puluh nelayan menerima alat ukur gelombang* dan belajar membacanya sebelum melaut. Alat itu \
dibagikan _gratis_.

Hari/tanggal : Kamis, 19 November 2026
Waktu : pukul 09.30 WIT
Tempat : Dermaga Ranti
Hadir : Marthen Rumaseuw, Kepala UPT; Kelompok Ombak Biru

- 40 alat ukur
- 3 pelatih
Info: https://ranti.example/alat.
"""


def test_a_report_answers_the_three_questions() -> None:
    found = read_paste(REPORT, TODAY)

    assert found.what == (
        "Empat puluh nelayan menerima alat ukur gelombang dan belajar membacanya sebelum melaut."
        " Alat itu dibagikan gratis."
    )
    assert found.event_date == date(2026, 11, 19)
    assert found.event_time == time(9, 30)
    assert found.place == "Dermaga Ranti"
    assert found.people == "Marthen Rumaseuw, Kepala UPT; Kelompok Ombak Biru"
    assert found.marks == "**__"
    assert found.description.endswith("[10:32, 20/11/2026] Yance UPT Ranti:\nDiteruskan")


def test_the_short_head_of_a_copied_message_is_no_answer() -> None:
    said = "[21/11 09.14] Rahmat: Diteruskan\n*Alat ukur* dibagikan di Dermaga Lama."

    found = read_paste(said, date(2026, 11, 22))

    assert found.what == "Alat ukur dibagikan di Dermaga Lama."
    assert found.event_date == date(2026, 11, 21)
    assert found.description == "[21/11 09.14] Rahmat:\nDiteruskan"


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def nothing_lost(text: str) -> None:
    found = read_paste(text, TODAY)
    assert letters(found.what + found.description + found.marks) == letters(text)
    assert len(found.what) <= WHAT_LENGTH


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        "",
        "*",
        "***",
        "_a_b_",
        "x" * 1000,
        "kata " * 200,
        "Halo.\n" * 30,
        "a *b\nc* d",
        "`kode`",
    ],
)
def test_nothing_is_lost(text: str) -> None:
    nothing_lost(text)


WORDS = st.sampled_from(
    ["*", "_", "~", "```", "`", " ", "\n", "\n\n", ". ", "Kata", "Kamis 19/11/2026",
     "di Aula Besar",
     "[10.32, 20/11/2026] Budi: ", "Diteruskan\n", "Tempat: ", "Selamat pagi", "- ", "1. ", "> "]
)  # fmt: skip


@given(st.lists(WORDS, max_size=40).map("".join))
def test_nothing_is_lost_whatever_is_pasted(text: str) -> None:
    nothing_lost(text)


@given(st.lists(WORDS, max_size=40).map("".join))
def test_every_description_becomes_canonical_blocks(text: str) -> None:
    body_part(blocks_of(text))


def test_a_short_note_without_labels() -> None:
    found = read_paste("Kemarin kami memeriksa 12 pelampung di Selat Muara Sepi, jam 7.", TODAY)

    assert found.event_date == date(2026, 11, 20)
    assert found.event_time == time(7, 0)
    assert found.place == "Selat Muara Sepi"
    assert found.what.startswith("Kemarin kami memeriksa")
    assert found.description == ""


def test_the_day_a_message_was_sent_counts_where_it_says_yesterday() -> None:
    text = "12/11/26, 08.10 - Budi: Kemarin panen garam berlangsung di tambak Karangjati"

    found = read_paste(text, TODAY)
    assert found.event_date == date(2026, 11, 11)
    assert found.place == "tambak Karangjati"


def test_an_invisible_character_is_no_letter() -> None:
    assert (
        read_paste("Pelatihan\u202e dimulai\u200b pagi ini", TODAY).what
        == "Pelatihan dimulai pagi ini"
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Kamis, 19 November 2026", date(2026, 11, 19)),
        ("19 Nov", date(2026, 11, 19)),
        ("2 Januari", date(2027, 1, 2)),
        ("18 - 19 November 2026", date(2026, 11, 18)),
        ("tanggal 19/11/26", date(2026, 11, 19)),
        ("19-11-2026", date(2026, 11, 19)),
        ("19.11.2026", date(2026, 11, 19)),
        ("3/12", date(2026, 12, 3)),
        ("hari ini", TODAY),
        ("tadi pagi", TODAY),
        ("kemarin lusa", date(2026, 11, 19)),
        ("besok", date(2026, 11, 22)),
        ("31 Februari 2026", None),
        ("naik 3.4 persen", None),
        ("Nomor 12/345/2026", None),
        ("", None),
    ],
)
def test_days_in_indonesian(text: str, day: date | None) -> None:
    assert find_date(text, TODAY) == day


def test_hours_in_indonesian() -> None:
    assert find_time("pkl. 13.05 WITA") == time(13, 5)
    assert find_time("jam 25.00") is None
    assert find_time("3 jam perjalanan") is None


def test_marks_become_runs() -> None:
    assert runs_of("Ini *tebal*, _miring_, *_dua-duanya_* dan ~coret~.") == [
        ["Ini ", "", ""], ["tebal", "b", ""], [", ", "", ""], ["miring", "i", ""], [", ", "", ""],
        ["dua-duanya", "bi", ""], [" dan coret.", "", ""],
    ]  # fmt: skip
    assert plain_of("2*3*4 dan nama_berkas_ini") == "2*3*4 dan nama_berkas_ini"
    assert runs_of("Lihat https://a.example/x, ya")[1] == [
        "https://a.example/x", "", "https://a.example/x"
    ]  # fmt: skip


def test_lists_and_quotes_become_blocks() -> None:
    blocks = blocks_of("Isi\n\n- satu\n* dua\n1. tiga\n> *kata* Budi")

    assert blocks == [
        {"t": "p", "r": [["Isi", "", ""]]},
        {"t": "list", "o": False, "i": [[["satu", "", ""]], [["dua", "", ""]]]},
        {"t": "list", "o": True, "i": [[["tiga", "", ""]]]},
        {"t": "quote", "r": [["kata", "b", ""], [" Budi", "", ""]]},
    ]
