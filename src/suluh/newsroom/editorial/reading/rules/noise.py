"""Lines that are furniture of a page, each with the reason it is set aside.

`ANYWHERE` holds wherever the line stands; `EDGE` only before the first and after the last
paragraph of prose, because in between a short line may be text.
"""

import functools
import re
from dataclasses import dataclass
from typing import Final

from suluh.newsroom.editorial.reading.rules import dates, words
from suluh.newsroom.editorial.reading.story import Why


@dataclass(frozen=True, slots=True)
class Rule:
    """A name for tests and docs, the reason, and the pattern a whole line must match."""

    name: str
    why: Why
    pattern: re.Pattern[str]


def _rule(name: str, why: Why, pattern: str) -> Rule:
    return Rule(name, why, re.compile(pattern, re.IGNORECASE))


_LANGUAGE: Final = r"(?:id|en|in|ind|eng|indonesia|english|bahasa|bahasa indonesia|inggris|idn)"
_NUMBER: Final = r"\d[\d.,]*\s?(?:k|rb|ribu|jt)?"
_COUNTED: Final = (
    r"(?:kali|x|views?|viewers?|dilihat|dibaca|pembaca|pengunjung|hits?|reads?|komentar|comments?"
    r"|shares?|likes?|suka|klik|tayangan|kunjungan|unduhan|downloads?)"
)
ANYWHERE: Final = (
    _rule("separator", Why.SEPARATOR, r"[\s|*_=\-–—~#.·•:;/\\<>»›+^]+"),
    _rule(
        "skip_link",
        Why.NAVIGATION,
        r"(?:skip|langsung|lompat|lewati|loncat|jump)\s+(?:to|ke)\s+.{0,24}(?:content|konten"
        r"|isi|navigation|navigasi|utama|footer)",
    ),
    _rule(
        "back_to_top",
        Why.NAVIGATION,
        r"[↑^⬆]?\s*(?:(?:back|go|scroll|return) to (?:the )?top|kembali ke atas|ke atas)\s*[↑^⬆]?",
    ),
    _rule(
        "font_size",
        Why.NAVIGATION,
        r"(?:ukuran\s+(?:font|huruf|teks)|font(?:\s+size)?|text size)\s*:?(?:\s*(?:ukuran|size"
        r"|font|default|normal|kecil|besar|sedang|a|aa|aaa|reset|[-+|:]))*\s*",
    ),
    _rule("font_buttons", Why.NAVIGATION, r"(?:a\s?[-+]?\s*[|/]?\s*){2,4}|[-+]\s*a\s*[-+]"),
    _rule(
        "language_switch",
        Why.NAVIGATION,
        rf"{_LANGUAGE}(?:\s*[|/\-–]\s*|\s+){_LANGUAGE}(?:\s*[|/]\s*{_LANGUAGE})*",
    ),
    _rule("counter", Why.COUNTER, rf"{_NUMBER}\s*{_COUNTED}(?:\s+(?:dibaca|dilihat|dikunjungi))?"),
    _rule(
        "counter_label",
        Why.COUNTER,
        r"(?:telah |sudah )?(?:dibaca|dilihat|views?|hits?|viewed|read|reads|pengunjung"
        r"|dikunjungi|jumlah pembaca"
        rf"|pembaca|total views|jumlah dibaca|post views|komentar|comments?|shares?"
        rf"|likes?)\s*:?\s*(?:sebanyak\s*)?{_NUMBER}\s*(?:kali|x|times?|orang)?",
    ),
    _rule(
        "reading_time",
        Why.COUNTER,
        r"(?:waktu baca\s*:?\s*)?\d+\s*(?:menit|min|minutes?)\s*(?:baca|membaca|waktu baca|read)?",
    ),
    _rule("read_also", Why.RELATED, r"(?:baca|lihat|simak|read|see)\s+(?:juga|pula|also)\s*[:|].*"),
    _rule(
        "advertisement",
        Why.NAVIGATION,
        r"(?:advertisement|iklan|ads?|scroll (?:to continue|untuk melanjutkan).{0,40}"
        r"|pasang iklan.{0,20})",
    ),
    _rule(
        "placeholder",
        Why.PLACEHOLDER,
        r"(?:n/?a|null|undefined|none|nan|image|img|gambar|foto|\[(?:image|img|gambar|foto"
        r"|cid:.*)\]|no image|loading\.*)",
    ),
    _rule(
        "share_prompt",
        Why.NAVIGATION,
        r"(?:share|bagikan|sebarkan|bagi)\s*(?:this|ini|artikel|berita|on|ke|via|halaman"
        r"|ke media sosial|:)*\s*:?\s*(?:(?:facebook|fb|twitter|x|whatsapp|wa|telegram|line"
        r"|linkedin|instagram|email|e-mail|copy link|salin tautan|pinterest|tiktok|threads)[\s"
        r"|,/·•]*)*",
    ),
    _rule(
        "copyright",
        Why.LEGAL,
        r"(?:(?:copyright\s*(?:©|\(c\)|@|\d|by|:|-)|hak cipta\s*(?:©|\(c\)|\d|dilindungi)|©"
        r"|\(c\)).{0,160}|.{0,100}(?:all rights reserved|hak cipta dilindungi).{0,60})",
    ),
    _rule(
        "chat_stamp",
        Why.HEADER,
        r"\[?\d{1,2}[/.]\d{1,2}[/.]\d{2,4}[ ,]+\d{1,2}[.:]\d{2}(?:[.:]\d{2})?\]?"
        r"\s*(?:-\s*)?[^:]{0,40}:?"
        r"|(?:diteruskan|forwarded)(?: berkali-kali| many times)?",
    ),
)
EDGE: Final = (
    _rule(
        "breadcrumb",
        Why.NAVIGATION,
        r"(?:anda (?:berada )?di\s*(?:sini)?\s*:?\s*)?(?:home|beranda|depan"
        r"|halaman utama)\s*[/>»›|→-].*",
    ),
    _rule(
        "address",
        Why.ADDRESS,
        r"(?:alamat(?:\s+kantor)?\s*:.{3,160}|(?:jl|jln)\b\.?\s?.{3,160}"
        r"|jalan\s.{3,120}(?:\bno\.?\s?\d|\bkav\b|\bkode pos\b|\b\d{5}\b).{0,80}"
        r"|(?:gedung|gd\.|komplek(?:s)?)\s.{3,80}(?:\blantai\b|\blt\.|\bjl\b|\bjalan\b"
        r"|\bno\.\s?\d).{0,80})",
    ),
    _rule(
        "phone",
        Why.ADDRESS,
        r"(?:telp|telepon|tel|telephone|phone|fax|faks|faksimile|hp|wa|whatsapp|call cent(?:er"
        r"|re)|hotline|sms|t|f|p)\.?(?:\s*/\s*(?:fax|faks|wa"
        r"|hp))?\s*[.:]?\s*\(?\+?\d[\d\s()./,+\-–;&]{4,}(?:\(?(?:hunting|ext|wa|fax)\.?.{0,20})?",
    ),
    _rule("bare_phone", Why.ADDRESS, r"\(?\+?\d[\d\s()\-–.]{5,20}"),
    _rule(
        "electronic_address",
        Why.ADDRESS,
        r"(?:(?:e-?mail|surel|pos-el|website|situs(?: web)?|web|laman|instagram|ig|twitter"
        r"|facebook|fb|youtube|x|tiktok)\s*:?\s*)?(?:https?://\S+|www\.\S+|[\w.+\-]+(?:@"
        r"|\[at\])[\w.\-]+\.\w+|@\w[\w.]+|\S+\.go\.id/?\S*)",
    ),
    _rule(
        "postal_code", Why.ADDRESS, r".{3,80}(?:\bkode pos\b|\bindonesia\b|[-,–])\s*:?\s*\d{5}\.?"
    ),
    _rule(
        "tags",
        Why.TAGS,
        r"(?:tags?|tagar|kategori|category|categories|topik|label|kata kunci|keywords?"
        r"|filed under)\s*[:|].*",
    ),
    _rule("hashtags", Why.TAGS, r"(?:#\w+[\s,|]*)+"),
    _rule(
        "release_head",
        Why.HEADER,
        r"(?:siaran pers|press release|keterangan pers|rilis pers|media release|berita pers"
        r"|for immediate release|untuk segera (?:diterbitkan|disiarkan)|untuk disiarkan segera"
        r"|news release)(?:\s*[-:|]?\s*(?:no(?:mor)?\.?|number)\s*[:.]?\s*\S+.{0,40})?",
    ),
    _rule(
        "release_number",
        Why.HEADER,
        r"(?:no(?:mor)?|number)\.?\s*:?\s*(?=\S*\d)[\w./\-–]{3,60}(?:\s*/\s*[\w.\-]+){0,6}",
    ),
    _rule("mail_signature", Why.HEADER, r"(?:sent from my|dikirim dari|get outlook for).{0,40}"),
    _rule(
        "welcome",
        Why.HEADER,
        r"(?:selamat datang|welcome)\b.{0,80}"
        r"\b(?:website|situs|portal|laman|kami|resmi|site).{0,80}"
        r"|(?:website|situs|portal|laman)(?: web)? resmi\b.{0,80}",
    ),
    _rule(
        "publisher",
        Why.HEADER,
        r"(?:publisher|uploader|pengunggah|diunggah oleh)\s*:.{0,60}",
    ),
    _rule(
        "comment_form",
        Why.NAVIGATION,
        r"(?:alamat e-?mail anda tidak akan dipublikasikan|your email address will not be"
        r"|simpan nama, email|save my name|anda harus (?:log ?in|masuk)|you must be logged in"
        r"|batalkan balasan|cancel reply).*|(?:nama|name|email|situs web|website|komentar)\s*\*",
    ),
    _rule(
        "neighbours",
        Why.NAVIGATION,
        r"(?:(?:«|‹|←|<|»)\s*.{0,120}|.{0,120}\s*(?:»|›|→)|(?:previous|next|sebelumnya"
        r"|selanjutnya|berikutnya)(?: post| article| pos| berita)?\s*:.{0,120})",
    ),
)
_GROUPS: Final = re.compile(r"\s*[|•·»›]\s*|\s*\t\s*|\s{3,}|\s+[/>]\s+")
# A language switch among a few words ("0271 555-0142 ID | EN Login") is the top bar of a page.
_SWITCH: Final = re.compile(r"\b(?:ID|IN|IND|IDN)\s*[|/]\s*(?:EN|ENG)\b|\b(?:EN|ENG)\s*[|/]\s*ID\b")
_SWITCH_WORDS: Final = 10
_WORDS_ONLY: Final = re.compile(r"[^\w\s'’&()/.-]")


# A longer line is no furniture; the rules need not look at it.
LONGEST: Final = 1_000


@functools.lru_cache(maxsize=4096)
def anywhere(text: str) -> Rule | None:
    """Return the rule that sets this line aside wherever it stands."""
    if len(text) > LONGEST:
        return None
    return next((rule for rule in ANYWHERE if rule.pattern.fullmatch(text)), None)


@functools.lru_cache(maxsize=8192)
def reason(text: str, *, edge: bool) -> Why | None:
    """Return why a line or group is set aside, or None where it may be text."""
    if len(text) > LONGEST:
        return None
    if dates.is_stamp(text):
        return Why.DATE_STAMP
    rule = anywhere(text)
    if rule is None and edge:
        rule = next((one for one in EDGE if one.pattern.fullmatch(text)), None)
    if rule is not None:
        return rule.why
    if edge and is_related(text):
        return Why.RELATED
    return Why.NAVIGATION if edge and (is_menu(text) or is_menu_row(text)) else None


def is_related(text: str) -> bool:
    """Say whether a line is the heading of a list of other texts."""
    return _bare(text) in words.RELATED


def is_menu(text: str) -> bool:
    """Say whether a line or group is one entry of a menu."""
    return _bare(text) in words.MENU


def groups(text: str) -> list[tuple[int, int]]:
    """Return the spans of the groups of a line: between bars, bullets, tabs or wide gaps."""
    if len(text) > LONGEST:
        return []
    spans, at = [], 0
    for match in _GROUPS.finditer(text):
        spans.append((at, match.start()))
        at = match.end()
    return [(a, b) for a, b in [*spans, (at, len(text))] if text[a:b].strip()]


def is_menu_row(text: str) -> bool:
    """Say whether a line is a row of menu entries: half of its groups are known ones.

    Four or more groups of at most four words, none of them a sentence, are a row as well.
    """
    if _SWITCH.search(text) and len(text.split()) <= _SWITCH_WORDS:
        return True
    found = [text[a:b].strip() for a, b in groups(text)]
    if len(found) < 2:
        return False
    known = sum(1 for one in found if is_menu(one) or reason(one, edge=False) is not None)
    if known * 2 >= len(found) and all(len(one.split()) <= 6 for one in found):
        return True
    short = all(len(one.split()) <= 4 and one[-1] not in '.!?”"' for one in found)
    return len(found) >= 4 and short


def is_section(text: str) -> bool:
    """Say whether a short line names a section of a site rather than a headline."""
    bare = _bare(text).split()
    heads = (" ".join(bare[:2]), *bare[:1])
    return len(bare) <= 4 and any(head in words.SECTION for head in heads)


def is_letterhead(text: str) -> bool:
    """Say whether a line begins as an institution's name and holds no verb of a headline."""
    bare = _bare(text).split()
    heads = (" ".join(bare[:2]), *bare[:1])
    if not any(head in words.INSTITUTION for head in heads):
        return False
    return not any(word in words.HEADLINE_VERB or _has_verb_form(word) for word in bare[1:])


def _has_verb_form(word: str) -> bool:
    if len(word) >= 6 and word.endswith(("kan", "asi")):
        return word.endswith("kan") and word not in {"perikanan", "pendidikan", "kebijakan"}
    return len(word) >= 6 and word.startswith(
        ("meng", "meny", "memb", "memp", "ber", "diper", "ter")
    )


def _bare(text: str) -> str:
    return " ".join(_WORDS_ONLY.sub(" ", text).lower().split()).strip(" .-/&")
