"""What changed since somebody last saw a text, whether or not they decided anything about it."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from suluh.foundation.accounts import models as accounts
from suluh.foundation.audit.models import AuditRow
from suluh.foundation.org.models import Person
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import clock
from suluh.newsroom.editorial import models, operations, queries
from suluh.newsroom.editorial.pages.review import review_page
from suluh.newsroom.editorial.tests.makers import load_example, make_story, sign, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = make_house(clock.now())
    load_example(cast)
    return cast


@pytest.fixture
def alia(cast):
    client = Client()
    client.force_login(accounts.User.objects.get(email=cast.emails["alia"]))
    return client


def submitted(cast, story):
    return operations.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )


def anew(cast, story, copy, title):
    """Take a Copy back, change its title and submit it again."""
    operations.take_back(actor=cast.actor("alia"), copy_id=copy.id, now=cast.now)
    words = (title, "Warga dapat membaca muka air.", "Dua puluh sumur dibuka Rabu.")
    write(cast, story.content_id, "id", by="alia", words=words)
    return submitted(cast, story)


def opened(alia, copy):
    return alia.get(reverse("review", args=[copy.id])).context["page"]["compared"]


def test_a_copy_that_was_only_opened_is_what_the_next_one_is_compared_with(cast, alia):
    story = make_story(cast)
    first = submitted(cast, story)
    assert opened(alia, first) == ""

    second = anew(cast, story, first, "Sumur pantau dibuka Rabu")
    shown = alia.get(reverse("review", args=[second.id]))

    assert shown.context["page"]["compared"] == "Salinan 2 dibanding salinan 1 yang Anda baca"
    assert "<ins" in shown.content.decode()
    assert opened(alia, second) == "Salinan 2 dibanding salinan 1 yang Anda baca"


def test_a_copy_that_nobody_opened_between_is_passed_over(cast, alia):
    story = make_story(cast)
    first = submitted(cast, story)
    opened(alia, first)

    third = anew(cast, story, anew(cast, story, first, "Sumur kedua"), "Sumur ketiga")

    assert opened(alia, third) == "Salinan 3 dibanding salinan 1 yang Anda baca"


def test_what_one_opened_is_not_what_another_saw(cast, alia):
    story = make_story(cast)
    first = submitted(cast, story)
    opened(alia, first)

    second = anew(cast, story, first, "Sumur pantau dibuka Rabu")

    assert review_page(second, cast.actor("bram"), cast.now)["compared"] == ""


def test_a_signature_still_counts_and_has_the_better_words(cast):
    story = make_story(cast)
    copy = submitted(cast, story)
    step = next(one for one, people in queries.who_waits(copy, cast.now).items() if people)
    bram = cast.actor("bram")
    operations.note_seen(actor=bram, copy=copy, now=cast.now)
    sign(cast, copy, step, by="bram")

    second = anew(cast, story, copy, "Sumur pantau dibuka Rabu")

    assert review_page(second, bram, cast.now)["compared"] == (
        "Salinan 2 dibanding salinan 1 yang Anda tanda tangani"
    )


def test_looking_again_writes_nothing_and_looking_is_no_matter_of_the_audit(cast, alia):
    copy = submitted(cast, make_story(cast))
    before = AuditRow.objects.count()
    opened(alia, copy)
    (row,) = models.CopySeen.objects.all()

    for _again in range(3):
        opened(alia, copy)

    assert [(one.id, one.at) for one in models.CopySeen.objects.all()] == [(row.id, row.at)]
    assert AuditRow.objects.count() == before
    with pytest.raises(IntegrityError), transaction.atomic():
        models.CopySeen.objects.create(copy=copy, person_id=row.person_id, at=cast.now)


def test_neither_a_look_at_the_head_nor_a_stranger_leaves_a_mark(cast, alia):
    copy = submitted(cast, make_story(cast))
    gita = Client()
    gita.force_login(accounts.User.objects.get(email=cast.emails["gita"]))

    assert alia.head(reverse("review", args=[copy.id])).status_code == 200
    assert gita.get(reverse("review", args=[copy.id])).status_code == 404

    assert not models.CopySeen.objects.exists()


def test_the_mark_goes_with_the_person_and_stays_when_the_text_is_erased(cast, alia):
    story = make_story(cast)
    copy = submitted(cast, story)
    opened(alia, copy)
    operations.take_back(actor=cast.actor("alia"), copy_id=copy.id, now=cast.now)

    operations.erase_text(content_id=story.content_id, locale="id", now=cast.now)
    assert models.CopySeen.objects.count() == 1  # who did what and when stays
    stranger = Person.objects.create(name="Rara", email="rara@contoh.example", unit=copy.unit)
    models.CopySeen.objects.create(copy=copy, person=stranger, at=cast.now)
    stranger.delete()

    assert models.CopySeen.objects.count() == 1
