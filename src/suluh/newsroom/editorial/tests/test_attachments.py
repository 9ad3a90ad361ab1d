"""An attachment from the upload to the Copy: the same bytes for writer, reviewer and reader."""

import contextlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from suluh.foundation.accounts import models as accounts
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import clock
from suluh.kernel.canonical import body_part, digest
from suluh.kernel.refusals import Refused
from suluh.newsroom.assets.tests import papers
from suluh.newsroom.editorial import operations, queries, rules
from suluh.newsroom.editorial.operations.submission import story_parts
from suluh.newsroom.editorial.pages.review import review_page
from suluh.newsroom.editorial.rules.plainform import to_body, to_text
from suluh.newsroom.editorial.tests.makers import load_example, make_story, sign_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    cast = make_house(clock.now())
    load_example(cast)
    return cast


def attach(cast, story, data=None, by="alia"):
    return operations.attach_upload(
        actor=cast.actor(by),
        content_id=story.content_id,
        data=data or papers.pdf(),
        filename="Lembar_fakta.pdf",
        now=cast.now,
    )


def link_to(cast, story, number):
    text = story.texts.get(locale="id")
    draft = operations.TextDraft(
        "id", text.title, text.lead, to_body(f"Baca [lembar fakta](file:{number}).\n\nIsi."),
        based_on=text.version,
    )  # fmt: skip
    operations.save_text(
        actor=cast.actor("alia"), content_id=story.content_id, draft=draft, now=cast.now
    )


def submit(cast, story, **more):
    return operations.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now, **more
    )


def browser(cast, name):
    client = Client()
    client.force_login(accounts.User.objects.get(email=cast.emails[name]))
    return client


@contextlib.contextmanager
def refused(code):
    with pytest.raises(Refused) as found:
        yield
    assert found.value.code == code


def test_an_attachment_is_a_part_with_digest_size_and_title_and_is_signed(cast):
    story, data = make_story(cast), papers.pdf()
    file = attach(cast, story, data)
    link_to(cast, story, file.number)

    copy = submit(cast, story)

    part = queries.parts_of(copy)["id"]["file/1"]
    assert part == {
        "v": 1, "file": digest(data), "name": "Lembar_fakta.pdf",
        "type": "application/pdf", "size": len(data), "title": "Lembar fakta",
    }  # fmt: skip
    sign_everything(cast, copy)
    steps = set(copy.sign_offs.values_list("step", flat=True))
    signed = set(copy.sign_offs.filter(part="file/1").values_list("step", flat=True))
    assert signed == steps != set()


def test_the_plain_form_keeps_a_link_to_an_attachment():
    line = "Baca [lembar fakta](file:12) dulu."
    assert to_text(to_body(line)) == line
    assert to_body(line)["blocks"][0]["r"][1] == ["lembar fakta", "", "file:12"]


def test_a_link_to_nothing_and_a_title_that_is_missing_stop_the_submission(cast):
    story = make_story(cast)
    link_to(cast, story, 3)
    with refused("file_missing"):
        submit(cast, story)
    attach(cast, story)
    operations.name_file(
        actor=cast.actor("alia"), content_id=story.content_id, number=1, titles={"id": " "},
        now=cast.now,
    )  # fmt: skip
    link_to(cast, story, 1)
    with refused("no_file_title"):
        submit(cast, story)


def test_links_are_found_in_every_kind_of_block():
    run = [["x", "", "file:1"]]
    body = body_part(
        [
            {"t": "quote", "r": [["x", "", "file:4"]]},
            {"t": "list", "o": False, "i": [run, [["x", "b", "file:2"]]]},
            {"t": "table", "head": 0, "c": [[run, [["x", "", "file:9"]]]]},
            {"t": "figure", "n": 1},
        ]
    )
    assert rules.linked_files(body) == [1, 2, 4, 9]


def test_what_the_text_links_to_is_not_taken_off(cast):
    story = make_story(cast)
    attach(cast, story)
    link_to(cast, story, 1)
    with refused("file_in_text"):
        operations.remove_file(
            actor=cast.actor("alia"), content_id=story.content_id, number=1, now=cast.now
        )
    attach(cast, story, papers.TABLE)
    operations.remove_file(
        actor=cast.actor("alia"), content_id=story.content_id, number=2, now=cast.now
    )
    assert [name for name in story_parts(story, "id", cast.now) if "file" in name] == ["file/1"]


@pytest.mark.parametrize("take_off", [operations.remove_file, operations.remove_figure])
def test_whoever_takes_off_what_is_not_there_has_edited_nothing(cast, take_off):
    story = make_story(cast)
    before = list(story.edits.values_list("id", flat=True))

    take_off(actor=cast.actor("alia"), content_id=story.content_id, number=1, now=cast.now)

    assert list(story.edits.values_list("id", flat=True)) == before


def test_a_text_in_review_takes_no_attachment(cast):
    story = make_story(cast)
    submit(cast, story)
    with refused("locked"):
        attach(cast, story)


def test_a_reviewer_opens_exactly_the_bytes_that_are_signed(cast):
    story, data = make_story(cast), papers.pdf(pages=2)
    attach(cast, story, data)
    copy = submit(cast, story)
    reader = browser(cast, "alia")

    page = reader.get(reverse("review", args=[copy.id])).content.decode()
    address = reverse("review_file", args=[copy.id, digest(data)])
    answer = reader.get(address)

    assert address in page
    assert digest(data)[:12] in page
    assert answer.content == data
    assert answer["Content-Disposition"] == 'attachment; filename="Lembar_fakta.pdf"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == (
        "nosniff", "private, no-store",
    )  # fmt: skip


def test_another_unit_and_another_digest_get_nothing(cast):
    story, data = make_story(cast), papers.pdf()
    attach(cast, story, data)
    copy = submit(cast, story)
    other = papers.pdf(pages=3)
    attach(cast, make_story(cast), other)
    stranger = browser(cast, "gita")
    for name, of in (("story_file_bytes", story.content_id), ("review_file", copy.id)):
        assert stranger.get(reverse(name, args=[of, digest(data)])).status_code == 404
        assert browser(cast, "alia").get(reverse(name, args=[of, digest(other)])).status_code == 404


def test_other_bytes_under_the_same_title_are_shown_and_ask_for_new_signatures(cast):
    story = make_story(cast)
    attach(cast, story)
    first = submit(cast, story)
    operations.take_back(actor=cast.actor("alia"), copy_id=first.id, now=cast.now)
    operations.remove_file(
        actor=cast.actor("alia"), content_id=story.content_id, number=1, now=cast.now
    )
    attach(cast, story, papers.pdf(pages=4))

    second = submit(cast, story)

    before, after = (queries.parts_of(one)["id"]["file/1"] for one in (first, second))
    assert before["title"] == after["title"]
    assert before["file"] != after["file"]
    page = review_page(second, cast.actor("alia"), cast.now)
    assert any("4 " in check["text"] for check in page["checks"])


def test_a_file_goes_up_is_named_and_taken_off_without_script(cast):
    story, client = make_story(cast), browser(cast, "alia")
    sent = SimpleUploadedFile("tabel.csv", papers.TABLE, "application/pdf")

    page = client.post(reverse("story_add_file", args=[story.content_id]), {"file": sent})
    assert page.status_code == 302
    assert page.url == reverse("story_file", args=[story.content_id, 1])
    assert (
        "[kata](file:1)" in client.get(page.url, headers={"accept-language": "id"}).content.decode()
    )
    client.post(page.url, {"title_id": "Rumah per desa", "title_en": "Houses by village"})
    shown = client.get(reverse("story", args=[story.content_id])).content.decode()
    assert "Rumah per desa" in shown
    assert client.post(f"{page.url}lepas/").status_code == 302
    assert not story.files.exists()


def test_a_refused_file_leaves_a_sentence_in_the_form(cast):
    story, client = make_story(cast), browser(cast, "alia")
    for data, words in ((b"", "kosong"), (b"PK\x03\x04x", "makro"), (b"<svg/>", "skrip")):
        page = client.post(
            reverse("story_add_file", args=[story.content_id]),
            {"file": SimpleUploadedFile("a.pdf", data)},
            headers={"accept-language": "id"},
        )
        assert page.status_code == 422
        assert words in page.content.decode()
    assert not story.files.exists()


def test_a_story_has_at_most_so_many_attachments(cast, monkeypatch):
    monkeypatch.setattr("suluh.newsroom.editorial.operations.attaching.MOST_FILES", 1)
    story = make_story(cast)
    attach(cast, story)
    with refused("too_many_files"):
        attach(cast, story)
