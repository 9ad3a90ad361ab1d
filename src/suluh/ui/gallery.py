"""The rows of the gallery: one example of every component, read by its page and by its tests."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from suluh.ui.marks import MARKS, VERDICTS

CLAUSE = {"label": "Pasal 12 ayat (2)", "url": "#clause", "title": "Persetujuan kepala biro"}


class ExampleForm(forms.Form):
    """Every kind of field; two are wrong when it is bound by `example_forms`."""

    title = forms.CharField(label=_("Title"), max_length=70, help_text=_("At most 70 letters."))
    credit = forms.CharField(label=_("Photo credit"))
    unit = forms.ChoiceField(
        label=_("Unit"), choices=[("bh", "Biro Hubungan Masyarakat"), ("jt", "Kanwil Jawa Tengah")]
    )
    body = forms.CharField(label=_("Note"), widget=forms.Textarea({"rows": 3}), required=False)
    when = forms.ChoiceField(
        label=_("When?"),
        choices=[("today", _("Today")), ("yesterday", _("Yesterday"))],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        choices=[("tide", "Pasang surut"), ("data", "Data terbuka")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    photo = forms.FileField(label=_("Photo"), required=False)
    embargo = forms.BooleanField(label=_("Hold until the time of publication"), required=False)


def example_forms() -> dict[str, forms.Form]:
    """The same form untouched and sent back with errors."""
    wrong = {"title": "Tanggul Karangjati selesai dua pekan lebih cepat", "unit": "bh"}
    return {
        "form": ExampleForm(prefix="clean", initial={"when": "today"}),
        "wrong": ExampleForm(wrong, prefix=""),
    }


STEPS = [
    {
        "state": "done",
        "person": "Siti Khoiriyah",
        "note": "menyerahkan",
        "post": "Kanwil Jawa Tengah",
        "clause": {"label": "Pasal 9 ayat (1)", "url": "#clause"},
        "time": "18 Nov 14.05 WIB",
        "time_iso": "2026-11-18T14:05+07:00",
    },
    {
        "state": "done",
        "person": "Bagas Prawiro",
        "note": "menyetujui sebagai Plt. Kepala Kanwil, untuk Ratna Wulandari",
        "clause": {"label": "Pasal 11 ayat (1)", "url": "#clause"},
        "time": "18 Nov 15.20 WIB",
        "time_iso": "2026-11-18T15:20+07:00",
    },
    {
        "state": "here",
        "person": "Yosefina Tallo",
        "note": "menelaah sebagai Kepala Biro",
        "clause": CLAUSE,
        "clock": {"kind": "soon", "label": "1 j 30 m", "left": 75},
    },
    {
        "state": "todo",
        "person": "Terbit",
        "note": "23 Nov, 06.00 WIB",
        "clause": {"label": "Pasal 15 ayat (1)"},
    },
]

TASKS = [
    {
        "title": "Klarifikasi: pintu air Karanganyar tidak ditutup",
        "url": "#story-1",
        "what": "Tulis tanggapan pertama",
        "clause": {"label": "Pasal 17 ayat (2)", "url": "#clause"},
        "clock": {"kind": "late", "label": "25 m", "note": "lewat dari 4 jam"},
        "action": {"label": "Tulis", "url": "#write", "main": True},
    },
    {
        "title": "Nelayan Teluk Ranti terima 40 alat ukur gelombang",
        "url": "#story-2",
        "what": "Sunting bahan · UPT Teluk Ranti, Papua",
        "clause": CLAUSE,
        "clock": {"kind": "ok", "label": "2 j 10 m", "left": 54, "note": "sisa dari 4 jam"},
        "action": {"label": "Sunting", "url": "#edit"},
    },
    {
        "title": "Surel pelanggan: jadwal pintu air lima provinsi",
        "url": "#delivery-7",
        "what": "Kiriman belum pasti, putus 09.12",
        "clock": {"kind": "hold", "label": "tanpa jam", "note": "menunggu Anda"},
        "action": {"label": "Periksa", "url": "#delivery-7"},
    },
]

LISTED: list[dict[str, Any]] = [
    {
        "title": "Sirene rob Tanjung Sekar diuji enam menit",
        "state": "submitted",
        "unit": "Kanwil Sulsel",
        "step": 3,
        "step_label": "telaah unit",
        "clock": {"kind": "late", "label": "3 j 05 m"},
        "languages": [{"locale": "id", "state": "draft"}, {"locale": "en", "state": "none"}],
    },
    {
        "title": "Peta genangan rob 2026 dibuka untuk umum",
        "state": "cleared",
        "unit": "Dit. Data Air",
        "step": 5,
        "step_label": "terbit",
        "clock": {"kind": "ok", "label": "3 j 20 m", "left": 83},
        "languages": [{"locale": "id", "state": "draft"}, {"locale": "en", "state": "stale"}],
        "on": True,
    },
    {
        "title": "Tarif uji mutu air tidak naik",
        "state": "published",
        "unit": "Lab. Mutu Air",
        "step": 6,
        "step_label": "terbit",
        "clock": {"kind": "done", "label": "tepat"},
        "languages": [{"locale": "id", "state": "live"}, {"locale": "en", "state": "live"}],
    },
]

DELIVERIES: list[dict[str, Any]] = [
    {
        "place": "Layanan kabar daerah",
        "url": "#delivery-7",
        "address": "https://kabar.example/masuk",
        "state": "unconfirmed",
        "time": "09.12.07",
        "time_iso": "2026-11-18T09:12:07+07:00",
        "open": True,
        "story": "Permintaan sudah keluar, jawaban tidak sampai. Mesin tidak mengirim ulang.",
        "choices": [{"label": "Putuskan", "url": "#delivery-7"}],
    },
    {
        "place": "Situs dan umpan",
        "url": "#delivery-8",
        "state": "delivered",
        "label": "Tampil di situs",
        "receipt": {"label": "Buka halaman", "url": "#page", "title": "/id/2026/11/tarif/"},
    },
    {
        "place": "Surel pelanggan",
        "url": "#delivery-9",
        "state": "delivered",
        "label": "Diterima server surel",
        "reason": "2.311 dari 2.318 surat",
    },
]


INSPECTOR: dict[str, Any] = {
    "title": "Tanggul Karangjati selesai dua pekan lebih cepat",
    "number": "N-2026-0388",
    "track": {"step": 4, "total": 5, "label": "setuju biro"},
    "full_url": "#full",
    "state": "submitted",
    "state_label": "Telaah kepala biro",
    "languages": [{"locale": "id", "state": "draft"}, {"locale": "en", "state": "draft"}],
    "rules": "Peraturan contoh 4/2025",
    "steps": STEPS,
    "checks": [
        {"state": "warn", "text": "Terjemahan EN baru setengah", "url": "#en", "label": "Buka"},
        {"state": "ok", "text": "Foto: keterangan, kredit, izin"},
        {"state": "bad", "text": "Pembicara belum berwenang untuk topik ini"},
    ],
    "notes": [
        {
            "person": "Yosefina Tallo",
            "time": "18 Nov 16.20",
            "passage": "melindungi 1.240 rumah",
            "text": "Beda dengan laporan Data Air. Mana yang dipakai?",
            "answer": "Nadira: diganti 1.204, sumber dicantumkan.",
        }
    ],
    "past": [
        {"time": "09.10", "text": "Dibekukan"},
        {"time": "18 Nov 14.05", "text": "Siti menyerahkan bahan, 3 foto"},
    ],
}


UPLOAD: Final[dict[str, Any]] = {
    "id": "photos",
    "name": "photos",
    "label": "Foto",
    "hint": "Dua atau tiga cukup: orang, alat, tempat.",
    "error": "Satu foto belum ada izinnya.",
    "accept": "image/*",
    "camera": True,
    "multiple": True,
    "files": [{"name": "dermaga.jpg", "size": "2,1 MB", "url": "#caption"}],
}
PALETTE: Final[dict[str, Any]] = {
    "action": "#find",
    "groups": [
        {
            "label": "Ke",
            "options": [
                {"label": "Meja", "url": "#desk", "icon": "desk", "note": "g m"},
                {"label": "Naskah", "url": "#stories", "icon": "story"},
            ],
        },
        {"label": "Buat", "options": [{"label": "Kegiatan", "url": "#n", "icon": "add"}]},
    ],
}


def rows() -> dict[str, Any]:
    """Everything `ui/gallery.html` reads."""
    return {
        "states": list(MARKS),
        "verdicts": list(VERDICTS),
        "clause": CLAUSE,
        "inspector": INSPECTOR,
        "steps": STEPS,
        "tasks": TASKS,
        "listed": LISTED,
        "deliveries": DELIVERIES,
        "pieces": [
            {"op": "=", "text": "Tanggul 3,4 kilometer itu menjaga "},
            {"op": "-", "text": "1.240"},
            {"op": "+", "text": "1.204"},
            {"op": "=", "text": " rumah di tiga desa."},
        ],
        "views": [
            {"label": "Semua", "url": "#all", "count": 18, "current": True},
            {"label": "Menunggu saya", "url": "#mine", "count": 5},
            {"label": "EN usang", "url": "#stale", "count": 2},
        ],
        "query": {"name": "q", "label": "Cari judul atau isi"},
        "chosen": [{"label": "Unit", "value": "semua kanwil", "remove_url": "#clear"}],
        "figures": [
            {"label": "Naskah terbit", "value": 7, "note": "tiga dari daerah"},
            {"label": "Kegiatan masuk", "value": 11, "note": "dua belum bersuara"},
            {"label": "Kiriman sampai", "value": 46},
        ],
        "decide": {
            "title": "Keputusan Anda",
            "clock": {"kind": "soon", "label": "1 j 30 m", "left": 75},
            "approve": {"url": "#approve", "label": "Setujui"},
            "send_back": {"url": "#return", "label": "Kembalikan"},
        },
        "upload": UPLOAD,
        "actions": [
            {"name": "do", "value": "remind", "label": "Ingatkan"},
            {"name": "do", "value": "export", "label": "Unduh CSV"},
        ],
        "action": {"url": "#new", "label": "Buat naskah"},
        "other": {"url": "#sample", "label": "Lihat contoh"},
        "palette": PALETTE,
        "undo": {"url": "#undo", "label": "Urungkan"},
        **example_forms(),
    }
