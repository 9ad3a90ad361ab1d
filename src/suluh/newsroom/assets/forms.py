from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suluh.foundation.org.rules import UnitRow
from suluh.newsroom.assets.operations import Description
from suluh.newsroom.assets.rules import (
    CONSENT_LABELS,
    MOST_AT_ONCE,
    Consent,
    PictureRow,
)

ACCEPT = "image/jpeg,image/png,image/webp"
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several files of one input, as a list."""

    widget = ManyFiles(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(PhotosField, self).clean(file, initial) for file in files if file]


class UploadForm(forms.Form):
    unit = forms.ChoiceField(label=_("Unit"))
    photos = PhotosField(label=_("Photos"), help_text=_("JPEG, PNG or WebP, at most 25 MB each."))

    def __init__(self, *args: Any, units: list[UnitRow], locale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        unit.choices = [(one.code, one.name.in_(locale)) for one in units]  # type: ignore[attr-defined]  # a ChoiceField
        if len(units) == 1:
            unit.widget = forms.HiddenInput()
            unit.initial = units[0].code

    def clean_photos(self) -> list[Any]:
        photos: list[Any] = self.cleaned_data["photos"]
        if not photos:
            raise forms.ValidationError(_("Choose at least one photo."))
        if len(photos) > MOST_AT_ONCE:
            raise forms.ValidationError(_("At most 20 photos at once."))
        return photos


class DescribeForm(forms.Form):
    """Words, people and rights of one picture; `version` is the one that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    consent = forms.ChoiceField(
        label=_("Who can be recognised in the photo?"), widget=forms.RadioSelect
    )
    consent_by = forms.CharField(
        label=_("Who agreed, or which official?"),
        help_text=_("Name and post, or the group."),
        max_length=200,
        required=False,
    )
    consent_date = forms.DateField(label=_("When did they agree?"), widget=DAY, required=False)
    guardian = forms.CharField(label=_("Name of the guardian"), max_length=200, required=False)
    guardian_date = forms.DateField(
        label=_("When did the guardian agree?"), widget=DAY, required=False
    )
    caption_id = forms.CharField(
        label=_("Caption in Indonesian"),
        help_text=_("Who does what, where, when."),
        widget=forms.Textarea(attrs={"rows": 2, "lang": "id"}),
        max_length=500,
        required=False,
    )
    alt_id = forms.CharField(
        label=_("For those who cannot see it, in Indonesian"),
        help_text=_("What is to be seen, in one sentence."),
        widget=forms.Textarea(attrs={"rows": 2, "lang": "id"}),
        max_length=300,
        required=False,
    )
    caption_en = forms.CharField(
        label=_("Caption in English"),
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
        max_length=500,
        required=False,
    )
    alt_en = forms.CharField(
        label=_("For those who cannot see it, in English"),
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
        max_length=300,
        required=False,
    )
    credit = forms.CharField(
        label=_("Credit"), help_text=_("Photographer / unit."), max_length=200, required=False
    )
    taken_date = forms.DateField(label=_("Taken on"), widget=DAY, required=False)
    title = forms.CharField(label=_("Title for the archive"), max_length=200, required=False)
    focal_x = forms.IntegerField(
        label=_("Centre of attention, from the left in per cent"), min_value=0, max_value=100
    )
    focal_y = forms.IntegerField(
        label=_("Centre of attention, from the top in per cent"), min_value=0, max_value=100
    )
    rights_note = forms.CharField(
        label=_("Rights"),
        help_text=_("Whose photo it is, and for what it may be used, if it is not ours."),
        max_length=500,
        required=False,
    )
    rights_until_date = forms.DateField(label=_("May be used until"), widget=DAY, required=False)

    PEOPLE = ("consent_by", "consent_date", "guardian", "guardian_date")
    WORDS = ("caption_id", "alt_id", "caption_en", "alt_en", "credit")
    MORE = ("taken_date", "title", "focal_x", "focal_y", "rights_note", "rights_until_date")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = [(one.value, _(CONSENT_LABELS[one])) for one in Consent]
        self._people_required(True)  # shown without "optional": each answer asks for its own
        self.fields["consent"].choices = answers  # type: ignore[attr-defined]  # a ChoiceField

    def full_clean(self) -> None:
        """Half an answer is kept; `rules.may_be_published` says what it lacks."""
        self._people_required(False)
        super().full_clean()
        self._people_required(True)

    def _people_required(self, required: bool) -> None:
        for name in self.PEOPLE:
            self.fields[name].required = required

    def words_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.WORDS]

    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    def description(self) -> Description:
        said = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        said["consent"] = Consent(said["consent"])
        return Description(**said)


def describe_initial(picture: PictureRow) -> dict[str, object]:
    """Return a picture as the first values of its form."""
    return {
        "version": picture.version,
        "consent": picture.consent.value,
        "consent_by": picture.consent_by,
        "consent_date": picture.consent_date,
        "guardian": picture.guardian,
        "guardian_date": picture.guardian_date,
        "caption_id": picture.caption.id,
        "caption_en": picture.caption.en,
        "alt_id": picture.alt.id,
        "alt_en": picture.alt.en,
        "credit": picture.credit,
        "taken_date": picture.taken_date,
        "title": picture.title,
        "focal_x": picture.focal_x,
        "focal_y": picture.focal_y,
        "rights_note": picture.rights_note,
        "rights_until_date": picture.rights_until_date,
    }
