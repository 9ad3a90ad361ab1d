from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from suluh.kernel.bilingual import Bilingual
from suluh.newsroom.assets import rules
from suluh.newsroom.assets.rules import Consent

DAY = date(2026, 11, 21)
PICTURE = rules.PictureRow(
    id=UUID(int=1), digest="a" * 64, width=1000, height=500, unit_code="U", unit_path="/U/",
    title="", caption=Bilingual(""), alt=Bilingual(""), credit="", consent=Consent.UNANSWERED,
    consent_by="", consent_date=None, guardian="", guardian_date=None, focal_x=50, focal_y=50,
    rights_note="", rights_until_date=None, taken_date=None, uploaded_by_id=UUID(int=2),
    uploaded_at=datetime(2026, 11, 21, tzinfo=UTC), version=1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"consent": Consent.UNANSWERED}, rules.UNANSWERED),
        ({"consent": Consent.NOBODY}, ""),
        ({"consent": Consent.GIVEN}, rules.NO_CONSENT),
        ({"consent": Consent.GIVEN, "consent_by": "Ibu Sari"}, rules.NO_CONSENT),
        ({"consent": Consent.GIVEN, "consent_by": "Ibu Sari", "consent_date": DAY}, ""),
        ({"consent": Consent.OFFICIAL}, rules.NO_OFFICIAL),
        ({"consent": Consent.OFFICIAL, "consent_by": "Kepala UPT"}, ""),
        ({"consent": Consent.CHILD}, rules.NO_GUARDIAN),
        ({"consent": Consent.CHILD, "consent_by": "x", "consent_date": DAY}, rules.NO_GUARDIAN),
        ({"consent": Consent.CHILD, "guardian": "Bapak Yus"}, rules.NO_GUARDIAN),
        ({"consent": Consent.CHILD, "guardian": "Bapak Yus", "guardian_date": DAY}, ""),
    ],
)
def test_people_in_a_picture_are_asked_first(answer: dict[str, object], reason: str) -> None:
    assert rules.may_be_published(replace(PICTURE, **answer), DAY) == reason


def test_one_unit_cannot_answer_away_what_another_said() -> None:
    nobody = replace(PICTURE, consent=Consent.NOBODY)
    child = replace(PICTURE, consent=Consent.CHILD)

    assert rules.why_none_may([nobody, child], DAY) == rules.NO_GUARDIAN
    assert rules.why_none_may([nobody, PICTURE], DAY) == ""
    assert rules.why_none_may([PICTURE], DAY) == rules.UNANSWERED
    assert rules.why_none_may([], DAY) == ""


def test_rights_end_after_their_last_day() -> None:
    picture = replace(PICTURE, consent=Consent.NOBODY, rights_until_date=DAY)

    assert rules.may_be_published(picture, DAY) == ""
    assert rules.may_be_published(picture, date(2026, 11, 22)) == rules.EXPIRED


def test_every_answer_and_refusal_has_words() -> None:
    assert set(rules.CONSENT_LABELS) == set(Consent)
    assert all(rules.REFUSALS.values())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"GIF89a" + b"0" * 50, "not_a_picture"),
        (b"<html><script>", "not_a_picture"),
        (b"<?xml version='1.0'?><SVG xmlns=''><script/></svg>", "drawing"),
        (b"\0\0\0\x18ftypheic" + b"0" * 20, "phone_format"),
        (b"%PDF-1.7", "not_a_picture"),
        (b"\xff\xd8\xff\xe0" + bytes(rules.MOST_BYTES), "too_large"),
        (b"\xff\xd8\xff\xe0", ""),
        (b"RIFF\0\0\0\0WEBP", ""),
        (b"RIFF\0\0\0\0WAVE", "not_a_picture"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(data: bytes, code: str) -> None:
    assert rules.refusal_of(data) == code


def test_the_smallest_width_that_is_large_enough_is_served() -> None:
    assert rules.rendition_widths(1000) == (320, 640, 960)
    assert rules.serving_width(300, 1000) == 320
    assert rules.serving_width(961, 1000) == 1000
    assert rules.serving_width(5000, 1000) == 1000
    assert rules.serving_width(100, 200) == 200
