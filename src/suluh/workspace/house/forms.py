"""What administrators hand in; each form does its own change."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.dates import WEEKDAYS as WEEKDAY_NAMES
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from suluh.foundation.accounts.operations import GrantDraft
from suluh.foundation.accounts.rules import ROLE_LABELS, Actor
from suluh.foundation.org import operations as org
from suluh.foundation.org import queries
from suluh.foundation.org.rules import (
    WEEKDAYS,
    ZONES,
    Hours,
    InstitutionRow,
    local_day,
    parse_openings,
    write_openings,
)
from suluh.kernel import clock
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.refusals import Refused
from suluh.workspace.house import founding, operations


def _day(**more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **more)


def _units() -> list[tuple[str, str]]:
    return [(unit.code, f"{unit.code} · {unit.name.id}") for unit in queries.list_units()]


def _above() -> list[tuple[str, str]]:
    return [("", "-"), *_units()]


def _people() -> list[tuple[str, str]]:
    day = local_day(clock.now(), queries.get_institution().zone)
    return [
        (one.email, f"{one.name} · {one.unit_code}")
        for one in queries.list_people()
        if not one.has_left(day)
    ]


def _posts() -> list[tuple[str, str]]:
    return [(code, f"{title.id} · {code}") for code, title in sorted(queries.post_titles().items())]


def _zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every zone that a unit may have; those of Indonesia first."""
    others = sorted(available_timezones() - ZONES.keys())
    return [
        ("Indonesia", [(zone, f"{label} · {zone}") for zone, label in ZONES.items()]),
        (gettext("Elsewhere"), [(zone, zone) for zone in others]),
    ]


def _roles() -> list[tuple[str, str]]:
    return [(role.value, gettext(label)) for role, label in ROLE_LABELS.items()]


class InstitutionForm(forms.Form):
    """The institution's own data, as letters and the public site show them."""

    name_id = forms.CharField(label=_("Name in Indonesian"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=40)
    address = forms.CharField(
        label=_("Postal address"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages of the site"),
        choices=[("id", "Bahasa Indonesia"), ("en", "English")],
        widget=forms.CheckboxSelectMultiple,
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_zones,
        help_text=_(
            "Units keep their own zone and name. The public site shows all of it when Suluh is "
            "started again, or after “suluh bake”."
        ),
    )

    def carry_out(self, actor: Actor, now: datetime) -> None:
        """Change the institution."""
        given = dict(self.cleaned_data)
        name = Bilingual(given.pop("name_id"), given.pop("name_en"))
        languages = tuple(given.pop("languages"))
        draft = InstitutionRow(name=name, languages=languages, is_demo=False, **given)
        founding.save_institution(actor=actor, draft=draft, now=now)


class UnitForm(forms.Form):
    """A unit of any depth; a known code changes that unit."""

    code = forms.CharField(label=_("Code"), max_length=20)
    name_id = forms.CharField(label=_("Name in Indonesian"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    kind = forms.SlugField(label=_("Kind, a word of the regulation"), max_length=40)
    parent_code = forms.ChoiceField(label=_("Stands below"), choices=_above, required=False)
    zone = forms.ChoiceField(label=_("Time zone"), choices=_zones)
    address = forms.CharField(label=_("Postal address"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    province = forms.CharField(
        label=_("Province"), help_text=_("Its code of two figures."), max_length=2, required=False
    )

    def carry_out(self, actor: Actor, now: datetime) -> None:
        """Make or change the unit."""
        operations.save_unit(actor=actor, draft=org.UnitDraft(**self.cleaned_data), now=now)


class PersonForm(forms.Form):
    """Somebody who works here; a known address changes that person."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"))
    unit_code = forms.ChoiceField(label=_("Unit"), choices=_units)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    until_date = _day(
        label=_("Works here until"), help_text=_("Only for who is no employee."), required=False
    )
    account = forms.BooleanField(label=_("May sign in"), initial=True, required=False)

    def carry_out(self, actor: Actor, now: datetime) -> None:
        """Make or change the person."""
        operations.save_person(actor=actor, given=self.cleaned_data, now=now)


class PostForm(forms.Form):
    """A post; its kind is a word of the regulation."""

    code = forms.CharField(label=_("Code"), max_length=40)
    kind = forms.SlugField(label=_("Kind, a word of the regulation"), max_length=40)
    title_id = forms.CharField(label=_("Title in Indonesian"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    unit_code = forms.ChoiceField(label=_("Unit"), choices=_units)

    def carry_out(self, actor: Actor, now: datetime) -> None:
        """Make or change the post."""
        operations.save_post(actor=actor, draft=org.PostDraft(**self.cleaned_data), now=now)


class HolderForm(forms.Form):
    """Who holds a post, and from when."""

    post_code = forms.ChoiceField(label=_("Post"), choices=_posts)
    email = forms.ChoiceField(label=_("Person"), choices=_people)
    from_date = _day(label=_("From the day"))
    until_date = _day(label=_("To before"), required=False)

    def carry_out(self, actor: Actor, now: datetime) -> None:
        """Let the person hold the post."""
        operations.assign_post(actor=actor, given=self.cleaned_data, now=now)


class SubstituteForm(forms.Form):
    """Who stands in, as Plt or Plh, for whole days in the institution's zone."""

    post_code = forms.ChoiceField(label=_("Post"), choices=_posts)
    email = forms.ChoiceField(label=_("Person"), choices=_people)
    kind = forms.ChoiceField(label=_("As"), choices=[("plt", "Plt."), ("plh", "Plh.")])
    from_date = _day(label=_("From the day"))
    until_date = _day(label=_("To before"))
    decree = forms.CharField(label=_("Decree"), max_length=120, required=False)

    def carry_out(self, actor: Actor, now: datetime) -> None:
        """Let the person stand in."""
        given = dict(self.cleaned_data)
        zone = ZoneInfo(queries.get_institution().zone)
        days = (given.pop("from_date"), given.pop("until_date"))
        begins, ends = (datetime.combine(day, time(), zone) for day in days)
        given["period"] = (begins, ends)
        operations.substitute(actor=actor, given=given, now=now)


class RoleForm(forms.Form):
    """A role in a unit and everything below it."""

    email = forms.ChoiceField(label=_("Person"), choices=_people)
    role = forms.ChoiceField(label=_("Role"), choices=_roles)
    unit_code = forms.ChoiceField(label=_("Unit"), choices=_units)
    from_date = _day(label=_("From the day"))
    until_date = _day(label=_("To before"), required=False)

    def carry_out(self, actor: Actor, now: datetime) -> None:
        """Grant the role."""
        operations.grant_role(actor=actor, draft=GrantDraft(**self.cleaned_data), now=now)


class EndForm(forms.Form):
    """From which day something holds no longer."""

    day = _day(label=_("No longer from"), help_text=_("The day before is the last one."))


class CalendarForm(forms.Form):
    """Whose calendar, and for which year."""

    unit_code = forms.ChoiceField(label=_("Office"), choices=_units)
    year = forms.IntegerField(label=_("Year"), min_value=2024, max_value=2100)


class OpeningField(forms.CharField):
    """The opening hours of one weekday; empty: closed."""

    def __init__(self, *, weekday: int) -> None:
        super().__init__(label=WEEKDAY_NAMES[weekday], max_length=80, required=False)

    def clean(self, value: Any) -> list[list[str]]:
        """Return the stretches of the day."""
        try:
            return parse_openings(super().clean(value))
        except Refused as wrong:
            raise forms.ValidationError(gettext(wrong.reason) % wrong.params) from wrong


class CalendarDaysForm(forms.Form):
    """Days that the proposal lacks, one in a line, and when the office opens on each weekday."""

    added = forms.CharField(
        label=_("Days to add"),
        help_text=_("One in a line, for example 2027-06-23 Pemilihan kepala daerah."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *given: Any, hours: Hours, **more: Any) -> None:
        super().__init__(*given, **more)
        for at, day in enumerate(WEEKDAYS):
            self.fields[f"hours_{day}"] = OpeningField(weekday=at)
            self.initial[f"hours_{day}"] = write_openings(hours.get(day, []))

    def weekdays(self) -> list[forms.BoundField]:
        """Return the fields of the week, Monday first."""
        return [self[f"hours_{day}"] for day in WEEKDAYS]

    def opening_hours(self) -> Hours | None:
        """Return the hours as typed; None where the fields were not sent."""
        if not any(f"hours_{day}" in self.data for day in WEEKDAYS):
            return None
        return {day: self.cleaned_data[f"hours_{day}"] for day in WEEKDAYS}

    def clean_added(self) -> dict[str, str]:
        """Return the names by ISO date."""
        found: dict[str, str] = {}
        for line in str(self.cleaned_data["added"]).splitlines():
            day, _space, name = line.strip().partition(" ")
            if not day:
                continue
            try:
                found[date.fromisoformat(day).isoformat()] = name.strip()[:120]
            except ValueError as wrong:
                said = gettext("“%(line)s” does not begin with a date like 2027-06-23.")
                raise forms.ValidationError(said % {"line": line[:60]}) from wrong
            if not name.strip():
                raise forms.ValidationError(gettext("%(day)s needs a name.") % {"day": day})
        return found
