import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from suluh.foundation.accounts.models import User
from suluh.newsroom.assets import models, operations, queries, rules, views
from suluh.newsroom.assets.tests.makers import NOW, house, jpeg, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    house()
    return {
        "yance": person("yance.rumbiak@lpsn.example", "RANTI", "contributor"),
        "dewi": person("dewi.lestari@lpsn.example", "MUARA", "editor"),
        "agus": person("agus.salim@lpsn.example", "BIRO", "auditor"),
        "tari": person("tari.wulan@lpsn.example", "RANTI", "publisher"),
    }


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=actor.user_id))
    return client


@pytest.fixture
def picture(cast):
    return operations.upload_picture(
        actor=cast["yance"], unit_code="RANTI", data=jpeg(700, 500), filename="a.jpg", now=NOW
    )


def test_a_picture_is_served_at_the_width_that_is_asked(cast, picture) -> None:
    client = signed_in(cast["yance"])

    webp = client.get(f"/foto/{picture.id}/320/", headers={"accept": "image/avif,image/webp,*/*"})
    jpeg_ = client.get(f"/foto/{picture.id}/600/")
    whole = client.get(f"/foto/{picture.id}/5000/", headers={"accept": "image/webp"})

    assert webp["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(webp.content)).width == 320
    assert Image.open(io.BytesIO(jpeg_.content)).width == 640
    assert whole.content == queries.public_master(picture.digest)
    assert whole["Content-Type"] == "image/jpeg"
    assert webp["Cache-Control"] == "private, no-cache"
    again = client.get(
        f"/foto/{picture.id}/320/",
        headers={"accept": "image/webp", "if-none-match": webp["ETag"]},
    )
    assert (again.status_code, again.content) == (304, b"")


def test_media_have_no_address_for_others(cast, picture) -> None:
    for width in (0, 320, 99999):
        address = f"/foto/{picture.id}/{width}/"
        assert Client().get(address).status_code == 302
        for who in ("dewi", "agus"):
            assert signed_in(cast[who]).get(address).status_code == 404
            head = {"if-none-match": f'"{picture.digest[:32]}-320-webp"', "accept": "image/webp"}
            assert signed_in(cast[who]).get(address, headers=head).status_code == 404
    assert (
        Client().get(f"/media-private/{picture.digest[:2]}/{picture.digest}.jpg").status_code == 404
    )


@pytest.mark.parametrize("method", ["get", "post"])
def test_for_another_unit_the_picture_does_not_exist(cast, picture, method) -> None:
    for who in ("dewi", "agus"):
        client = signed_in(cast[who])
        assert getattr(client, method)(f"/foto/{picture.id}/").status_code == 404
        assert str(picture.id) not in client.get("/foto/").content.decode()


def said(**more):
    return {
        "version": 1, "consent": "nobody_recognisable", "caption_id": "Dermaga pagi",
        "alt_id": "Dermaga kosong", "credit": "Yance", "focal_x": 50, "focal_y": 40, **more,
    }  # fmt: skip


def test_words_and_consent_come_by_one_form(cast, picture) -> None:
    client = signed_in(cast["yance"])
    address = f"/foto/{picture.id}/"

    assert client.get(address).status_code == 200
    answer = client.post(address, said(next="/kegiatan/"))

    after = queries.get_picture(picture.id)
    assert answer.url == "/kegiatan/"
    assert after.caption.id == "Dermaga pagi"
    assert rules.may_be_published(after, NOW.date()) == ""
    assert client.post(address, said()).status_code == 409
    assert client.post(address, said(version=2, focal_x=200)).status_code == 422


@pytest.mark.parametrize("out", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_nobody_is_sent_outside_after_saving(cast, picture, out) -> None:
    answer = signed_in(cast["yance"]).post(f"/foto/{picture.id}/", said(next=out))
    assert answer.url == f"/foto/{picture.id}/"


def test_who_may_read_only_sees_no_form(cast, picture) -> None:
    client = signed_in(cast["tari"])
    page = client.get(f"/foto/{picture.id}/")
    assert page.status_code == 200
    assert b"<textarea" not in page.content
    assert client.post(f"/foto/{picture.id}/", said()).status_code == 422
    assert queries.get_picture(picture.id).version == 1


def test_several_files_by_the_plain_form(cast) -> None:
    client = signed_in(cast["yance"])
    assert client.get("/foto/unggah/").status_code == 200
    files = [SimpleUploadedFile("a.jpg", jpeg()), SimpleUploadedFile("b.jpg", jpeg(80))]

    assert client.post("/foto/unggah/", {"unit": "RANTI", "photos": files}).url == "/foto/"
    assert models.Picture.objects.count() == 2
    bad = SimpleUploadedFile("c.svg", b"<svg/>")
    answer = client.post("/foto/unggah/", {"unit": "RANTI", "photos": bad})
    assert answer.status_code == 422
    assert "c.svg" in answer.content.decode()
    assert client.post("/foto/unggah/", {"unit": "RANTI"}).status_code == 422
    assert client.post("/foto/unggah/", {"unit": "MUARA", "photos": bad}).status_code == 422


def start(client, data, **more):
    body = {"unit": "RANTI", "filename": "a.jpg", "size": len(data), **more}
    return client.post("/foto/unggahan/", body)


def patch(client, address, offset, data):
    return client.patch(
        address, data, content_type="application/offset+octet-stream",
        headers={"upload-offset": str(offset)},
    )  # fmt: skip


def test_pieces_go_on_where_head_says(cast) -> None:
    client, data = signed_in(cast["yance"]), jpeg(700, 500)
    opened = start(client, data)
    address = opened["Location"]

    assert opened.status_code == 201
    assert patch(client, address, 0, data[:1000]).status_code == 204
    assert client.head(address)["Upload-Offset"] == "1000"
    stale = patch(client, address, 0, data[:1000])
    assert (stale.status_code, stale["Upload-Offset"]) == (409, "1000")
    done = patch(client, address, 1000, data[1000:])
    assert queries.get_picture(done.json()["picture"]).width == 700
    assert patch(client, address, len(data), b"").json() == done.json()


def test_an_upload_says_what_is_wrong(cast) -> None:
    client = signed_in(cast["yance"])
    assert start(client, b"", size="1e9").status_code == 422
    assert start(client, b"", size=10**9).json()["code"] == "too_large"
    assert start(client, b"x", unit="MUARA").status_code == 422
    assert start(client, b"x", unit="NOWHERE").json()["code"] == "no_unit"
    address = start(client, b"no picture")["Location"]
    assert patch(client, address, "minus", b"").status_code == 400
    assert patch(client, address, 0, b"no picture").json()["code"] == "not_a_picture"
    assert client.head(address).status_code == 404


def test_somebody_else_s_upload_does_not_exist(cast) -> None:
    address = start(signed_in(cast["yance"]), b"x" * 10)["Location"]
    client = signed_in(cast["dewi"])
    assert client.head(address).status_code == 404
    assert patch(client, address, 0, b"x").status_code == 404
    assert client.head(f"/foto/unggahan/{uuid4()}/").status_code == 404


def test_pieces_need_the_token_against_forgery(cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(id=cast["yance"].user_id))
    assert start(client, b"x").status_code == 403


def test_the_wall_goes_on_below(cast, picture, monkeypatch) -> None:
    monkeypatch.setattr(views, "PAGE", 1)
    operations.upload_picture(
        actor=cast["yance"], unit_code="RANTI", data=jpeg(90), filename="b.jpg", now=NOW
    )
    client = signed_in(cast["yance"])
    first = client.get("/foto/")
    second = client.get("/foto/" + first.context["older_url"])
    assert [row.id for row, _unit, _problem in second.context["pictures"]] == [picture.id]
    assert second.context["older_url"] == ""
