"""Each small rule by itself."""

import pytest

from suluh.newsroom.editorial.reading.rules import (
    captions,
    credits,
    dateline,
    dates,
    marks,
    noise,
)
from suluh.newsroom.editorial.reading.story import Why

FURNITURE = [
    ("skip to Main Content", Why.NAVIGATION),
    ("Lewati ke konten utama", Why.NAVIGATION),
    ("Back To Top", Why.NAVIGATION),
    ("ID | EN", Why.NAVIGATION),
    ("0271 555-0142 ID | EN Masuk Pegawai", Why.NAVIGATION),
    ("Font: Ukuran: - +", Why.NAVIGATION),
    ("A- A A+", Why.NAVIGATION),
    ("Beranda » Berita » Pusat", Why.NAVIGATION),
    ("Peta Situs | LPSE | Hubungi Kami", Why.NAVIGATION),
    ("Bagikan: Facebook Twitter WhatsApp", Why.NAVIGATION),
    ("1538 kali", Why.COUNTER),
    ("Dibaca: 1.204 kali", Why.COUNTER),
    ("3 menit baca", Why.COUNTER),
    ("Jl. Kenanga Raya No. 14, Purwasari", Why.ADDRESS),
    ("Telp. (021) 555-1234", Why.ADDRESS),
    ("Email: humas@damar.example", Why.ADDRESS),
    ("Rabu, 18 September 2024 pukul 15:20:11 WIB", Why.DATE_STAMP),
    ("Diterbitkan pada 3/10/2023", Why.DATE_STAMP),
    ("2 jam yang lalu", Why.DATE_STAMP),
    ("***", Why.SEPARATOR),
    ("|", Why.SEPARATOR),
    ("N/a", Why.PLACEHOLDER),
    ("SIARAN PERS", Why.HEADER),
    ("SELAMAT DATANG DI WEBSITE RESMI", Why.HEADER),
    ("Berita Sebelumnya", Why.NAVIGATION),
    ("Nomor: 12/SP/HM/2024", Why.HEADER),
    ("Tags: pasar, warga", Why.TAGS),
    ("#DamarMaju #Warga", Why.TAGS),
    ("Berita Terkait", Why.RELATED),
    ("Baca juga: Panen Raya di Randu", Why.RELATED),
    ("Copyright © 2024 Kota Damar", Why.LEGAL),
]
TEXT = [
    "Jalan Rusak di Randu Diperbaiki, Warga Ikut Bergotong-royong",
    "Hak Cipta Motif Tenun Damar Kini Terdaftar",
    "Pemkot Damar Bagikan Sembako untuk 12000 Warga",
    "Kota Damar Raih Penghargaan Kota Layak Anak",
    "Foto Bersama Bupati Viral di Media Sosial",
    "Dibaca 1.000 Siswa, Koran Sekolah Ini Tetap Terbit",
    "Salam sehat dari kami semua.",
    "Selamat Datang Petani Muda Lembah Hijau",
]


@pytest.mark.parametrize(("text", "why"), FURNITURE)
def test_furniture_is_known(text: str, why: Why) -> None:
    assert noise.reason(text, edge=True) is why


@pytest.mark.parametrize("text", TEXT)
def test_text_is_left_alone_even_at_the_edge(text: str) -> None:
    assert noise.reason(text, edge=True) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("dibuka Kamis (27/10/2022) di balai", "2022-10-27"),
        ("pada Senin, 6 Juli 2020 malam", "2020-07-06"),
        ("digelar Selasa (3/10/23)", "2023-10-03"),
        ("digelar Senin–Selasa (6-7/7/2020)", "2020-07-06"),
        ("held on Tuesday, October 3, 2023 in town", "2023-10-03"),
        ("sesuai Keputusan tanggal 3 Mei 2019, lomba digelar Rabu (5/6/2019)", "2019-06-05"),
        ("berlaku sejak 1 Januari 2020", ""),
        ("pada 31/02/2020 yang tidak ada", ""),
        ("tidak ada tanggal", ""),
    ],
)
def test_the_day_of_the_event_is_read(text: str, iso: str) -> None:
    assert dates.event_date([text]) == iso


def test_a_day_without_year_takes_the_year_of_the_page() -> None:
    assert dates.dated_by(["digelar Rabu (6/11)"], "2024-11-07") == "2024-11-06"
    assert dates.dated_by(["digelar Selasa (31/12)"], "2025-01-01") == "2024-12-31"
    assert dates.dated_by(["digelar Rabu (6/11)"], "") == ""


@pytest.mark.parametrize(
    ("lead", "place"),
    [
        ("Jakarta-Humas Damar, Era baru dimulai", "Jakarta"),
        ("Damar – Di era penguatan lembaga", "Damar"),
        ("PULAU SERIBU - Warga menanam bakau", "Pulau Seribu"),
        ("Damar, 21 Agustus 2024 – Pemerintah Kota", "Damar"),
        ("Damar (Kemenko) --- Menteri mengajak", "Damar"),
        ("Damar, Humas Pemkot - Wali Kota", "Damar"),
        ("Warga menanam bakau di pantai - dan pulang", ""),
        ("Menteri Pesisir - yang hadir", ""),
    ],
)
def test_the_place_of_a_dateline_is_read(lead: str, place: str) -> None:
    assert dateline.place(lead) == place


@pytest.mark.parametrize(
    ("lead", "outlet"),
    [
        ("SUARADAMAR.COM | Bogor - Warga", "SUARADAMAR.COM"),
        ("SuaraDamar.co.id, Bogor – Warga", "SuaraDamar.co.id"),
        ("damarkota.go.id | Bogor - Warga", ""),
        ("Damar - Warga", ""),
    ],
)
def test_another_outlet_is_seen_and_an_office_is_none(lead: str, outlet: str) -> None:
    assert dateline.outlet_prefix(lead)[0] == outlet


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Penulis: end", [("writer", "end")]),
        ("Penulis: Sari | Editor: Budi", [("writer", "Sari"), ("editor", "Budi")]),
        ("(Penulis: Sari/Editor: Budi)", [("writer", "Sari"), ("editor", "Budi")]),
        ("Teks/Foto: Danu", [("writer", "Danu")]),
        ("Oleh Sari Wulandari", [("writer", "Sari Wulandari")]),
        ("Oleh karena itu warga diminta bersabar", []),
        ("Editor yang baik membaca dua kali", []),
    ],
)
def test_credits_are_read_from_labels(text: str, names: list[tuple[str, str]]) -> None:
    assert [(one.role, one.name) for one in credits.labelled(text)] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("dan kolaboratif”. nov/suf", "nov/suf"),
        ("sebagai peserta. [PK]", "PK"),
        ("Salam Kehumasan !! (Niko-Humas Damar)", "Niko-Humas Damar"),
        ("selesai pada sore hari. (ari/hms)", "ari/hms"),
        ("melibatkan aparatur sipil negara (ASN).", None),
        ("melibatkan warga. (sebanyak dua ratus orang hadir)", None),
        ("dan/atau", None),
    ],
)
def test_initials_close_a_text(text: str, name: str | None) -> None:
    found = credits.tail_initials(text)

    assert (found.name if found else None) == name


def test_captions_are_known_by_credit_or_label() -> None:
    for text in (
        "Warga antre. (foto: sri)",
        "Warga antre. Foto: Dok. Humas",
        "Caption: Warga antre.",
    ):
        assert captions.find(text) is not None, text
    for text in ("Foto itu viral.", "Ia membawa kamera (baru).", "kata. " * 70 + "(foto: sri)"):
        assert captions.find(text) is None, text


def test_marks_need_a_pair_around_words() -> None:
    from_text = marks.Rich

    for text in ("2 * 3 * 4", "nama_berkas_panjang", "*) Penulis adalah guru", "harga* naik"):
        assert marks.emphasis(from_text(text))[1] == [], text
    assert marks.emphasis(from_text("*_kata_*"))[1] == ["*", "*", "_", "_"]


def test_a_path_is_no_line_break() -> None:
    pieces = [
        rich.text for rich, _ in marks.literal_breaks(marks.Rich("C:\\naskah\\nBaru\\n\\nlagi"))
    ]

    assert pieces == ["C:\\naskah", "Baru", "lagi"]
