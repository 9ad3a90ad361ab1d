"""What topics and readers are called. The code is stored and signed; the words may get better.

A topic that stands nowhere here is a code made of the words somebody typed, and is shown as those.
"""

import re
from collections.abc import Mapping
from typing import Final

from suluh.kernel.bilingual import Bilingual

AUDIENCES: Final[Mapping[str, Bilingual]] = {
    "public": Bilingual("masyarakat umum", "the general public"),
    "press": Bilingual("wartawan", "the press"),
    "partners": Bilingual("mitra kerja", "partners"),
    "staff": Bilingual("pegawai sendiri", "our own staff"),
}
TOPICS: Final[Mapping[str, Bilingual]] = {
    "about": Bilingual("tentang kami", "about us"),
    "accessibility": Bilingual("aksesibilitas", "accessibility"),
    "archives": Bilingual("arsip", "archives"),
    "awards": Bilingual("penghargaan", "awards"),
    "budget": Bilingual("anggaran", "budget"),
    "cooperation": Bilingual("kerja sama", "cooperation"),
    "corrections": Bilingual("ralat", "corrections"),
    "data": Bilingual("data", "data"),
    "dike": Bilingual("tanggul", "dikes"),
    "drought": Bilingual("kekeringan", "drought"),
    "early-warning": Bilingual("peringatan dini", "early warning"),
    "education": Bilingual("pendidikan", "education"),
    "fishermen": Bilingual("nelayan", "fishermen"),
    "floods": Bilingual("banjir", "floods"),
    "groundwater": Bilingual("air tanah", "groundwater"),
    "health": Bilingual("kesehatan", "health"),
    "instruments": Bilingual("alat ukur", "instruments"),
    "lakes": Bilingual("danau", "lakes"),
    "mangroves": Bilingual("bakau", "mangroves"),
    "openness": Bilingual("keterbukaan informasi", "open information"),
    "privacy": Bilingual("privasi", "privacy"),
    "regulations": Bilingual("peraturan", "regulations"),
    "reservoir": Bilingual("waduk dan embung", "reservoirs"),
    "rivers": Bilingual("sungai", "rivers"),
    "schools": Bilingual("sekolah", "schools"),
    "services": Bilingual("layanan", "services"),
    "small-islands": Bilingual("pulau kecil", "small islands"),
    "staffing": Bilingual("kepegawaian", "staffing"),
    "tariffs": Bilingual("tarif", "tariffs"),
    "terms": Bilingual("istilah", "terms"),
    "tidal-flood": Bilingual("rob", "tidal floods"),
    "tide": Bilingual("pasang surut", "tides"),
    "verify": Bilingual("pemeriksaan keaslian", "verification"),
    "volunteers": Bilingual("relawan", "volunteers"),
    "water-level": Bilingual("muka air", "water levels"),
    "water-quality": Bilingual("mutu air", "water quality"),
    "waves": Bilingual("gelombang", "waves"),
}
_CODES: Final = {
    word.casefold(): code
    for code, words in TOPICS.items()
    for word in (code, words.id, words.en)
}  # fmt: skip
_BETWEEN: Final = re.compile(r"[\W_]+")


def topic_word(code: str, locale: str) -> str:
    """Return what people call a topic: 'muka air' for 'water-level', 'sumur pantau' for its own."""
    return TOPICS[code].in_(locale) if code in TOPICS else _BETWEEN.sub(" ", code).strip()


def topic_code(word: str) -> str:
    """Return the code of a topic typed in either language; '' where no word was typed."""
    typed = " ".join(word.split()).casefold()
    return _CODES.get(typed) or _BETWEEN.sub("-", typed).strip("-")[:64].strip("-")


def audience_word(code: str, locale: str) -> str:
    """Return what the readers of a text are called; an older code is shown as its words."""
    return AUDIENCES[code].in_(locale) if code in AUDIENCES else _BETWEEN.sub(" ", code).strip()
