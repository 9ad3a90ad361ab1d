"""The gate before Wagtail is shut: no view, no table, and no trace of it outside the office."""

import contextlib
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, URLResolver, resolve, reverse
from wagtail import urls
from wagtail.admin import urls as admin_urls
from wagtail.models import Page

from suluh.foundation.accounts.models import User
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import clock
from suluh.project.checks import URLCONFS, every_pattern, the_gate_is_shut
from suluh.project.wagtail_gate import OPEN, is_wagtails
from suluh.project.wagtail_tables import LABELS, TableClosedError

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<\w+>(?:[^()]|\([^)]*\))*\)")
WORDS = {"int": "1", "uuid": "01900000-0000-7000-8000-000000000000", "path": "a/b"}


def patterns(found, prefix="", space=""):
    """Yield (address, full name, view) of everything the installed Wagtail brings."""
    for one in found:
        address = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from patterns(one.url_patterns, address, inner)
        else:
            yield address, space + (one.name or ""), one.callback


def every_pattern_of_wagtail():
    return list(patterns(admin_urls.urlpatterns)) + list(patterns(urls.urlpatterns))


def filled(address):
    """Put something into each parameter of a pattern."""
    plain = PARAMETER.sub(lambda one: WORDS.get(one.group(1) or "", "1"), address)
    return re.sub(r"[\^$\\]|\.\*", "", plain).replace("Z", "")


def test_no_pattern_of_the_installed_wagtail_has_an_address():
    found = every_pattern_of_wagtail()
    opened = []
    for address, name, _view in found:
        for prefix in ("/", "/admin/", "/cms/", "/penyunting/"):
            with contextlib.suppress(Resolver404):
                match = resolve(prefix + filled(address))
                if is_wagtails(match.func) and name not in OPEN:
                    opened.append(prefix + address)

    assert len(found) > 100
    assert opened == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["indra", "alia"])
def test_the_admin_is_not_there_for_a_superuser_nor_for_a_writer(name):
    cast = make_house(clock.now())
    user = User.objects.get(email=cast.emails[name])
    User.objects.filter(id=user.id).update(is_superuser=name == "indra", is_staff=True)
    client = Client()
    client.force_login(user)
    asked = ["", "pages/", "snippets/", "reports/site-history/", "login/", "account/", "api/main/"]

    assert {client.get(f"/admin/{one}").status_code for one in asked} == {404}
    assert {client.post(f"/admin/{one}").status_code for one in asked} == {404}


def test_no_name_of_wagtail_leads_anywhere():
    reachable = []
    for _address, name, _view in every_pattern_of_wagtail():
        if name and name not in OPEN:
            for given in ((), (1,), (1, 1), ("a", "b")):
                try:
                    reachable.append(reverse(name, args=given))
                except NoReverseMatch:
                    continue

    assert reachable == []


def test_no_address_of_ours_is_a_view_of_wagtail():
    wrong = [
        address
        for urlconf in URLCONFS
        for address, pattern in every_pattern(urlconf)
        if is_wagtails(pattern.callback) and pattern.name not in OPEN
    ]

    assert wrong == []
    assert the_gate_is_shut(None) == []


def test_a_view_of_wagtail_is_known_however_it_is_wrapped():
    unknown = [
        view for _address, _name, view in every_pattern_of_wagtail() if not is_wagtails(view)
    ]

    assert {inner(view).partition(".")[0] for view in unknown} <= {"django"}


def inner(view):
    """Return the module of the view behind its wrappings."""
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return getattr(view, "view_class", view).__module__


@pytest.mark.django_db
def test_wagtail_has_no_table_and_nobody_can_ask_one():
    begins = tuple(f"{label}_" for label in LABELS)
    with pytest.raises(TableClosedError):
        Page.objects.first()

    assert [
        name for name in connection.introspection.table_names() if name.startswith(begins)
    ] == []


def test_the_gate_knows_every_package_of_wagtail_that_is_loaded():
    ours = set(settings.INSTALLED_APPS) - {
        name
        for name in settings.INSTALLED_APPS
        if name.split(".")[0] in {"suluh", "django", "allauth"}
    }

    assert len(ours) == len(LABELS)


@pytest.mark.parametrize(
    "module", ["suluh.project.wsgi_public", "suluh.project.loop", "suluh.project.urls_office"]
)
def test_wagtail_is_loaded_by_the_office_only(module, tmp_path):
    code = (
        "import sys, django; from suluh.project import start; start.set_up();"
        f"import {module};"
        "print([name for name in sys.modules if name.partition('.')[0] == 'wagtail'])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"SULUH_HOME": str(tmp_path), "PATH": "/usr/bin"},
    )  # fmt: skip

    assert said.stdout.strip() == "[]"


def test_nobody_becomes_a_superuser_for_the_editor():
    assert get_user_model() is User
    assert "wagtail" not in " ".join(settings.AUTHENTICATION_BACKENDS)
