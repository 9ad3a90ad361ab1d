"""Huge input of somebody who is signed in: a sentence, no memory, and no word lost."""

import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client, RequestFactory
from django.urls import reverse

from suluh.foundation.accounts import kept
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel.refusals import Refused
from suluh.kernel.uploads import LARGEST, MB, read_upload
from suluh.newsroom.assets import rules as pictures
from suluh.newsroom.assets.rules import documents
from suluh.newsroom.editorial.reading.limits import FILE_BYTES
from suluh.newsroom.editorial.tests.makers import load_example, make_story
from suluh.newsroom.regulation.rules.source import MAX_BYTES
from suluh.project import middleware, uploads


@pytest.fixture
def story(client: Client, db: None) -> Any:
    """A story, and its author signed in."""
    cast = make_house()
    load_example(cast)
    made = make_story(cast)
    sent = {"login": cast.emails["alia"], "password": "sandi-untuk-uji-saja"}
    assert client.post(reverse("account_login"), sent).status_code == 302
    return made


def named(name: str, size: int) -> io.BytesIO:
    file = io.BytesIO(b"x" * size)
    file.name = name
    return file


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Limits in the same order as the real ones, so that tests need not send 60 MB."""
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    monkeypatch.setattr(uploads, "LARGEST", 100_000)
    monkeypatch.setattr(uploads, "TOGETHER", 250_000)


def received(*sizes: int) -> list[Any]:
    files = [named(f"{number}.bin", size) for number, size in enumerate(sizes)]
    request = RequestFactory().post("/", {"words": "tetap ada", "files": files})
    assert request.POST["words"] == "tetap ada"
    return request.FILES.getlist("files")


def test_every_room_takes_at_most_what_is_kept_of_a_file() -> None:
    most = (pictures.MOST_BYTES, documents.MOST_BYTES, FILE_BYTES, MAX_BYTES)

    assert max(most) <= LARGEST


@pytest.mark.usefixtures("small_limits")
def test_of_a_huge_file_no_more_is_put_down_than_is_ever_read() -> None:
    (file,) = received(2_000_000)

    assert file.size == 2_000_000
    assert len(read_upload(file, 100_000)) == 100_001
    assert len(file.read()) == 0


@pytest.mark.usefixtures("small_limits")
def test_a_file_that_fits_is_whole_whatever_came_before_it() -> None:
    large, small = received(2_000_000, 90_000)

    assert len(read_upload(large, 100_000)) == 100_001
    assert read_upload(small, 100_000) == b"x" * 90_000


@pytest.mark.usefixtures("small_limits")
def test_a_file_for_which_the_others_left_no_place_is_refused_in_words() -> None:
    *first, last = received(90_000, 90_000, 90_000)

    assert [len(read_upload(one, 100_000)) for one in first] == [90_000, 90_000]
    with pytest.raises(Refused) as found:
        read_upload(last, 100_000)
    assert found.value.code == "too_much"


def test_files_are_read_while_they_come_in_by_ours_alone(settings: Any) -> None:
    memory, ours = settings.FILE_UPLOAD_HANDLERS

    assert memory.endswith("MemoryFileUploadHandler")
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE <= 2 * MB
    assert ours == "suluh.project.uploads.BoundedUploadHandler"
    assert issubclass(uploads.BoundedUploadHandler, TemporaryFileUploadHandler)


def test_a_file_that_is_too_large_for_a_story_is_refused_beside_the_form(
    client: Client, story: Any
) -> None:
    files = (("story_import", "file"), ("story_add_file", "file"), ("story_add_picture", "picture"))
    for name, field in files:
        where = reverse(name, args=[] if name == "story_import" else [story.content_id])
        page = client.post(where, {"unit": "KW1", field: named("besar.docx", LARGEST + 2)})

        assert page.status_code == 422, name
        assert "25 MB" in page.content.decode(), name


def test_a_text_no_form_takes_comes_back_to_be_shortened(client: Client, story: Any) -> None:
    where = reverse("story_text", args=[story.content_id, "id"])
    body = "Dua puluh sumur pantau <dibuka>. " * (kept.TEXT_CHARACTERS // 30)

    page = client.post(where, {"title": "Sumur", "lead": "", "body": body, "based_on": "1"})

    text = page.content.decode()
    assert page.status_code == 413
    assert "Pendekkan di sini" in text
    assert f'action="{where}"' in text
    assert 'name="title" value="Sumur"' in text
    assert text.count("sumur pantau &lt;dibuka&gt;") == body.count("sumur")


def test_more_than_can_be_shown_again_is_a_sentence_in_the_readers_language(
    client: Client, story: Any, settings: Any
) -> None:
    where = reverse("story_text", args=[story.content_id, "id"])
    body = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)

    said = client.post(where, f"body={body}", content_type="application/x-www-form-urlencoded")
    get_user_model().objects.update(locale="en")
    form = client.post(where, {"body": body})

    assert (said.status_code, form.status_code) == (413, 413)
    assert "Ini lebih dari yang muat" in said.content.decode()
    assert "This is more than a form takes" in form.content.decode()


def test_what_is_longer_than_any_form_is_not_read_at_all(
    client: Client, story: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "MOST_BYTES", middleware.STRANGERS_BYTES + 1)
    file = named("film.mp4", middleware.STRANGERS_BYTES + 2)

    page = client.post(reverse("story_import"), {"unit": "KW1", "file": file})

    assert page.status_code == 413
    assert "60 MB" in page.content.decode()


def test_a_body_that_was_cut_off_is_a_sentence_too(client: Client, story: Any) -> None:
    page = client.post(
        reverse("story_import"), b"abc", content_type="multipart/form-data; boundary=\x7f"
    )

    assert page.status_code == 400
    assert "Kiriman ini tidak terbaca" in page.content.decode()
