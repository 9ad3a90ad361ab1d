"""Views of one's own, notices, and what waits in the navigation."""

import pytest
from django.test import Client
from django.urls import reverse

from suluh.foundation.accounts import models as accounts
from suluh.foundation.notify import operations as notify
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import clock
from suluh.newsroom.editorial import operations as editorial
from suluh.newsroom.editorial import queries as texts
from suluh.newsroom.editorial.operations.commenting import Remark, write_comment
from suluh.newsroom.editorial.queries.desk import count_waiting
from suluh.newsroom.editorial.tests.makers import load_example, make_story
from suluh.project import notices as handlers
from suluh.workspace import models
from suluh.workspace.navigation import waiting
from suluh.workspace.rules import clean_query

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = make_house(clock.now())
    load_example(cast)
    return cast


def signed_in(cast, name, *, strict=False):
    client = Client(enforce_csrf_checks=strict)
    client.force_login(accounts.User.objects.get(email=cast.emails[name]))
    return client


def keep(client, name="Sudah lama", query="keadaan=draft", place="stories"):
    return client.post(reverse("view_save"), {"place": place, "name": name, "query": query})


def test_only_the_filters_of_a_list_are_kept_in_a_fixed_order():
    said = "?sesudah=1&unit=KW1&keadaan=draft&q=+&__proto__=1"

    assert clean_query("stories", said) == "keadaan=draft&unit=KW1"
    assert clean_query("channels", "q=apa") == ""


def test_a_view_is_kept_shown_replaced_and_removed(cast):
    client = signed_in(cast, "alia")

    assert keep(client).url == "/naskah/?keadaan=draft"
    keep(client, query="keadaan=returned")
    row = models.SavedView.objects.get()
    shown = client.get("/naskah/?keadaan=returned").content.decode()
    assert "Sudah lama" in shown
    assert reverse("view_remove", args=[row.id]) in shown
    assert "Sudah lama" not in client.get("/kegiatan/").content.decode()
    assert client.post(reverse("view_remove", args=[row.id])).url == "/naskah/"
    assert not models.SavedView.objects.exists()


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"query": ""}, 422),
        ({"name": " "}, 422),
        ({"name": "x" * 41}, 422),
        ({"query": "q=" + "x" * 600}, 422),
        ({"place": "house"}, 404),
    ],
)
def test_a_view_that_makes_no_sense_is_refused_in_words(cast, said, status):
    assert keep(signed_in(cast, "alia"), **said).status_code == status
    assert not models.SavedView.objects.exists()


def test_a_person_has_at_most_a_dozen_views_of_a_list(cast):
    client = signed_in(cast, "alia")
    for number in range(12):
        assert keep(client, name=f"Tampilan {number}").status_code == 302

    assert keep(client, name="Satu lagi").status_code == 422
    assert keep(client, name="Tampilan 3", query="q=baru").status_code == 302


def test_nobody_removes_anothers_view(cast):
    keep(signed_in(cast, "alia"))
    row = models.SavedView.objects.get()

    page = signed_in(cast, "gita").post(reverse("view_remove", args=[row.id]))

    assert page.status_code == 404
    assert models.SavedView.objects.exists()


def test_notices_are_read_and_name_only_what_one_may_read(cast):
    story = make_story(cast)
    payload = {"content_id": story.content_id}
    people = [str(cast.actor(name).person_id) for name in ("alia", "gita")]
    for minutes in (0, 1):
        now = cast.now.replace(minute=minutes)
        handlers.on_comment_written(payload | {"tell": people}, now)
    alia, gita = signed_in(cast, "alia"), signed_in(cast, "gita")

    mine = alia.get(reverse("notices")).content.decode()
    assert mine.count("Sumur pantau") == 1
    assert "Sumur pantau" not in gita.get(reverse("notices")).content.decode()
    assert alia.get("/").context["frame"]["news_count"] == 1
    assert alia.post(reverse("notices")).status_code == 302
    assert alia.get("/").context["frame"]["news_count"] == 0


def test_an_unread_notice_of_the_same_page_moves_up(cast):
    person = cast.actor("alia").person_id
    said = {"kind": "comment", "subject": "Hai", "url": "/naskah/x/"}
    for minute in (3, 5):
        notify.notify([person], now=cast.now.replace(minute=minute), **said)
    notify.mark_read(person_id=person, now=cast.now)
    notify.notify([person], now=cast.now.replace(minute=7), **said)

    page = signed_in(cast, "alia").get(reverse("notices")).context["page"]
    assert len(page["rows"]) == 2
    assert page["new"] == 1


def test_the_navigation_counts_what_the_desk_shows(cast):
    story = make_story(cast)
    copy = editorial.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )

    for name in cast.emails:
        actor = cast.actor(name)
        assert count_waiting(actor) == len(texts.waiting_for(actor, cast.now)), name

    remark = Remark("Angka mana?", "id", "title")
    write_comment(
        actor=cast.actor("bram"), content_id=story.content_id, remark=remark, now=cast.now,
        copy_id=copy.id,
    )  # fmt: skip
    assert waiting(cast.actor("alia"))["desk"] == 1
    assert waiting(cast.actor("bram"))["desk"] == 1
    assert waiting(cast.actor("gita"))["desk"] == 0
    assert "Angka mana?" in signed_in(cast, "alia").get("/").content.decode()


def test_what_waits_is_counted_with_one_query_each(cast, django_assert_num_queries):
    make_story(cast)
    actor = cast.actor("alia")

    with django_assert_num_queries(2):
        waiting(actor)


def test_the_forms_of_a_thread_carry_their_token(cast):
    story = make_story(cast)
    made = write_comment(
        actor=cast.actor("bram"), content_id=story.content_id, remark=Remark("Ya?"), now=cast.now
    )
    client = signed_in(cast, "alia", strict=True)
    page = client.get(reverse("story", args=[story.content_id]))
    token = page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    said = {"text": "Sudah", "csrfmiddlewaretoken": token, "kembali": "https://lain.example/"}

    answered = client.post(reverse("comment", args=[story.content_id, made.id]), said)

    assert answered.url == f"/naskah/{story.content_id}/komentar/{made.id}/#k-{made.id}"
