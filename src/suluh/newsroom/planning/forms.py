from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from suluh.foundation.org.rules import UnitRow
from suluh.kernel.ids import new_row_key
from suluh.newsroom.planning.rules import Draft, forms_of_work
from suluh.newsroom.planning.rules.activities import (
    DEFAULT_FORM,
    DESCRIPTION_LENGTH,
    WHAT_LENGTH,
)

PASTE_LENGTH = 20_000
OFFICE, OTHER = "office", "other"


class IntakeForm(forms.Form):
    """The three questions, and what may be added to them."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    unit = forms.ChoiceField(label=_("Unit"))
    pasted = forms.CharField(
        label=_("Message"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=PASTE_LENGTH,
        required=False,
    )
    what = forms.CharField(
        label=_("What happened?"),
        help_text=_("One or two sentences, with the numbers. At most 240 letters."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=WHAT_LENGTH,
    )
    when = forms.ChoiceField(
        label=_("When?"),
        choices=[("today", _("Today")), ("yesterday", _("Yesterday")), (OTHER, _("Another day"))],
        widget=forms.RadioSelect,
    )
    event_date = forms.DateField(
        label=_("Which day?"),
        error_messages={"required": _("Choose the day.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    where = forms.ChoiceField(label=_("Where?"), widget=forms.RadioSelect)
    place = forms.CharField(
        label=_("Which place?"),
        error_messages={"required": _("Write the place.")},
        max_length=200,
    )
    people = forms.CharField(
        label=_("Who was there?"),
        help_text=_("Names and posts, separated by semicolons."),
        max_length=500,
        required=False,
    )
    description = forms.CharField(
        label=_("More about it"),
        help_text=_("As in WhatsApp: *bold*, _italics_, a line per item with a hyphen."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=DESCRIPTION_LENGTH,
        required=False,
    )
    event_time = forms.TimeField(
        label=_("At what time?"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        required=False,
    )
    form = forms.ChoiceField(label=_("Form of activity"), initial=DEFAULT_FORM)
    harmless = forms.BooleanField(label=_("There is nothing secret and no private number in it"))

    def __init__(
        self, *args: Any, units: list[UnitRow], places: list[str], locale: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {
            "unit": [(one.code, one.name.in_(locale)) for one in units],
            "where": [
                (OFFICE, _("Our office")),
                *((place, place) for place in places),
                (OTHER, _("Another place")),
            ],
            "form": [(slug, label.in_(locale)) for slug, label in forms_of_work()],
        }
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]  # ChoiceFields
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
        self.initial.setdefault("unit", units[0].code if units else "")
        self.initial.setdefault("token", new_row_key())
        self.initial.setdefault("when", "today")
        self.initial.setdefault("where", OFFICE)

    def full_clean(self) -> None:
        """Ask for the day and the place only where the answer before was "another"."""
        for asked, other in (("when", "event_date"), ("where", "place")):
            self.fields[other].required = not self.is_bound or self.data.get(asked) == OTHER
        super().full_clean()

    def draft(self, unit: UnitRow, today: date, pictures: tuple[UUID, ...]) -> Draft:
        """Return what was said; call it on a valid form."""
        said = self.cleaned_data
        days = {"today": today, "yesterday": today - timedelta(days=1)}
        places = {OFFICE: unit.name.id, OTHER: said["place"]}
        return Draft(
            what=said["what"],
            event_date=days.get(said["when"]) or said["event_date"],
            place=places.get(said["where"], said["where"]),
            description=said["description"],
            form=said["form"],
            event_time=said["event_time"],
            people=said["people"],
            pictures=pictures,
        )


class PhotosForm(forms.Form):
    """Only the unit, which the uploading script reads."""

    unit = forms.CharField(widget=forms.HiddenInput)


class CloseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why will there be no story?"),
        help_text=_("Whoever handed it in reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )


def choice_for(day: date, today: date) -> str:
    """Return the answer to "When?" that means `day`."""
    return {today: "today", today - timedelta(days=1): "yesterday"}.get(day, OTHER)
