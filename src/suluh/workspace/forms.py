"""A person's own choices."""

from datetime import date
from typing import Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _


class ProfileForm(forms.Form):
    locale = forms.ChoiceField(
        label=_("Language"),
        choices=[("id", "Bahasa Indonesia"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=[("system", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect,
    )
    density = forms.ChoiceField(
        label=_("Density"),
        choices=[("compact", _("Compact")), ("roomy", _("Roomy"))],
        widget=forms.RadioSelect,
    )
    reminders = forms.BooleanField(
        label=_("A letter each working morning"),
        help_text=_("Only when something waits for you that you have not looked at."),
        required=False,
    )
    day_letter = forms.BooleanField(
        label=_("A letter each evening: published today"),
        help_text=_("What your unit and those below it published; none on a day without."),
        required=False,
    )


FIRST_DAY: Final = date(1945, 8, 17)
LAST_DAY: Final = date(2999, 12, 31)


class DayForm(forms.Form):
    hari = forms.DateField(
        required=False,
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )
    unit = forms.CharField(required=False, max_length=20)
