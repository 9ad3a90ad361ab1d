from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from suluh.foundation.audit.models import AuditRow
from suluh.foundation.outbox.models import Fact
from suluh.kernel.canonical import digest
from suluh.kernel.refusals import Refused, Stale
from suluh.newsroom.assets import models, operations, queries, rules
from suluh.newsroom.assets.tests import makers
from suluh.newsroom.assets.tests.makers import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def yance(settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    makers.house()
    return makers.person("yance.rumbiak@lpsn.example", "RANTI", "contributor")


@pytest.fixture
def stranger(yance):
    return makers.person("dewi.lestari@lpsn.example", "MUARA", "editor")


def upload(actor, data=None, unit_code="RANTI"):
    return operations.upload_picture(
        actor=actor,
        unit_code=unit_code,
        data=data or makers.jpeg(700, 500),
        filename="IMG_1.jpg",
        now=NOW,
    )


def test_an_uploaded_picture_is_kept_with_renditions_and_its_original(yance, tmp_path) -> None:
    data = makers.with_place_and_turn(6)

    picture = upload(yance, data)

    assert (picture.width, picture.height) == (40, 60)
    assert digest(queries.public_master(picture.digest)) == picture.digest
    assert (tmp_path / "originals" / digest(data)[:2] / f"{digest(data)}.jpg").read_bytes() == data
    assert picture.taken_date == date(2026, 11, 19)
    assert picture.consent is rules.Consent.UNANSWERED
    assert Fact.objects.get().kind == "PictureUploaded"
    assert AuditRow.objects.get().action == "picture.upload"


def test_renditions_are_found_by_digest_and_width(yance) -> None:
    picture = upload(yance)

    assert queries.rendition_widths(picture.digest) == (320, 640)
    assert queries.rendition(picture.digest, 320, "webp")[8:12] == b"WEBP"
    assert queries.rendition(picture.digest, 640, "jpeg")[:3] == b"\xff\xd8\xff"
    for wrong in ((picture.digest, 960, "webp"), ("../../etc", 320, "webp"), ("0" * 64, 0, "webp")):
        with makers.refused("no_picture"):
            queries.rendition(*wrong)


def test_sending_a_photo_again_makes_no_second_picture(yance, stranger) -> None:
    first, again = upload(yance), upload(yance)
    other = upload(stranger, unit_code="MUARA")

    assert again.id == first.id
    assert other.id != first.id
    assert other.digest == first.digest


def test_nobody_uploads_for_another_unit(yance, stranger) -> None:
    with makers.refused("other_unit"):
        upload(stranger)
    assert not models.Picture.objects.exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"<svg><script/></svg>", "drawing"), (b"\xff\xd8\xff\xe0 no", "damaged")],
)
def test_a_refused_file_is_kept_aside_and_audited(yance, tmp_path, data, code) -> None:
    with pytest.raises(Refused) as refused:
        operations.upload_picture(actor=yance, unit_code="RANTI", data=data, filename="a", now=NOW)

    assert refused.value.code == code
    assert AuditRow.objects.get().data["code"] == code
    assert [path.read_bytes() for path in tmp_path.rglob("*.refused")] == ([data] if data else [])


def test_words_and_consent_are_written_once_per_version(yance) -> None:
    picture = upload(yance)
    words = operations.Description(
        caption_id="  Nelayan menerima alat\u202e ukur. ", alt_id="Dua orang", credit="Yance",
        consent=rules.Consent.CHILD, guardian="Ibu Sari", guardian_date=date(2026, 11, 20),
        focal_x=20,
    )  # fmt: skip

    after = operations.describe_picture(
        actor=yance, picture_id=picture.id, description=words, version=1, now=NOW
    )

    assert after.caption.id == "Nelayan menerima alat ukur."
    assert after.version == 2
    assert rules.may_be_published(after, date(2026, 11, 21)) == ""
    with pytest.raises(Stale):
        operations.describe_picture(
            actor=yance, picture_id=picture.id, description=words, version=1, now=NOW
        )


def test_a_figure_part_speaks_one_language(yance) -> None:
    picture = upload(yance)
    words = operations.Description(caption_id="Dermaga Ranti", alt_id="Dermaga", credit="Yance")
    after = operations.describe_picture(
        actor=yance, picture_id=picture.id, description=words, version=1, now=NOW
    )

    assert queries.figure_part(after, "id") == {
        "v": 1, "image": picture.digest, "width": 700, "height": 500,
        "caption": "Dermaga Ranti", "alt": "Dermaga", "credit": "Yance",
    }  # fmt: skip
    assert queries.figure_part(after, "en")["caption"] == ""
    assert queries.why_unpublishable([picture.digest], NOW.date()) == {
        picture.digest: rules.UNANSWERED
    }


def test_another_unit_sees_and_describes_nothing(yance, stranger) -> None:
    picture = upload(yance)

    assert queries.list_pictures(stranger) == []
    with makers.refused("no_picture"):
        queries.find_visible(stranger, picture.id)
    with makers.refused("other_unit"):
        operations.describe_picture(
            actor=stranger, picture_id=picture.id, description=operations.Description(),
            version=1, now=NOW,
        )  # fmt: skip


def test_a_focal_point_lies_in_the_picture(yance) -> None:
    picture = upload(yance)
    with makers.refused("bad_focal_point"):
        operations.describe_picture(
            actor=yance, picture_id=picture.id, description=operations.Description(focal_x=101),
            version=1, now=NOW,
        )  # fmt: skip


def start(actor, size):
    return operations.start_upload(
        actor=actor, unit_code="RANTI", filename="IMG_2.jpg", size=size, now=NOW
    )


def piece(actor, upload_id, offset, data):
    return operations.receive_piece(
        actor=actor, upload_id=upload_id, offset=offset, data=data, now=NOW
    )


def test_an_upload_goes_on_where_the_line_broke(yance, tmp_path) -> None:
    data = makers.jpeg(700, 500)
    half = len(data) // 2
    under_way = start(yance, len(data))

    piece(yance, under_way.id, 0, data[:half])
    with pytest.raises(Stale):
        piece(yance, under_way.id, 0, data[:half])
    assert operations.get_upload(actor=yance, upload_id=under_way.id).received == half
    done = piece(yance, under_way.id, half, data[half:])

    picture = queries.find_visible(yance, done.picture_id)
    assert picture.width == 700
    assert piece(yance, under_way.id, len(data), b"").picture_id == picture.id
    assert not list((Path(tmp_path) / "uploads").iterdir())


def test_a_piece_written_but_not_counted_is_written_again(yance, tmp_path) -> None:
    data = makers.jpeg(700, 500)
    under_way = start(yance, len(data))
    piece(yance, under_way.id, 0, data[:100])
    part = tmp_path / "uploads" / f"{under_way.id}.part"
    part.write_bytes(data[:100] + b"lost before the commit")

    done = piece(yance, under_way.id, 100, data[100:])

    assert done.picture_id is not None


def test_an_upload_belongs_to_one_person(yance, stranger) -> None:
    under_way = start(yance, 1000)

    with makers.refused("no_upload"):
        piece(stranger, under_way.id, 0, b"x")
    with makers.refused("no_upload"):
        operations.get_upload(actor=yance, upload_id=uuid4())


@pytest.mark.parametrize(("size", "code"), [(0, "empty"), (rules.MOST_BYTES + 1, "too_large")])
def test_an_upload_has_limits(yance, size, code) -> None:
    with makers.refused(code):
        start(yance, size)


def test_a_piece_never_grows_beyond_what_was_announced(yance) -> None:
    under_way = start(yance, 10)
    with makers.refused("too_large"):
        piece(yance, under_way.id, 0, b"x" * 11)


def test_a_bad_file_ends_its_upload_with_the_sentence(yance) -> None:
    under_way = start(yance, 20)
    with makers.refused("not_a_picture"):
        piece(yance, under_way.id, 0, b"this is no picture..")
    assert not models.Upload.objects.exists()


def test_uploads_nobody_continues_are_dropped(yance, tmp_path) -> None:
    under_way = start(yance, 1000)
    piece(yance, under_way.id, 0, b"x" * 10)

    assert operations.drop_stale_uploads(now=NOW + timedelta(days=1)) == 0
    assert operations.drop_stale_uploads(now=NOW + timedelta(days=3)) == 1
    assert not list((tmp_path / "uploads").iterdir())
