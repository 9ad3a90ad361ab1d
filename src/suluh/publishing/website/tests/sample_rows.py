"""Plain rows for every public template, in both languages: what the bake hands over."""

from typing import Any

from django import forms
from django.utils.safestring import mark_safe

QR = mark_safe(
    '<svg class="qr" viewBox="0 0 3 3" role="img" aria-label="QR"><path d="M0 0h1v1H0z"/></svg>'
)
PICTURE = {
    "src": "/media/ab12-1200.webp",
    "srcset": "/media/ab12-600.webp 600w, /media/ab12-1200.webp 1200w",
    "width": 1200,
    "height": 675,
    "alt": "Papan duga bertanda merah dan hitam berdiri di muara.",
    "caption": "Juru air mencocokkan bacaan alat di Muara Lontara, Senin (16/11).",
    "credit": "Yohanes Tallo/LAPN",
}
SMALL = {
    "src": "/media/cd34-600.webp",
    "width": 600,
    "height": 338,
    "alt": "Tiga petugas di tanggul.",
}


class ContactForm(forms.Form):
    name = forms.CharField(label="Nama")
    email = forms.EmailField(label="Alamat surel", help_text="Hanya untuk menjawab Anda.")
    message = forms.CharField(label="Pesan", widget=forms.Textarea({"rows": 6}))
    topic = forms.ChoiceField(
        label="Tentang",
        choices=[("news", "Berita"), ("data", "Data")],
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(label="Saya setuju alamat saya disimpan untuk surel ini.")
    website = forms.CharField(label="Situs", required=False)


def base(locale: str, title: str = "") -> dict[str, Any]:
    other = "en" if locale == "id" else "id"
    return {
        "page": {
            "locale": locale,
            "title": title,
            "description": "Kabar dari Lembaga Air dan Pesisir Nusantara.",
            "address": f"https://lapn.example/{locale}/2026/11/papan-duga-7f3k92/",
            "alternates": [
                {"locale": locale, "url": f"https://lapn.example/{locale}/", "title": title},
                {"locale": other, "url": f"https://lapn.example/{other}/", "title": "x"},
            ],
            "updated": "Halaman dibuat 18 November 2026, 13.42 WIB",
            "crumbs": [{"label": "Beranda", "url": f"/{locale}/"}, {"label": "Berita", "url": ""}],
        },
        "institution": {
            "name": "Lembaga Air dan Pesisir Nusantara",
            "short": "LAPN",
            "host": "lapn.example",
            "address_lines": ["Jalan Tirta Nusantara 8", "Jakarta"],
            "email": "halo@lapn.example",
            "phone": "(021) 5550 0188",
            "phone_href": "+622155500188",
            "hours": "Senin–Jumat, 08.00–16.00 WIB",
            "emblem": "/media/emblem.svg",
            "responsible": "Biro Hubungan Masyarakat",
        },
        "menu": [
            {"label": "Berita", "url": f"/{locale}/arsip/", "current": True},
            {"label": "Tentang kami", "url": f"/{locale}/tentang/"},
        ],
        "links": {
            "home": f"/{locale}/",
            "archive": f"/{locale}/arsip/",
            "subscribe": f"/{locale}/langganan/",
            "contact": f"/{locale}/kontak/",
        },
        "footer": [
            {"title": "Informasi publik", "links": [{"label": "PPID", "url": f"/{locale}/ppid/"}]}
        ],
        "feeds": [{"type": "application/atom+xml", "title": "Berita", "url": "/feeds/id.atom"}],
        "demo": True,
    }


def item(title: str, **more: Any) -> dict[str, Any]:
    return {
        "title": title,
        "url": "/id/2026/11/contoh-aaaaaa/",
        "lead": "Angka yang dulu dicatat dua kali sehari sekarang terbuka.",
        "kind_label": "Berita",
        "unit": "Kanwil V Semarang",
        "time": "13.40 WIB",
        "time_iso": "2026-11-18T13:40+07:00",
        **more,
    }


VERSIONS = [
    {
        "number": 2,
        "time": "18 November 2026, 09.20 WIB",
        "time_iso": "2026-11-18T09:20+07:00",
        "state": "corrected",
        "note": "Jumlah muara dibetulkan.",
        "wrong": "dari 241 muara",
        "right": "dari 214 muara",
        "code": "7f3k92qdab",
    },
    {
        "number": 1,
        "time": "17 November 2026, 14.05 WIB",
        "time_iso": "2026-11-17T14:05+07:00",
        "state": "official",
    },
]

BLOCKS: list[dict[str, Any]] = [
    {"t": "p", "r": [["Lembaga ", "", ""], ["membuka", "b", ""], [" data <muka> air.", "", ""]]},
    {"t": "h2", "r": [["Dari catatan tangan", "", ""]]},
    {"t": "h3", "r": [["Alat dan papan", "", ""]]},
    {"t": "p", "r": [["Lihat ", "", ""], ["tabel pasang", "i", "content:abc"], [".", "", ""]]},
    {"t": "quote", "r": [["Sebelum membuka pintu tambak saya lihat angkanya.", "", ""]]},
    {
        "t": "list",
        "o": False,
        "i": [[["Melihat muka air", "", ""]], [["Mengunduh data", "bi", ""]]],
    },
    {"t": "list", "o": True, "i": [[["Buka halaman", "", "https://lapn.example/data"]]]},
    {"t": "figure", "n": 2},
    {
        "t": "table",
        "head": 1,
        "c": [
            [[["Pukul", "", ""]], [["Meter", "", ""]]],
            [[["06.00", "", ""]], [["1,73", "", ""]]],
        ],
    },
]


def story(**more: Any) -> dict[str, Any]:
    return {
        "title": "Papan duga di 214 muara kini terbaca tiap lima menit",
        "lead": "Siapa saja dapat melihatnya tanpa mendaftar.",
        "kind_label": "Siaran pers",
        "register_number": "12/BH/XI/2026",
        "byline": [
            {"role": "Penulis", "name": "Ayu Paramita"},
            {"role": "Foto", "name": "Y. Tallo"},
        ],
        "unit": {"name": "Direktorat Hidrologi", "url": "/id/arsip/hidrologi/"},
        "published": {
            "text": "Selasa, 17 November 2026, 14.05 WIB",
            "iso": "2026-11-17T14:05+07:00",
        },
        "lead_figure": PICTURE,
        "blocks": BLOCKS,
        "targets": {"content:abc": "/id/2026/10/tabel-bbbbbb/"},
        "figures": {2: PICTURE},
        "files": [{"url": "/media/ef56.pdf", "title": "Lampiran", "size": "84 KB", "type": "PDF"}],
        "corrections": [
            {
                "time": "18 November 2026, 09.20 WIB",
                "time_iso": "2026-11-18T09:20+07:00",
                "note": "Versi pertama menyebut 241 muara. Yang benar 214.",
                "wrong": "Lembaga membuka data dari 241 muara.",
                "right": "Lembaga membuka data dari 214 muara.",
            }
        ],
        "versions": VERSIONS,
        "seal": {
            "code": "7f3k92qdab",
            "url": "/t/cek/7f3k92qdab",
            "qr": QR,
            "edition": 2,
            "replaces": 1,
            "approved_by": ["Kepala Biro Humas"],
            "fingerprint": "9c41 7be0 … 52fa",
        },
        "pair": {"url": "/en/2026/11/gauges-7f3k92/", "locale": "en", "label": "Read in English"},
        "print_url": "/id/2026/11/papan-duga-7f3k92/cetak/",
        "topics": [{"label": "Muka air"}, {"label": "Data terbuka", "url": "/id/topik/data/"}],
        "related": [
            item("Tiga tanggul selesai diperiksa", picture=SMALL),
            item("Rapat koordinasi"),
        ],
        "feeds": [{"url": "/feeds/id.atom", "label": "Umpan Atom"}],
        **more,
    }


UNITS = [
    {
        "label": "Kanwil I Medan",
        "url": "/id/arsip/medan/",
        "lines": ["Jalan Pesisir 1", "Medan"],
        "phone": "(061) 555 0101",
        "email": "medan@lapn.example",
        "feeds": [{"label": "RSS", "url": "/feeds/id/medan.rss"}],
    },
    {"label": "Biro Humas", "url": "/id/arsip/humas/", "feeds": []},
]
WITHDRAWN = {"text": "13 November 2026, 08.10 WIB", "iso": "2026-11-13T08:10+07:00"}


def pages(locale: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Name → (template, rows): one of every public page, in its several states."""
    rows = base(locale, "Papan duga di 214 muara")
    contact = {"desks": [{"title": "Meja informasi", "lines": ["Jalan Tirta 8"], "phone": "1500"}]}
    form = {"action": "/t/kontak", "trap": "website", "contact": contact}
    days = [
        {"label": "Rabu 18 November", "stories": [item("Layanan data dipelihara"), item("Dua")]}
    ]
    home = {
        "lead": item("Papan duga di 214 muara", picture=PICTURE, state="corrected"),
        "teasers": [item("Tujuh botol", picture=SMALL), item("Tanpa gambar")],
        "days": days,
        "units": [{"label": "Kanwil I Medan", "url": "/id/arsip/medan/", "count": 12}],
    }
    months = [
        {"short": "Okt", "long": "Oktober", "count": 38, "url": "/id/arsip/2026/10/", "share": 90},
        {
            "short": "Nov",
            "long": "November",
            "count": 17,
            "url": "/id/arsip/2026/11/",
            "share": 40,
            "current": True,
        },
        {"short": "Des", "long": "Desember"},
    ]
    gone = {
        "title": "Peringatan pasang",
        "state": "withdrawn",
        "reason_url": "/id/x/",
        "time": "12 Nov",
    }
    archive = {
        "title": "Direktorat Hidrologi",
        "intro": "Semua tulisan unit ini, bulan demi bulan.",
        "heading": "November 2026",
        "summary": "17 tulisan",
        "years": [
            {"label": "2025", "url": "/id/arsip/2025/"},
            {"label": "2026", "current": True},
        ],
        "months": months,
        "days": [
            {
                "anchor": "d18",
                "date": "18 November",
                "weekday": "Rabu",
                "stories": [item("Ralat", state="corrected"), gone],
            }
        ],
        "previous": {"url": "/id/arsip/2026/10/", "label": "Oktober 2026, 38 tulisan"},
        "units": [{"label": "Semua unit", "url": "/id/arsip/", "current": True}],
        "feeds": [{"url": "/feeds/h.atom", "label": "Umpan Atom"}],
        "subscribe_url": "/id/langganan/",
    }
    standing = {
        "title": "Tentang kami",
        "lead": "Apa yang kami kerjakan.",
        "blocks": BLOCKS,
        "targets": {},
        "figures": {},
        "reviewed": {"text": "1 November 2026", "iso": "2026-11-01"},
        "unit": {"name": "Biro Humas"},
        "children": [{"label": "Sejarah", "url": "/id/sejarah/"}],
    }
    sent_back = ContactForm({"name": "Sari", "email": "bukan alamat"})
    left = {
        "title": "Berhenti berlangganan?",
        "text": "Satu tekan, dan tidak ada surel lagi.",
        "button": {
            "action": "/t/berhenti/abc",
            "label": "Berhenti",
            "hidden": [{"name": "List-Unsubscribe", "value": "One-Click"}],
        },
        "link": {"url": "/id/", "label": "Halaman depan"},
    }
    confirmed = {
        "title": "Anda berlangganan",
        "text": "Terima kasih.",
        "tone": "ok",
        "note": "Aktif.",
    }
    return {
        "home": ("website/home.html", {**rows, "home": home}),
        "home-empty": ("website/home.html", {**rows, "home": {}}),
        "story": ("website/story.html", {**rows, "story": story()}),
        "story-bare": (
            "website/story.html",
            {
                **rows,
                "story": {
                    "title": "Satu kalimat",
                    "published": story()["published"],
                    "blocks": BLOCKS[:1],
                    "no_pair": "Belum ada dalam bahasa Inggris",
                },
            },
        ),
        "withdrawn": (
            "website/withdrawn.html",
            {
                **rows,
                "story": story(
                    state="withdrawn",
                    withdrawn=WITHDRAWN,
                    reason="Angka di dalamnya belum diperiksa.",
                    replacement={"url": "/id/y/", "title": "Penjelasan lengkap"},
                ),
            },
        ),
        "erased": (
            "website/withdrawn.html",
            {**rows, "story": {"state": "erased", "withdrawn": WITHDRAWN}},
        ),
        "archive": ("website/archive.html", {**rows, "archive": archive}),
        "archive-empty": (
            "website/archive.html",
            {**rows, "archive": {"title": "Berita", "heading": "Januari 2026"}},
        ),
        "page": ("website/page.html", {**rows, "standing": standing}),
        "contact": ("website/contact.html", {**rows, **form, "form": ContactForm()}),
        "contact-wrong": ("website/contact.html", {**rows, **form, "form": sent_back}),
        "subscribe": ("website/subscribe.html", {**rows, **form, "form": ContactForm()}),
        "message": ("website/message.html", {**rows, "message": left}),
        "message-ok": ("website/message.html", {**rows, "message": confirmed}),
        "404": ("website/404.html", {**rows, "near": [item("Papan duga")]}),
        "404-asked": ("website/404.html", {**rows, "asked": "/id/berita/241-muara"}),
        "print": ("website/print.html", {**rows, "story": story()}),
        "units": ("website/units.html", {**rows, "units": UNITS}),
        "feeds": ("website/feeds.html", {**rows, "units": UNITS}),
    }
