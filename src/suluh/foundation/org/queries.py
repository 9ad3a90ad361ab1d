"""What other rooms may ask about the institution."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from suluh.foundation.org import models, snapshot
from suluh.foundation.org.rules import (
    CalendarVersionRow,
    HeldPost,
    Hours,
    InstitutionRow,
    PersonRow,
    PostRow,
    TenureRow,
    UnitRow,
    local_day,
)
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.house import House
from suluh.kernel.memory import asked_once
from suluh.kernel.refusals import Refused
from suluh.kernel.worktime import Calendar


@asked_once
def get_institution() -> InstitutionRow:
    """Return the institution. Raises Refused: no_institution, before `suluh init`."""
    row = models.Institution.objects.first()
    if row is None:
        raise Refused("no_institution", _("This house has no institution yet; run suluh init."))
    return InstitutionRow(
        name=Bilingual(row.name_id, row.name_en),
        short_name=row.short_name,
        zone=row.zone,
        languages=tuple(row.languages.split(",")),
        address=row.address,
        email=row.email,
        phone=row.phone,
        is_demo=row.is_demo,
    )


def has_institution() -> bool:
    """Say whether `suluh init` has run."""
    return models.Institution.objects.exists()


@asked_once
def list_units(*, within: tuple[str, ...] | None = None, closed: bool = False) -> list[UnitRow]:
    """Return the open units in the order of the tree, all or those below the given paths.

    With `closed` also those that are closed.
    """
    rows = models.Unit.objects.select_related("parent")
    if not closed:
        rows = rows.filter(models.open_at(Now()))
    units = [_unit_row(row) for row in rows.order_by("path")]
    if within is None:
        return units
    return [unit for unit in units if any(unit.path.startswith(scope) for scope in within)]


def top_unit() -> str:
    """Return the code of the unit that stands below no other, '' before `suluh init`."""
    rows = models.Unit.objects.filter(parent=None).order_by("path")
    return rows.values_list("code", flat=True).first() or ""


@asked_once
def get_unit(code: str) -> UnitRow:
    """Return a unit by its code. Raises Refused: no_unit."""
    row = models.Unit.objects.select_related("parent").filter(code=code).first()
    if row is None:
        raise Refused("no_unit", _("There is no unit “%(code)s”."), code=code)
    return _unit_row(row)


def _unit_row(row: models.Unit) -> UnitRow:
    return UnitRow(
        id=row.id,
        code=row.code,
        name=Bilingual(row.name_id, row.name_en),
        kind=row.kind,
        path=row.path,
        zone=row.zone,
        parent_code=row.parent.code if row.parent else "",
        address=row.address,
        email=row.email,
        phone=row.phone,
        province=row.province,
        closed_at=row.closed_at,
    )


@asked_once
def get_person(person_id: UUID) -> PersonRow:
    """Return a person. Raises Refused: no_person."""
    row = models.Person.objects.select_related("unit").filter(id=person_id).first()
    if row is None:
        raise Refused("no_person", _("There is no such person."))
    return _person_row(row)


def find_person(email: str) -> PersonRow | None:
    """Return the person with this address, or None."""
    row = models.Person.objects.select_related("unit").filter(email__iexact=email).first()
    return _person_row(row) if row else None


def names_of(person_ids: set[UUID]) -> dict[UUID, str]:
    """Return the names of people by id."""
    rows = models.Person.objects.filter(id__in=person_ids).values_list("id", "name")
    return dict(rows)


def _person_row(row: models.Person) -> PersonRow:
    return PersonRow(
        id=row.id,
        name=row.name,
        email=row.email,
        unit_code=row.unit.code,
        phone=row.phone,
        is_employee=row.is_employee,
        until_date=row.until_date,
    )


def posts_held(person_id: UUID, now: datetime) -> tuple[HeldPost, ...]:
    """Return the posts a person holds at `now`, by themselves or as substitute."""
    day = local_day(now, _zone())
    own = (
        models.Holding.objects.filter(models.holding_on(day), person_id=person_id)
        .select_related("post__unit")
        .order_by("post__code")
    )
    lent = (
        models.Substitution.objects.filter(models.substituting_at(now, day), person_id=person_id)
        .select_related("post__unit")
        .order_by("post__code")
    )
    return (
        *(_held(row.post, "", None) for row in own),
        *(_held(row.post, row.kind, row.for_person_id) for row in lent),
    )


def _held(post: models.Post, via: str, for_person_id: UUID | None) -> HeldPost:
    return HeldPost(
        post_code=post.code,
        kind=post.kind,
        title=Bilingual(post.title_id, post.title_en),
        unit_code=post.unit.code,
        unit_path=post.unit.path,
        via=via,
        for_person_id=for_person_id,
    )


def stood_in_for(person_id: UUID, at: datetime) -> frozenset[UUID]:
    """Return whom a person stood in for at a moment, past or present."""
    day = local_day(at, _zone())
    lent = models.Substitution.objects.filter(models.substituting_at(at, day), person_id=person_id)
    found = lent.filter(for_person__isnull=False).values_list("for_person_id", flat=True)
    return frozenset(one for one in found if one)


def holders_of(post_code: str, now: datetime) -> list[PersonRow]:
    """Return who can act for a post at `now`: holders first, then substitutes."""
    day = local_day(now, _zone())
    people: QuerySet[models.Person] = models.Person.objects.select_related("unit")
    own = people.filter(
        holdings__in=models.Holding.objects.filter(models.holding_on(day), post__code=post_code)
    )
    lent = people.filter(
        substitutions__in=models.Substitution.objects.filter(
            models.substituting_at(now, day), post__code=post_code
        )
    )
    found = {row.id: _person_row(row) for row in [*own.order_by("name"), *lent.order_by("name")]}
    return list(found.values())


def people_of_posts(unit_codes: Collection[str], post_codes: Collection[str]) -> set[UUID]:
    """Return who ever held, or stood in for, a post of these units or one of these posts."""
    posts = models.Post.objects.filter(Q(unit__code__in=unit_codes) | Q(code__in=post_codes))
    own = models.Holding.objects.filter(post__in=posts).values_list("person_id", flat=True)
    lent = models.Substitution.objects.filter(post__in=posts).values_list("person_id", flat=True)
    return {*own, *lent}


@asked_once
def post_titles() -> dict[str, Bilingual]:
    """Return the titles of all posts by code."""
    rows = models.Post.objects.values_list("code", "title_id", "title_en")
    return {code: Bilingual(title_id, title_en) for code, title_id, title_en in rows}


def _zone() -> str:
    zone = models.Institution.objects.values_list("zone", flat=True).first()
    return zone or "Asia/Jakarta"


@asked_once
def house_snapshot(now: datetime) -> House:
    """Return the house at `now`, as the regulation's rules read it."""
    return snapshot.house_at(now, _zone())


@asked_once
def calendar_for(unit_code: str, now: datetime) -> Calendar:
    """Return the published working calendar that holds for a unit."""
    return snapshot.calendar_of(unit_code, now)


def usual_hours() -> Hours:
    """Return the opening hours that hold where no calendar says others."""
    return dict(snapshot.USUAL_HOURS)


def calendar_spans(now: datetime) -> dict[str, tuple[date, date]]:
    """Return from when until when each published calendar is known.

    That of the newest version which has begun; of the newest at all where none has.
    """
    rows = models.CalendarVersion.objects.filter(published_at__lte=now).order_by("number")
    today = local_day(now, get_institution().zone)
    spans: dict[str, tuple[date, date]] = {}
    for code, begins, ends in rows.values_list("calendar__code", "from_date", "until_date"):
        if begins <= today or spans.get(code, (begins, ends))[0] > today:
            spans[code] = (begins, ends)
    return spans


def year_to_propose(code: str, now: datetime) -> int:
    """Return the first year, this one or a later one, that a calendar does not know yet."""
    today = local_day(now, get_institution().zone)
    begins, ends = calendar_spans(now).get(code, (today, date.min))
    return ends.year + 1 if begins <= today <= ends else today.year


def find_calendar_version(code: str, number: int = 0) -> CalendarVersionRow:
    """Return a version of a calendar, the newest without a number. Raises Refused: no_calendar."""
    rows = models.CalendarVersion.objects.filter(calendar__code=code).select_related("calendar")
    row = (rows.filter(number=number) if number else rows.order_by("-number")).first()
    if row is None:
        raise Refused("no_calendar", _("There is no calendar “%(code)s”."), code=code)
    return _calendar_row(row)


def list_calendar_versions() -> list[CalendarVersionRow]:
    """Return every version of every calendar, newest first."""
    rows = models.CalendarVersion.objects.select_related("calendar")
    return [_calendar_row(row) for row in rows.order_by("calendar__code", "-number")]


def _calendar_row(row: models.CalendarVersion) -> CalendarVersionRow:
    return CalendarVersionRow(
        id=row.id,
        code=row.calendar.code,
        name=row.calendar.name,
        zone=row.calendar.zone,
        number=row.number,
        from_date=row.from_date,
        until_date=row.until_date,
        days=dict(row.days),
        hours=dict(row.hours),
        published_at=row.published_at,
    )


def list_people(*, unit_code: str = "") -> list[PersonRow]:
    """Return everybody, or those of one unit, by name."""
    rows = models.Person.objects.select_related("unit").order_by("name", "id")
    if unit_code:
        rows = rows.filter(unit__code=unit_code)
    return [_person_row(row) for row in rows]


def unit_of_post(post_code: str) -> str:
    """Return the code of a post's unit. Raises Refused: no_post."""
    code = models.Post.objects.filter(code=post_code).values_list("unit__code", flat=True).first()
    if code is None:
        raise Refused("no_post", _("There is no post “%(code)s”."), code=post_code)
    return code


def find_post(code: str) -> PostRow | None:
    """Return a post by its code, or None."""
    row = models.Post.objects.select_related("unit").filter(code=code).first()
    if row is None:
        return None
    return PostRow(row.code, row.kind, Bilingual(row.title_id, row.title_en), row.unit.code)


def list_posts(unit_code: str) -> list[PostRow]:
    """Return the posts of a unit, by code."""
    rows = models.Post.objects.select_related("unit").filter(unit__code=unit_code)
    return [
        PostRow(row.code, row.kind, Bilingual(row.title_id, row.title_en), row.unit.code)
        for row in rows.order_by("code")
    ]


def list_tenures(*, person_id: UUID | None = None, unit_code: str = "") -> list[TenureRow]:
    """Return who holds and held posts, or stands and stood in: of a person, or of a unit's posts.

    Days are those of the institution's zone. The newest first.
    """
    about = {"person_id": person_id} if person_id else {"post__unit__code": unit_code}
    held = models.Holding.objects.filter(**about).select_related("post__unit", "person")
    lent = models.Substitution.objects.filter(**about).select_related("post__unit", "person")
    found = [_tenure(row, "", row.from_date, row.until_date) for row in held]
    zone = _zone()
    for row in lent:
        days = local_day(row.from_at, zone), local_day(row.until_at, zone)
        found.append(_tenure(row, row.kind, *days))
    return sorted(found, key=lambda one: (one.begins, str(one.id)), reverse=True)


def find_tenure(tenure_id: UUID, *, substitution: bool) -> TenureRow | None:
    """Return a holding or a substitution by its id, or None."""
    if not substitution:
        held = models.Holding.objects.select_related("post__unit", "person")
        one = held.filter(id=tenure_id).first()
        return _tenure(one, "", one.from_date, one.until_date) if one else None
    rows = models.Substitution.objects.select_related("post__unit", "person")
    row = rows.filter(id=tenure_id).first()
    if row is None:
        return None
    zone = _zone()
    return _tenure(row, row.kind, local_day(row.from_at, zone), local_day(row.until_at, zone))


def _tenure(
    row: models.Holding | models.Substitution, via: str, begins: date, ends: date | None
) -> TenureRow:
    return TenureRow(
        id=row.id,
        post_code=row.post.code,
        post_title=Bilingual(row.post.title_id, row.post.title_en),
        unit_code=row.post.unit.code,
        person_id=row.person_id,
        person_name=row.person.name,
        via=via,
        begins=begins,
        ends=ends,
        decree=getattr(row, "decree", ""),
    )
