import csv
import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from suluh.foundation.accounts.models import User
from suluh.kernel.ids import new_content_id
from suluh.newsroom.assets.models import Picture
from suluh.newsroom.assets.tests.makers import NOW, house, jpeg, person
from suluh.newsroom.planning import models, operations, queries
from suluh.newsroom.planning.rules import Draft, State
from suluh.newsroom.planning.views import activities, intake

pytestmark = pytest.mark.django_db
HAND_IN = "/kegiatan/kirim/"


@pytest.fixture
def cast(settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    house()
    return {
        "yance": person("yance.rumbiak@lpsn.example", "RANTI", "contributor"),
        "nadira": person("nadira.paramesti@lpsn.example", "RANTI", "editor"),
        "dewi": person("dewi.lestari@lpsn.example", "MUARA", "contributor", "editor"),
        "agus": person("agus.salim@lpsn.example", "BIRO", "auditor"),
    }


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=actor.user_id))
    return client


def answers(**more):
    return {
        "unit": "RANTI", "what": "Empat puluh nelayan menerima alat ukur.", "when": "yesterday",
        "where": "other", "place": "Dermaga Ranti", "form": "coverage", "harmless": "on",
        "token": str(uuid4()), **more,
    }  # fmt: skip


def activity(actor, unit_code="RANTI", **more):
    draft = Draft("Panen *garam* di RAHASIA-SENTINEL", date(2026, 11, 19), "Tambak", **more)
    return operations.hand_in_activity(actor=actor, unit_code=unit_code, draft=draft, now=NOW)


def test_three_answers_and_photos_in_one_plain_form(cast) -> None:
    client = signed_in(cast["yance"])
    photos = [SimpleUploadedFile(f"{n}.jpg", jpeg(400 + n), "image/jpeg") for n in (1, 2)]

    answer = client.post(HAND_IN, answers(photos=photos))

    row = models.Activity.objects.get()
    assert answer.status_code == 302
    assert answer.url == f"/kegiatan/{row.id}/terkirim/"
    assert row.place == "Dermaga Ranti"
    assert row.picture_rows.count() == 2
    page = client.get(answer.url).content.decode()
    assert page.count("?next=/kegiatan/") == 2
    assert "Nadira Paramesti" in page


def test_a_bad_photo_costs_neither_the_words_nor_the_other_photo(cast) -> None:
    client = signed_in(cast["yance"])
    photos = [SimpleUploadedFile("a.jpg", jpeg()), SimpleUploadedFile("b.svg", b"<svg></svg>")]

    answer = client.post(HAND_IN, answers(photos=photos))

    page = answer.content.decode()
    kept = Picture.objects.get()
    assert answer.status_code == 422
    assert "b.svg" in page.partition("data-errors")[2].partition("</ul>")[0]
    assert "Empat puluh nelayan" in page
    assert f'name="picture" value="{kept.id}"' in page
    again = client.post(HAND_IN, answers(picture=str(kept.id)))
    assert again.status_code == 302
    assert models.ActivityPicture.objects.get().picture_id == kept.id


def test_a_photo_can_be_left_out_again_without_script(cast) -> None:
    client = signed_in(cast["yance"])
    client.post(HAND_IN, answers(what="", photos=SimpleUploadedFile("a.jpg", jpeg())))
    kept = Picture.objects.get()

    page = client.post(HAND_IN, answers(picture=str(kept.id), remove=str(kept.id)))
    assert page.status_code == 200
    assert 'name="picture" value="' + str(kept.id) not in page.content.decode()
    assert not models.Activity.objects.exists()


def test_a_message_fills_in_the_answers_and_hands_nothing_in(cast) -> None:
    client = signed_in(cast["yance"])
    message = "Selamat pagi\n*Pelatihan rob* diikuti 30 warga.\nTempat: Balai Desa\nSisa kalimat."

    page = client.post(HAND_IN, {"unit": "RANTI", "pasted": message, "act": "read"})

    text = page.content.decode()
    assert page.status_code == 200
    assert "Pelatihan rob diikuti 30 warga." in text
    assert "Sisa kalimat." in text
    assert 'value="Balai Desa"' in text
    assert not models.Activity.objects.exists()


def test_reading_a_message_keeps_what_was_written(cast) -> None:
    client = signed_in(cast["yance"])
    said = answers(pasted="Kabar baru dari lapangan.", act="read", description="Sudah ditulis")

    text = client.post(HAND_IN, said).content.decode()
    assert "Empat puluh nelayan menerima alat ukur." in text
    assert "Sudah ditulis\n\nKabar baru dari lapangan." in text


@pytest.mark.parametrize(
    "change", [{"what": ""}, {"harmless": ""}, {"when": "other"}, {"place": ""}, {"form": "gossip"}]
)
def test_what_is_missing_is_said_and_nothing_is_written(cast, change) -> None:
    answer = signed_in(cast["yance"]).post(HAND_IN, answers(**change))

    assert answer.status_code == 422
    assert "data-errors" in answer.content.decode()
    assert not models.Activity.objects.exists()


def test_sending_the_same_form_twice_makes_one_activity(cast) -> None:
    client, said = signed_in(cast["yance"]), answers()
    assert client.post(HAND_IN, said).url == client.post(HAND_IN, said).url


def test_a_strange_unit_in_the_form_is_refused(cast) -> None:
    assert signed_in(cast["yance"]).post(HAND_IN, answers(unit="MUARA")).status_code == 422
    assert not models.Activity.objects.exists()


def test_the_list_shows_what_became_of_each(cast) -> None:
    row = activity(cast["yance"])
    operations.close_activity(
        actor=cast["nadira"], activity_id=row.id, reason="Sudah pernah dimuat", now=NOW
    )

    client = signed_in(cast["yance"])
    assert "Sudah pernah dimuat" in client.get("/kegiatan/").content.decode()
    assert "Sudah pernah dimuat" in client.get(f"/kegiatan/{row.id}/").content.decode()
    assert "RAHASIA" not in client.get("/kegiatan/?keadaan=open").content.decode()
    assert "RAHASIA" in client.get("/kegiatan/?q=garam").content.decode()


def exported(actor) -> str:
    return signed_in(actor).get("/kegiatan/kegiatan.csv").getvalue().decode("utf-8-sig")


def test_the_csv_holds_every_row_whatever_the_slices(cast, monkeypatch) -> None:
    monkeypatch.setattr(queries, "SLICE", 2)
    for day in range(5):
        draft = Draft(f"Kegiatan nomor {day}", NOW.date() - timedelta(days=day), "Tambak")
        operations.hand_in_activity(actor=cast["yance"], unit_code="RANTI", draft=draft, now=NOW)

    rows = list(csv.DictReader(io.StringIO(exported(cast["yance"]))))

    assert [row["what"] for row in rows] == [f"Kegiatan nomor {day}" for day in range(5)]
    assert {row["handed_in_by"] for row in rows} == {cast["yance"].name}


def test_the_list_goes_as_csv_without_formulas(cast) -> None:
    draft = Draft('=HYPERLINK("x")', date(2026, 11, 19), "+62")
    operations.hand_in_activity(actor=cast["yance"], unit_code="RANTI", draft=draft, now=NOW)

    data = exported(cast["yance"])
    assert '"\'=HYPERLINK(""x"")"' in data
    assert ",'+62," in data


def test_an_editor_takes_and_closes_by_plain_forms(cast) -> None:
    row, client = activity(cast["yance"]), signed_in(cast["nadira"])

    assert client.post(f"/kegiatan/{row.id}/ambil/").status_code == 302
    assert client.get(f"/kegiatan/{row.id}/tutup/").status_code == 200
    assert client.post(f"/kegiatan/{row.id}/tutup/", {"reason": " "}).status_code == 422
    assert client.post(f"/kegiatan/{row.id}/tutup/", {"reason": "Ganda"}).status_code == 302
    assert queries.get_activity(row.id).state is State.CLOSED
    assert client.post(f"/kegiatan/{row.id}/ambil/").status_code == 422
    assert client.post(f"/kegiatan/{row.id}/buka/").status_code == 302


def test_more_photos_are_added_later(cast) -> None:
    row, client = activity(cast["yance"]), signed_in(cast["yance"])
    address = f"/kegiatan/{row.id}/foto/"

    assert client.get(address).status_code == 200
    good, bad = SimpleUploadedFile("a.jpg", jpeg()), SimpleUploadedFile("b.jpg", b"no")
    assert client.post(address, {"unit": "RANTI", "photos": [good, bad]}).status_code == 422
    assert len(queries.get_activity(row.id).pictures) == 1


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("get", "activity"), ("get", "activity-received"), ("get", "activity-photos"),
        ("post", "activity-photos"), ("post", "activity-take"), ("get", "activity-close"),
        ("post", "activity-close"), ("post", "activity-reopen"), ("post", "activity-take-back"),
    ],
)  # fmt: skip
def test_for_another_unit_nothing_of_it_exists(cast, method, name) -> None:
    row = activity(cast["yance"])
    address = reverse(name, args=[row.id])

    for who in ("dewi", "agus"):
        answer = getattr(signed_in(cast[who]), method)(address, {"reason": "x"})
        assert answer.status_code == 404
        assert "SENTINEL" not in answer.content.decode()
    assert getattr(Client(), method)(address).status_code == 302
    assert queries.get_activity(row.id).state is State.NEW


def test_lists_and_files_of_another_unit_are_empty(cast) -> None:
    activity(cast["yance"])
    client = signed_in(cast["dewi"])
    for address in ("/kegiatan/", "/kegiatan/?q=garam", "/kegiatan/kegiatan.csv", HAND_IN):
        assert "SENTINEL" not in client.get(address).getvalue().decode()


def test_pages_go_on_below(cast, monkeypatch) -> None:
    monkeypatch.setattr(activities, "PAGE", 2)
    for day in range(5):
        draft = Draft(f"Kegiatan nomor {day}", NOW.date() - timedelta(days=day), "Tambak")
        operations.hand_in_activity(actor=cast["yance"], unit_code="RANTI", draft=draft, now=NOW)
    client = signed_in(cast["yance"])
    found, address = [], "/kegiatan/"
    while address:
        answer = client.get(address)
        found += [row.what for row in answer.context["activities"]]
        address = answer.context["older_url"] and "/kegiatan/" + answer.context["older_url"]
    assert found == [f"Kegiatan nomor {day}" for day in range(5)]


def test_more_photos_than_fit_are_not_even_opened(cast, monkeypatch) -> None:
    monkeypatch.setattr(intake, "MOST_PICTURES", 1)
    photos = [SimpleUploadedFile(f"{n}.jpg", jpeg(60 + n)) for n in range(3)]

    answer = signed_in(cast["yance"]).post(HAND_IN, answers(photos=photos))

    assert answer.status_code == 422
    assert Picture.objects.count() == 1


def test_an_editor_is_led_to_the_story(cast) -> None:
    row, client, content_id = activity(cast["yance"]), signed_in(cast["nadira"]), new_content_id()
    address = f"/kegiatan/{row.id}/"

    assert f"?kegiatan={row.id}" in client.get(address).content.decode()
    operations.link_story(actor=cast["nadira"], activity_id=row.id, content_id=content_id, now=NOW)
    page = client.get(address).content.decode()
    assert f"/naskah/{content_id}/" in page
    assert f"?kegiatan={row.id}" not in page
