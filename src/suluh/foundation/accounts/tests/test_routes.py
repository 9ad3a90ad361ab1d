import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from suluh.foundation.accounts.routes import BOTH, READ, WRITE, public, route

ASKED: list[str] = []


def view(request: HttpRequest) -> HttpResponse:
    ASKED.append(str(request.method))
    return HttpResponse("done")


@pytest.mark.parametrize("methods", [READ, WRITE, BOTH])
def test_that_options_never_runs_a_view(methods: tuple[str, ...]) -> None:
    ASKED.clear()
    wrapped = route("x/", view, public(*methods), name="x").callback
    answer = wrapped(RequestFactory().options("/x/"))
    assert (answer.status_code, answer["Allow"]) == (204, ", ".join(methods))
    assert ASKED == []


def test_that_other_methods_are_refused() -> None:
    ASKED.clear()
    wrapped = route("x/", view, public(*WRITE), name="x").callback
    assert wrapped(RequestFactory().get("/x/")).status_code == 405
    assert wrapped(RequestFactory().post("/x/")).status_code == 200
    assert ASKED == ["POST"]
