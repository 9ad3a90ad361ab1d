"""The rich editor by raw requests: whose words, which version, and who is kept out."""

import json

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suluh.foundation.accounts.models import User
from suluh.foundation.audit import models as audit
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import canonical, clock
from suluh.newsroom.editorial import models, operations
from suluh.newsroom.editorial.rules.stream import to_stream
from suluh.newsroom.editorial.tests.makers import body, load_example, make_story, write

pytestmark = pytest.mark.django_db
RICH = canonical.body_part(
    [
        {"t": "h2", "r": [["Jadwal", "", ""]]},
        {"t": "p", "r": [["Dua puluh ", "", ""], ["sumur", "b", "https://contoh.example/a"]]},
        {"t": "list", "o": False, "i": [[["satu", "", ""]], [["dua", "i", ""]]]},
        {"t": "list", "o": False, "i": [[["tiga", "", ""]]]},
        {"t": "table", "head": 1, "c": [[[["Hari", "", ""]], []], [[["Rabu", "b", ""]], []]]},
        {"t": "quote", "r": [["Terima kasih.", "", ""]]},
    ]
)


@pytest.fixture
def cast():
    return make_house(clock.now())


@pytest.fixture
def story(cast):
    return make_story(cast, by="citra")


def client_of(cast, name):
    user = User.objects.get(email=cast.emails[name])
    if cast.actor(name).signs_off:
        TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.force_login(user)
    return client


def fields(stream, **changed):
    """Return what the browser sends for a stream."""
    sent = {
        "title": "Sumur pantau dibuka", "lead": "Warga dapat membaca muka air.",
        "based_on": "1", "loaded_revision_id": "0", "credit_writer": "Alia", "follows": "on",
        "body-count": str(len(stream)),
    }  # fmt: skip
    for at, one in enumerate(stream):
        value = one["value"] if one["type"] == "figure" else json.dumps(one["value"])
        sent |= {
            f"body-{at}-deleted": "", f"body-{at}-order": str(at), f"body-{at}-id": "",
            f"body-{at}-type": one["type"], f"body-{at}-value": value,
        }  # fmt: skip
    return sent | changed


def address(story, locale="id"):
    return reverse("story_editor", args=[story.content_id, locale])


def autosave(client, story, sent):
    return client.post(address(story), sent, headers={"Accept": "application/json"})


def text_of(story):
    return models.StoryText.objects.get(story=story, locale="id")


def paragraph(words):
    return to_stream(body(words))


def test_opened_and_saved_unchanged_nothing_is_saved(cast, story):
    write(cast, story.content_id, "id", by="citra")
    text = text_of(story)
    client = client_of(cast, "citra")
    operations.save_text(
        actor=cast.actor("citra"), content_id=story.content_id, now=cast.now,
        draft=operations.TextDraft("id", text.title, text.lead, RICH, text.credits, text.version),
    )  # fmt: skip
    edits = models.TextEdit.objects.count()

    page = client.get(address(story))
    assert page.status_code == 200, page.content.decode()
    form = page.context["form"]
    shown = form.block.get_prep_value(form.block.to_python(form.initial["body"]))
    answer = client.post(address(story), fields(shown, based_on=str(form.initial["based_on"])))

    assert answer.status_code == 302
    text = text_of(story)
    assert canonical.part_bytes("body", text.body) == canonical.part_bytes("body", RICH)
    assert models.TextEdit.objects.count() == edits


def test_who_saves_is_in_the_history_and_who_only_typed_is_not(cast, story):
    citra, dodi = client_of(cast, "citra"), client_of(cast, "dodi")

    kept = autosave(dodi, story, fields(paragraph("Kata Dodi."))).json()
    assert kept["success"]
    assert text_of(story).version == 1
    saved = citra.post(address(story), fields(paragraph("Kata Citra.")))

    assert saved.status_code == 302
    people = models.TextEdit.objects.filter(locale="id").order_by("version")
    assert [edit.person.name for edit in people] == ["Citra", "Citra"]
    assert audit.AuditRow.objects.filter(action="story.text").count() == 2
    assert "Kata Dodi" not in json.dumps(list(people.values_list("text", flat=True)))


def test_unsaved_words_are_their_writers_alone(cast, story):
    citra, dodi = client_of(cast, "citra"), client_of(cast, "dodi")
    autosave(dodi, story, fields(paragraph("Rahasia kerja Dodi.")))

    theirs = citra.get(address(story)).content.decode()
    mine = dodi.get(address(story)).content.decode()

    assert "Rahasia kerja" not in theirs
    assert "Dodi" in theirs
    assert "Rahasia kerja" in mine


def test_saving_from_an_older_version_is_refused_with_both_texts(cast, story):
    citra, dodi = client_of(cast, "citra"), client_of(cast, "dodi")
    citra.post(address(story), fields(paragraph("Kata Citra.")))

    answer = dodi.post(address(story), fields(paragraph("Kata Dodi.")))

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Kata Citra." in shown
    assert "Kata Dodi." in shown
    assert canonical.plain(text_of(story).body) == "Kata Citra."

    again = dodi.get(address(story)).content.decode()
    assert "Kata Citra." in again
    assert "Kata Dodi." in again
    settle = reverse("story_unsaved", args=[story.content_id, "id"])
    dodi.post(settle, {"take": "mine", "version": "2"})
    page = dodi.get(address(story))
    assert page.context["form"].initial["based_on"] == 2
    sent = fields(paragraph("Kata Dodi."), based_on="2", loaded_revision_id=page.context["seen"])
    assert dodi.post(address(story), sent).status_code == 302
    assert canonical.plain(text_of(story).body) == "Kata Dodi."
    assert not models.UnsavedText.objects.exists()


def test_words_kept_when_the_text_moved_on_are_offered_and_may_be_dropped(cast, story):
    dodi = client_of(cast, "dodi")
    autosave(dodi, story, fields(paragraph("Kata Dodi.")))
    write(cast, story.content_id, "id", by="citra", words=("Judul", "Teras", "Kata formulir."))

    late = autosave(dodi, story, fields(paragraph("Kata Dodi lagi."), overwrite_revision_id="1"))
    assert late.status_code == 409
    assert late.json()["error_code"] == "invalid_revision"
    page = dodi.get(address(story)).content.decode()
    assert "Kata formulir." in page
    assert "Kata Dodi lagi." in page

    dodi.post(reverse("story_unsaved", args=[story.content_id, "id"]), {"take": "saved"})
    assert dodi.get(address(story)).context["form"].initial["title"] == "Judul"
    assert not models.UnsavedText.objects.exists()


def test_an_older_window_of_the_same_person_overwrites_nothing(cast, story):
    dodi = client_of(cast, "dodi")
    first = autosave(dodi, story, fields(paragraph("Jendela satu."))).json()
    autosave(
        dodi,
        story,
        fields(paragraph("Lebih baru."), overwrite_revision_id=str(first["revision_id"])),
    )

    stale = autosave(dodi, story, fields(paragraph("Basi."), overwrite_revision_id="1"))
    fresh = autosave(dodi, story, fields(paragraph("Tanpa nomor.")))

    assert (stale.status_code, fresh.status_code) == (409, 409)
    assert stale.json()["error_code"] == "invalid_revision"
    kept = models.UnsavedText.objects.get()
    assert "Lebih baru." in json.dumps(kept.words)


def test_saving_in_an_older_window_leaves_the_newer_words(cast, story):
    dodi = client_of(cast, "dodi")
    autosave(dodi, story, fields(paragraph("Lebih baru.")))

    assert dodi.post(address(story), fields(paragraph("Jendela lama."))).status_code == 302

    page = dodi.get(address(story)).content.decode()
    assert "Lebih baru." in page
    assert "Jendela lama." in page


def test_while_a_copy_is_open_nobody_writes(cast, story):
    load_example(cast)
    alia = client_of(cast, "citra")
    autosave(alia, story, fields(paragraph("Belum disimpan.")))
    operations.submit_story(
        actor=cast.actor("citra"), content_id=story.content_id, locales=("id",),
        purpose="publish", reason={}, now=cast.now,
    )  # fmt: skip
    before = text_of(story).body

    page = alia.get(address(story))
    raw = alia.post(address(story), fields(paragraph("Lewat kunci.")))
    script = autosave(alia, story, fields(paragraph("Lewat kunci."), overwrite_revision_id="1"))
    settled = alia.post(reverse("story_unsaved", args=[story.content_id, "id"]), {"take": "saved"})

    assert "data-block" not in page.content.decode()
    assert "note--go" in page.content.decode()
    assert (raw.status_code, script.status_code, settled.status_code) == (422, 422, 422)
    assert script.json()["error_code"] == "locked"
    assert text_of(story).body == before
    assert "Belum disimpan." in json.dumps(models.UnsavedText.objects.get().words)


@pytest.mark.parametrize("name", ["gita", "hasan"])
def test_another_unit_finds_no_editor(cast, name):
    other = make_story(cast, by="alia", unit="KW1")
    client = client_of(cast, name)
    settle = reverse("story_unsaved", args=[other.content_id, "id"])

    asked = [
        client.get(address(other)),
        client.post(address(other), fields(paragraph("Lain."))),
        autosave(client, other, fields(paragraph("Lain."))),
        client.post(settle, {"take": "mine", "version": "1"}),
    ]

    assert {answer.status_code for answer in asked} <= {404, 302}
    assert not any(b"Sumur pantau" in answer.content for answer in asked)
    assert not models.UnsavedText.objects.exists()
    assert text_of(other).version == 1


def test_a_link_that_may_not_stand_is_said_and_nothing_is_lost(cast, story):
    state = to_stream(RICH)[0]["value"]
    state["entityMap"]["0"]["data"]["url"] = "http://contoh.example/a"
    client = client_of(cast, "citra")

    answer = client.post(address(story), fields([{"type": "text", "value": state}]))

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "http://contoh.example/a" in shown
    assert text_of(story).version == 1
    assert autosave(client, story, fields([{"type": "text", "value": state}])).json()["success"]


@pytest.mark.parametrize(
    "broken",
    [
        {"body-count": "many"},
        {"body-count": "9"},
        {"body-0-value": "<p>"},
        {"body-0-value": '{"blocks": 3, "entityMap": {}}'},
        {"body-0-type": "table"},
    ],
)
def test_what_no_editor_sends_is_refused_and_changes_nothing(cast, story, broken):
    client = client_of(cast, "citra")

    answer = client.post(address(story), fields(paragraph("Baik."), **broken))

    assert answer.status_code == 422
    assert text_of(story).version == 1


def test_a_form_without_a_body_empties_nothing(cast, story):
    sent = {key: value for key, value in fields([]).items() if not key.startswith("body")}

    answer = client_of(cast, "citra").post(address(story), sent)

    assert answer.status_code == 422
    assert text_of(story).body["blocks"]


def test_reading_the_page_changes_nothing_and_asks_no_table_of_wagtails(cast, story):
    client = client_of(cast, "citra")
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address(story))

    assert page.status_code == 200
    changing = [
        one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert [sql for sql in changing if "session" not in sql] == []
    assert not any("wagtail" in one["sql"] for one in asked)
    assert b"//www." not in page.content


def test_a_preview_shows_what_was_typed_and_saves_nothing(cast, story):
    answer = client_of(cast, "citra").post(
        address(story), fields(to_stream(RICH), preview="1", title="Judul baru")
    )

    assert b"Judul baru" in answer.content
    assert b"Terima kasih." in answer.content
    assert text_of(story).version == 1
