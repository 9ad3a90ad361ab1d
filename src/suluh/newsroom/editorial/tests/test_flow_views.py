"""The whole way without script: import, write, translate, submit, review, sign, schedule."""

import hashlib
import io
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from suluh.foundation.accounts import models as accounts
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import clock
from suluh.newsroom.editorial import models, queries
from suluh.newsroom.editorial.queries import listing
from suluh.newsroom.editorial.tests.makers import load_example, make_story, sign_everything, write

pytestmark = pytest.mark.django_db
PASSWORD = "sandi-untuk-uji-saja"


@pytest.fixture
def cast():
    cast = make_house(clock.now())
    load_example(cast)
    return cast


class Person:
    """Somebody with a browser without script and, where needed, a second factor."""

    def __init__(self, cast, name, *, factor=True):
        self.user = accounts.User.objects.get(email=cast.emails[name])
        self.secret = generate_totp_secret()
        if factor:
            TOTP.activate(self.user, self.secret)
        self.client = Client()
        page = self.client.post(
            reverse("account_login"), {"login": self.user.email, "password": PASSWORD}
        )
        assert page.status_code == 302, page.content.decode()
        if factor:
            assert page.url == reverse("mfa_authenticate")
            page = self.client.post(page.url, {"code": self.code()})
            assert page.status_code == 302, page.content.decode()

    def code(self):
        cache.clear()  # the same code twice within its half minute
        counter = next(iter(yield_hotp_counters_from_time()))
        return f"{hotp_value(self.secret, counter):06d}"

    def get(self, name, *args, **query):
        return self.client.get(reverse(name, args=args), query)

    def post(self, address, *args, **data):
        return self.client.post(reverse(address, args=args), data)

    def forget_factor(self):
        session = self.client.session
        session["account_authentication_methods"] = [
            dict(one, at=one["at"] - 900) for one in session["account_authentication_methods"]
        ]
        session.save()


def text_data(**changed):
    return {
        "title": "Sumur pantau dibuka",
        "lead": "Warga membaca muka air.",
        "body": "Dua puluh **sumur** dibuka.\n\n- satu\n- dua",
        "based_on": "0",
        "credit_writer": "Alia",
        "follows": "on",
    } | changed


def test_a_story_goes_from_a_file_to_approved_by_forms_alone(cast):
    alia = Person(cast, "alia", factor=False)
    source = (
        "Sumur pantau dibuka\n\nKota Contoh, 18 November 2026 - Dua puluh sumur dibuka.\n\n"
        "Warga senang."
    )
    file = io.BytesIO(source.encode())
    file.name = "rilis.txt"

    page = alia.post("story_import", file=file, unit="KW1")
    assert page.status_code == 302
    story = models.Story.objects.get()
    content = story.content_id
    assert story.source_sha256 == hashlib.sha256(source.encode()).hexdigest()
    assert alia.client.get(page.url).status_code == 200

    text = story.texts.get()
    form = alia.get("story_text", content, "id").context["form"]
    same = {key: value for key, value in form.initial.items() if value is not None}
    before = text.body
    assert alia.post("story_text", content, "id", **same).status_code == 302
    text.refresh_from_db()
    assert (text.body, text.version) == (before, 1)

    english = text_data(title="Wells open", lead="Read.", body="Twenty wells.", source_version="1")
    assert alia.post("story_text", content, "en", **english).status_code == 302
    page = alia.get("story_submit", content)
    assert page.status_code == 200
    assert b"Bram" in page.content
    page = alia.post("story_submit", content, locales=["id", "en"], submit="1")
    assert page.status_code == 302, page.content.decode()
    copy = models.Copy.objects.get()

    people = {str(cast.actor(name).person_id): name for name in cast.emails}
    signed = {}
    while True:
        copy.refresh_from_db()
        if copy.state != "in_review":
            break
        step, waiting = min(queries.who_waits(copy, clock.now()).items())
        name = people[waiting[0].person]
        person = signed.setdefault(name, None) or Person(cast, name)
        signed[name] = person
        page = person.get("review", copy.id)
        assert page.status_code == 200
        confirm = person.client.get(page.context["page"]["decide"]["approve"]["url"])
        seen = confirm.context["seen"]
        done = person.post("review_sign", copy.id, step, seen=seen)
        assert done.status_code == 302, done.content.decode()
        assert done.url == reverse("review", args=[copy.id])

    assert copy.state == "cleared"
    assert len(signed) >= 2


def test_a_decision_asks_for_the_second_factor_again_and_goes_on(cast):
    story = make_story(cast)
    alia = Person(cast, "alia", factor=False)
    alia.post("story_submit", story.content_id, locales=["id"], submit="1")
    copy = models.Copy.objects.get()
    bram = Person(cast, "bram")
    url = bram.get("review", copy.id).context["page"]["decide"]["approve"]["url"]
    asked = bram.client.get(url).context
    bram.forget_factor()

    page = bram.client.post(asked["confirm"]["action"], {"seen": asked["seen"]})
    assert page.url.startswith(reverse("mfa_reauthenticate"))
    assert not copy.sign_offs.exists()
    page = bram.client.post(page.url, {"code": bram.code()})

    assert page.url == reverse("review", args=[copy.id])
    assert copy.sign_offs.exists()


def test_somebody_without_a_factor_cannot_decide(cast):
    dodi = Person(cast, "dodi", factor=False)

    assert dodi.get("stories").url == reverse("mfa_activate_totp")


def test_another_unit_learns_nothing(cast):
    story = make_story(cast)
    alia = Person(cast, "alia", factor=False)
    alia.post("story_submit", story.content_id, locales=["id"], submit="1")
    copy = models.Copy.objects.get()
    gita = Person(cast, "gita", factor=False)

    closed = [
        gita.get("story", story.content_id),
        gita.get("story_text", story.content_id, "id"),
        gita.post("story_text", story.content_id, "id", **text_data(based_on="1")),
        gita.get("story_facts", story.content_id),
        gita.get("story_submit", story.content_id),
        gita.post("story_submit", story.content_id, locales=["id"], submit="1"),
        gita.get("review", copy.id),
        gita.post("review_take_back", copy.id),
        gita.get("review_picture", copy.id, "0" * 64),
    ]
    assert [page.status_code for page in closed] == [404] * len(closed)
    listed = gita.get("stories").content.decode()
    assert "Sumur pantau" not in listed


def test_two_writers_see_both_texts(cast):
    story = make_story(cast)
    alia = Person(cast, "alia", factor=False)
    write(cast, story.content_id, "id", by="alia", words=("Judul dia", "Teras dia", "Isi dia"))

    page = alia.post(
        "story_text", story.content_id, "id", **text_data(based_on="1", title="Milikku")
    )
    shown = page.content.decode()
    assert page.status_code == 409
    assert "Judul dia" in shown
    assert "Milikku" in shown
    assert 'name="based_on" value="2"' in shown.replace('type="hidden" ', "")


def test_what_was_typed_stays_when_the_text_is_locked(cast):
    story = make_story(cast)
    alia = Person(cast, "alia", factor=False)
    alia.post("story_submit", story.content_id, locales=["id"], submit="1")

    page = alia.post(
        "story_text", story.content_id, "id", **text_data(based_on="1", title="Baru saja")
    )

    assert page.status_code == 422
    assert "Baru saja" in page.content.decode()


def test_preview_saves_nothing(cast):
    story = make_story(cast)
    alia = Person(cast, "alia", factor=False)

    page = alia.post("story_text", story.content_id, "id", **text_data(based_on="1", preview="1"))

    assert page.status_code == 200
    assert "<b>sumur</b>" in page.content.decode()
    assert story.texts.get().version == 1


def test_a_returned_text_comes_back_with_answers_and_changes(cast):
    story = make_story(cast)
    alia = Person(cast, "alia", factor=False)
    alia.post("story_submit", story.content_id, locales=["id"], submit="1")
    copy = models.Copy.objects.get()
    bram = Person(cast, "bram")
    step = next(iter(queries.who_waits(copy, clock.now())))

    page = bram.post("review_return", copy.id, step, whole="")
    assert page.status_code == 422
    data = {"whole": "", "note_id_title": "Angka mana?"}
    assert bram.client.post(reverse("review_return", args=[copy.id, step]), data).status_code == 302
    note = models.Comment.objects.get()
    assert (note.locale, note.part, note.returned) == ("id", "title", True)
    answered = alia.post("comment", story.content_id, note.id, text="Sudah diganti")
    assert answered.status_code == 302
    write(cast, story.content_id, "id", by="alia", words=("Sumur baru dibuka", "T", "Isi lain"))
    alia.post("story_submit", story.content_id, locales=["id"], submit="1")

    again = models.Copy.objects.get(number=2)
    shown = bram.get("review", again.id).content.decode()
    assert "<ins>" in shown
    assert "<del>" in shown
    assert "Sudah diganti" in shown


def test_an_approved_text_is_scheduled_read_early_and_taken_back(cast):
    story = make_story(cast)
    alia = Person(cast, "alia", factor=False)
    alia.post("story_submit", story.content_id, locales=["id"], submit="1")
    copy = sign_everything(cast, models.Copy.objects.get(), now=clock.now())
    citra = Person(cast, "citra")
    later = clock.now() + timedelta(days=2)

    wrong = citra.post("review_schedule", copy.id, due_at="2020-01-01T10:00:00")
    assert wrong.status_code == 422
    page = citra.post("review_schedule", copy.id, due_at=later.strftime("%Y-%m-%dT%H:%M:%S"))
    assert page.status_code == 302
    page = citra.post(
        "early_grant", copy.id, name="Rina", email="rina@contoh.example",
        expires_at=later.strftime("%Y-%m-%dT%H:%M:%S"),
    )  # fmt: skip
    link = page.context["link"]
    assert "/t/awal/" in link
    reader = models.EarlyReader.objects.get()
    assert citra.post("early_revoke", copy.id, reader.id).status_code == 302
    assert alia.post("review_take_back", copy.id).status_code == 302
    copy.refresh_from_db()
    assert copy.state == "taken_back"


def test_the_list_is_filtered_paged_and_exported(cast):
    story = make_story(cast)
    alia = Person(cast, "alia", factor=False)

    assert story.number in alia.get("stories", q="sumur").content.decode()
    assert story.number not in alia.get("stories", q="tiada").content.decode()
    assert story.number in alia.get("stories", **{"bahasa-naskah": "no-en"}).content.decode()
    assert story.number not in alia.get("stories", keadaan="published").content.decode()
    file = alia.get("stories_csv")
    assert file["Content-Type"].startswith("text/csv")
    assert story.number in file.getvalue().decode()


def test_the_csv_holds_every_story_in_the_readers_language(cast, monkeypatch):
    alia = Person(cast, "alia", factor=False)
    monkeypatch.setattr(listing, "SLICE", 2)
    for _one in range(5):
        make_story(cast)

    rows = alia.get("stories_csv").getvalue().decode("utf-8-sig").splitlines()

    numbers = [row.partition(",")[0] for row in rows[1:]]
    shown = [row.number for row in listing.list_stories(cast.actor("alia"), listing.StoryFilter(),
                                                        now=cast.now)]  # fmt: skip
    assert numbers == shown
    assert len(numbers) >= 5
    assert rows[0].startswith("Nomor,Judul")
    assert all("Draf" in row for row in rows[1:])
