import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from suluh.foundation.accounts.models import User
from suluh.foundation.outbox.models import Effect
from suluh.foundation.outbox.rules import Outcome
from suluh.kernel import clock, ids
from suluh.publishing.delivery import models, queries
from suluh.publishing.delivery.tests.makers import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings, tmp_path) -> Office:
    settings.SULUH_HOME = tmp_path
    return Office()


def signed_in(office: Office, name: str) -> Client:
    client = Client()
    user = User.objects.get(email=office.cast.emails[name])
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": clock.now().timestamp()}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def uncertain_mail(office: Office) -> queries.DeliveryRow:
    for number in range(3):
        office.reader(f"r{number}@warga.example")
    office.post.answers["r1@warga.example"] = Outcome.unknown("no_answer", "putus")
    row = office.publish("=Pasang naik")
    office.work()
    return next(one for one in queries.deliveries_of(row.content_id) if one.channel_kind == "mail")


def test_the_page_says_what_stands_and_what_to_do(office: Office) -> None:
    mail = uncertain_mail(office)

    page = signed_in(office, "citra").get("/kanal/").content.decode()

    assert "=Pasang naik" in page
    assert "2 dari 3" in page or "2 of 3" in page
    assert reverse("delivery", args=[mail.id]) in page


def test_what_waits_stands_above_and_the_rest_in_one_order(office: Office) -> None:
    uncertain_mail(office)
    office.post.answers.clear()
    office.publish("Naskah lain", content_id=ids.new_content_id())
    office.work()

    page = signed_in(office, "citra").get("/kanal/").content.decode()
    calm = page.index("Naskah lain")

    assert page.index("=Pasang naik") < calm
    assert page.count("=Pasang naik") == 1
    site, mail = (page.index(word, calm) for word in ("Situs dan umpan", "Surel pelanggan"))
    assert site < mail
    assert "Buka halaman" in page


def test_what_is_uncertain_is_decided_in_one_go(office: Office) -> None:
    mail = uncertain_mail(office)
    client = signed_in(office, "citra")
    asked = {"state": "unconfirmed", "error": "no_answer", "decision": "confirm"}

    detail = client.get(reverse("delivery", args=[mail.id])).content.decode()
    question = client.get(reverse("delivery_decide", args=[mail.id]), asked)
    done = client.post(reverse("delivery_decide", args=[mail.id]), asked)
    again = client.post(reverse("delivery_decide", args=[mail.id]), asked)

    assert "r1@warga.example" in detail
    assert question.status_code == 200
    assert (done.status_code, again.status_code) == (302, 422)
    assert Effect.objects.get(destination="mail:r1@warga.example").state == "confirmed"


def test_other_units_and_other_roles_learn_nothing(office: Office) -> None:
    mail = uncertain_mail(office)
    for name in ("alia", "fajar", "bram"):
        client = signed_in(office, name)
        for url in ("/kanal/", "/kanal/kiriman.csv", reverse("delivery", args=[mail.id])):
            assert client.get(url).status_code == 404
    dodi = signed_in(office, "dodi")
    assert dodi.get("/kanal/").status_code == 200
    assert dodi.get(reverse("delivery_decide", args=[mail.id])).status_code == 404


def test_the_list_goes_as_csv_without_formulas(office: Office) -> None:
    uncertain_mail(office)

    data = signed_in(office, "citra").get("/kanal/kiriman.csv").getvalue().decode("utf-8-sig")

    assert "'=Pasang naik" in data
    assert len(data.strip().splitlines()) == 3


def test_the_whole_list_is_told_page_by_page(office: Office) -> None:
    for number in range(5):
        office.publish(f"Naskah {number}", content_id=ids.new_content_id())

    found = queries.every_delivery(office.cast.actor("citra"), at_once=2)

    assert [one.edition.number for one in found] == [5, 4, 3, 2, 1]


def test_the_number_of_queries_does_not_grow_with_the_list(
    office: Office, django_assert_max_num_queries
) -> None:
    for number in range(9):
        office.publish(f"Naskah {number}", content_id=ids.new_content_id())
    actor = office.cast.actor("citra")

    with django_assert_max_num_queries(14):
        found = queries.list_deliveries(actor, limit=9)

    assert len(found) == 9
    older = queries.list_deliveries(actor, before=(1, 4), limit=9)
    assert [one.edition.number for one in older] == [3, 2, 1]


def test_an_administrator_opens_and_closes_a_webhook(office: Office) -> None:
    client = signed_in(office, "indra")
    form = {"name": "Portal", "url": "http://127.0.0.1:8099/x", "channel_class": "keyed"}

    refused = client.post("/kanal/saluran/", form)
    opened = client.post("/kanal/saluran/", form | {"allowed": "127.0.0.1:8099"})
    channel = models.Channel.objects.get(kind="webhook")
    page = client.get("/kanal/saluran/").content.decode()
    closed = client.post(reverse("delivery_close", args=[channel.id]))

    assert (refused.status_code, opened.status_code, closed.status_code) == (422, 302, 302)
    assert "Portal" in page
    assert signed_in(office, "citra").get("/kanal/saluran/").status_code == 404


def test_an_empty_house_says_so(office: Office) -> None:
    client = signed_in(office, "citra")

    assert client.get("/kanal/").status_code == 200
    assert client.get("/kanal/?lihat=menunggu&sebelum=x").status_code == 200
