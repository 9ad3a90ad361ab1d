from pathlib import Path
from typing import Any, Final

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import zone_label
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.rules.keys import fingerprint
from suluh.ui.moments import moment
from suluh.workspace.house import doctor, forms, operations, pages, releasing

CHANGES: Final[dict[str, tuple[type[Any], Any]]] = {
    "data": (forms.InstitutionForm, _("The institution's own data")),
    "unit": (forms.UnitForm, _("Unit")),
    "orang": (forms.PersonForm, _("Person")),
    "jabatan": (forms.PostForm, _("Post")),
    "pemegang": (forms.HolderForm, _("Holder of a post")),
    "pengganti": (forms.SubstituteForm, _("Substitute")),
    "peran": (forms.RoleForm, _("Role")),
}


def _posted(request: OfficeRequest) -> Any:
    return request.POST if request.method == "POST" else None


def overview(request: OfficeRequest) -> HttpResponse:
    """'Lembaga': units with their posts, and who holds them today."""
    house = org.house_snapshot(clock.now())
    people: dict[str, list[str]] = {}
    for holder in house.holders:
        people.setdefault(holder.post, []).append(holder.name)
    for lent in house.substitutes:
        via = {"plt": "Plt.", "plh": "Plh."}[str(lent.kind)]
        people.setdefault(lent.post, []).append(f"{via} {lent.name}")
    rows = [
        {
            "unit": unit,
            "name": unit.name.in_(request.actor.locale),
            "depth": unit.path.count("/") - 2,
            "posts": [
                {"title": post.title.in_(request.actor.locale), "people": people.get(post.code, [])}
                for post in house.posts
                if post.unit == unit.code
            ],
        }
        for unit in org.list_units()
    ]
    changes = [{"what": what, "label": label} for what, (_form, label) in CHANGES.items()]
    page = {
        "rows": rows,
        "changes": changes,
        "paused": ledger.paused_epoch(),
        "stuck": pages.stuck(request.actor.locale, clock.now()),
    }
    return render(request, "workspace/house/overview.html", page)


def change(request: OfficeRequest, what: str) -> HttpResponse:
    """One form for one thing; a code or address that is known changes what is there."""
    if what not in CHANGES:
        raise Http404
    kind, label = CHANGES[what]
    form = kind(_posted(request), initial=_initial(what, request.GET.get("code", "")))
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        messages.success(request, gettext("Saved."))
        return redirect("house")
    status = 422 if form.errors else 200
    page = {"form": form, "label": label}
    return render(request, "workspace/house/change.html", page, status=status)


def _initial(what: str, code: str) -> dict[str, Any]:
    """Return what a form begins with: the thing that a link names."""
    if what == "data":
        return _institution_now()
    if not code:
        return {"zone": org.get_institution().zone} if what == "unit" else {}
    if what == "orang":
        return _person_now(code)
    if what == "jabatan":
        return _post_now(code)
    if what == "unit":
        return _unit_now(code)
    return {"post_code": code, "email": code, "unit_code": code}


def _institution_now() -> dict[str, Any]:
    known = org.get_institution()
    return {
        "name_id": known.name.id, "name_en": known.name.en, "short_name": known.short_name,
        "address": known.address, "email": known.email, "phone": known.phone,
        "languages": list(known.languages), "zone": known.zone,
    }  # fmt: skip


def _person_now(email: str) -> dict[str, Any]:
    person = org.find_person(email)
    if person is None:
        raise Http404
    return {
        "name": person.name, "email": person.email, "unit_code": person.unit_code,
        "phone": person.phone, "until_date": None if person.is_employee else person.until_date,
        "account": True,
    }  # fmt: skip


def _post_now(code: str) -> dict[str, Any]:
    post = org.find_post(code)
    if post is None:
        return {"unit_code": code}
    return {
        "code": post.code, "kind": post.kind, "title_id": post.title.id,
        "title_en": post.title.en, "unit_code": post.unit_code,
    }  # fmt: skip


def _unit_now(code: str) -> dict[str, Any]:
    try:
        unit = org.get_unit(code)
    except Refused as wrong:
        raise Http404 from wrong
    return {
        "code": unit.code, "name_id": unit.name.id, "name_en": unit.name.en, "kind": unit.kind,
        "parent_code": unit.parent_code, "zone": unit.zone, "address": unit.address,
        "email": unit.email, "phone": unit.phone, "province": unit.province,
    }  # fmt: skip


def _saved(request: OfficeRequest, form: Any) -> bool:
    try:
        form.carry_out(request.actor, clock.now())
    except Refused as refusal:
        _complain(form, refusal)
        return False
    return True


def _complain(form: django_forms.Form, refusal: Refused) -> None:
    form.add_error(None, gettext(refusal.reason) % refusal.params)


def close_unit(request: OfficeRequest, code: str) -> HttpResponse:
    """Ask from which day, then close a unit."""
    form = forms.EndForm(_posted(request), initial={"day": pages.today()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.close_unit(
                actor=request.actor, code=code, day=form.cleaned_data["day"], now=clock.now()
            )
        except Refused as refusal:
            _complain(form, refusal)
        else:
            messages.success(request, gettext("%(code)s is closed.") % {"code": code})
            return redirect("house")
    page = {"form": form, "code": code}
    return render(request, "workspace/house/close.html", page, status=422 if form.errors else 200)


def health(request: OfficeRequest) -> HttpResponse:
    """The doctor's lines."""
    found = doctor.examine(clock.now())
    checks = [
        {
            "state": str(one.level),
            "text": " ".join(
                filter(None, [_words(one.sentence, one.params), _words(one.remedy, one.params)])
            ),
        }
        for one in found
    ]
    return render(request, "workspace/house/health.html", {"checks": checks})


def _words(reason: str, params: dict[str, Any]) -> str:
    return gettext(reason) % params if reason else ""


def official_keys(request: OfficeRequest) -> HttpResponse:
    """Fingerprint of the root, as text and as a code to photograph, and the keys it certified."""
    folder = KeyFolder(Path(settings.SULUH_HOME) / "keys")
    try:
        trust, current = folder.trust(), folder.current()
    except Refused as refusal:
        reason = gettext(refusal.reason) % refusal.params
        return render(request, "workspace/house/keys.html", {"reason": reason})
    rows = [
        {
            "kid": kid,
            "until": certificates[-1].not_after,
            "current": kid == current,
            "revoked": trust.revocations.of(kid) is not None,
        }
        for kid, certificates in sorted(trust.certificates.items())
    ]
    page = {"fingerprint": fingerprint(trust.root.public), "rows": rows, "demo": trust.root.demo}
    return render(request, "workspace/house/keys.html", page)


def calendars(request: OfficeRequest) -> HttpResponse:
    """Every version, and a form that proposes the next."""
    year = org.year_to_propose(org.list_units()[0].code, clock.now())
    form = forms.CalendarForm(_posted(request), initial={"year": year})
    if request.method == "POST" and form.is_valid():
        try:
            code, number = operations.propose_calendar(
                actor=request.actor, now=clock.now(), **form.cleaned_data
            )
        except Refused as refusal:
            _complain(form, refusal)
        else:
            return redirect("house_calendar", code=code, number=number)
    page = {"form": form, "rows": org.list_calendar_versions()}
    status = 422 if form.errors else 200
    return render(request, "workspace/house/calendars.html", page, status=status)


def calendar(request: OfficeRequest, code: str, number: int) -> HttpResponse:
    """The days of one version; a proposal is looked at, day by day, and published."""
    try:
        row = org.find_calendar_version(code, number)
    except Refused as wrong:
        raise Http404 from wrong
    form = forms.CalendarDaysForm(_posted(request), hours=row.hours)
    if request.method == "POST" and form.is_valid():
        decided = operations.Decided(
            kept=request.POST.getlist("day"),
            sure=request.POST.getlist("sure"),
            added=form.cleaned_data["added"],
            hours=form.opening_hours(),
        )
        try:
            operations.decide_calendar(
                actor=request.actor, version_id=row.id, unit_code=code,
                decided=decided, now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            _complain(form, refusal)
        else:
            messages.success(request, gettext("The calendar is published."))
            return redirect("house_calendars")
    ticks = request.POST if form.is_bound else None
    days = pages.calendar_days(row, ticks)
    page = {"form": form, "row": row, "days": days}
    status = 422 if form.errors else 200
    return render(request, "workspace/house/calendar.html", page, status=status)


def release(request: OfficeRequest) -> HttpResponse:
    """A restored house: what stands still, and the button that lets it go on."""
    epoch, head = ledger.paused_epoch(), ledger.head_position()
    form = django_forms.Form(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            releasing.release(request.actor, now=clock.now())
        except Refused as refusal:
            _complain(form, refusal)
        else:
            messages.success(request, gettext("The house works again."))
            return redirect("house")
    zone = org.get_unit(request.actor.unit_code).zone
    paused = moment(epoch.paused_at, zone, zone_label(zone)) if epoch else ""
    page = {"form": form, "epoch": epoch, "head": head, "paused": paused}
    return render(request, "workspace/house/release.html", page, status=422 if form.errors else 200)
