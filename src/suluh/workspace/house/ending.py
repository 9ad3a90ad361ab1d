"""Pages that end something: a role, a post held, a substitution, somebody's work here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from suluh.foundation.accounts import queries as accounts
from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.accounts.rules import ROLE_LABELS
from suluh.foundation.org import queries as org
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.workspace.house import forms, operations, pages


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that can end: whose it is, what it is, and since when."""

    person_id: UUID
    title: str
    begins: date


def _role(thing_id: UUID, _locale: str) -> Ending | None:
    row = accounts.find_role(thing_id)
    if row is None:
        return None
    return Ending(
        row.person_id, f"{gettext(ROLE_LABELS[row.role])}, {row.unit_code}", row.from_date
    )


def _holding(thing_id: UUID, locale: str) -> Ending | None:
    row = org.find_tenure(thing_id, substitution=False)
    return Ending(row.person_id, row.post_title.in_(locale), row.begins) if row else None


def _substitution(thing_id: UUID, locale: str) -> Ending | None:
    row = org.find_tenure(thing_id, substitution=True)
    if row is None:
        return None
    return Ending(row.person_id, pages.VIA[row.via] + row.post_title.in_(locale), row.begins)


Find = Callable[[UUID, str], Ending | None]
ENDINGS: Final[dict[str, tuple[Find, Callable[..., None], Any]]] = {
    "peran": (_role, operations.end_role, _("End a role")),
    "pemegang": (_holding, operations.end_holding, _("End the holding of a post")),
    "pengganti": (_substitution, operations.end_substitution, _("End a substitution")),
}


def end(request: OfficeRequest, what: str, thing_id: UUID) -> HttpResponse:
    """Ask from which day, then end a role, a post held or a substitution."""
    if what not in ENDINGS:
        raise Http404
    find, operation, label = ENDINGS[what]
    found = find(thing_id, request.actor.locale)
    if found is None:
        raise Http404
    form = forms.EndForm(_posted(request), initial={"day": pages.today()})
    if request.method == "POST" and form.is_valid():
        try:
            operation(
                actor=request.actor, thing_id=thing_id, day=form.cleaned_data["day"],
                now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, gettext(refusal.reason) % refusal.params)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("house_person", person_id=found.person_id)
    person = org.get_person(found.person_id)
    waiting = [] if what == "peran" else pages.person_page(
        person, request.actor.locale, clock.now()
    )["waiting"]  # fmt: skip
    page = {"form": form, "label": label, "found": found, "person": person, "waiting": waiting}
    status = 422 if form.errors else 200
    return render(request, "workspace/house/end.html", page, status=status)


def leave(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """What waits for somebody and who will do it; then let them work here no longer, or again."""
    person = _person(person_id)
    back = person.until_date is not None and person.is_employee
    kind = django_forms.Form if back else forms.EndForm
    form = kind(_posted(request), initial={"day": pages.today()})
    if request.method == "POST" and form.is_valid():
        try:
            _leave_or_return(request, person_id, form)
        except Refused as refusal:
            form.add_error(None, gettext(refusal.reason) % refusal.params)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("house_person", person_id=person_id)
    page = {
        "form": form,
        "back": back,
        **pages.person_page(person, request.actor.locale, clock.now()),
    }
    status = 422 if form.errors else 200
    return render(request, "workspace/house/leave.html", page, status=status)


def _leave_or_return(request: OfficeRequest, person_id: UUID, form: django_forms.Form) -> None:
    who: dict[str, Any] = {"actor": request.actor, "person_id": person_id, "now": clock.now()}
    if "day" in form.cleaned_data:
        operations.leave(**who, day=form.cleaned_data["day"])
    else:
        operations.take_back(**who)


def person(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Somebody: posts, roles, what waits for them, and what happened."""
    page = pages.person_page(_person(person_id), request.actor.locale, clock.now())
    return render(request, "workspace/house/person.html", page)


def people(request: OfficeRequest) -> HttpResponse:
    """Everybody, or who answers to some words."""
    words = request.GET.get("q", "")[:100]
    page = {"rows": pages.people_page(words), "words": words}
    return render(request, "workspace/house/people.html", page)


def unit(request: OfficeRequest, code: str) -> HttpResponse:
    """A unit: its posts and people, and what happened."""
    try:
        row = org.get_unit(code)
    except Refused as wrong:
        raise Http404 from wrong
    page = pages.unit_page(row, request.actor.locale, clock.now())
    return render(request, "workspace/house/unit.html", page)


def _person(person_id: UUID) -> Any:
    try:
        return org.get_person(person_id)
    except Refused as wrong:
        raise Http404 from wrong


def _posted(request: OfficeRequest) -> Any:
    return request.POST if request.method == "POST" else None
