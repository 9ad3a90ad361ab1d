"""Forms of this room: they parse, the operations decide. What was typed always stays."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from suluh.foundation.org.rules import zone_label
from suluh.kernel.canonical import CREDIT_ROLES
from suluh.kernel.refusals import Refused, Stale
from suluh.newsroom.editorial import rules
from suluh.newsroom.editorial.pages.words import ROLES, language_word, part_word
from suluh.newsroom.editorial.rules.taxonomy import topic_code

MISSING: Final = frozenset(
    {
        "no_story",
        "no_copy",
        "no_reader",
        "no_figure",
        "no_file",
        "no_picture",
        "no_activity",
        "no_comment",
        "no_version",
    }
)
LARGEST: Final = 25_000_000
AREA: Final = forms.Textarea


def say(refusal: Refused) -> str:
    """Return a refusal as a sentence in the reader's language."""
    return gettext(refusal.reason) % refusal.params if refusal.params else gettext(refusal.reason)


def refuse(form: forms.Form, refusal: Refused, field: str | None = None) -> None:
    """Show a refusal at the form; what does not exist for the person stays a 404."""
    if refusal.code in MISSING:
        raise refusal
    form.add_error(field, say(refusal))


class MarkedForm(forms.Form):
    """A form that tells what it showed; a refused one shows and tells what is there now."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)

    def refuse_stale(self, refusal: Refused, mark: str) -> None:
        """Keep what was typed beside the refusal; sent again, it rests on what is there now."""
        refuse(self, refusal)
        if isinstance(refusal, Stale):
            self.data = {**dict(self.data.items()), "seen": mark}


class TextForm(forms.Form):
    """The text of one language in the plain form."""

    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    lead = forms.CharField(label=_("Lead"), widget=AREA({"rows": 3}), required=False)
    body = forms.CharField(
        label=_("Text"), widget=AREA({"rows": 22, "class": "typed"}), required=False, strip=False
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    source_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    follows = forms.BooleanField(
        label=_("This translation follows the source text as it is shown here"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role in CREDIT_ROLES:
            self.fields[f"credit_{role}"] = forms.CharField(
                label=ROLES[role], max_length=1000, required=False
            )

    @property
    def credit_fields(self) -> list[forms.BoundField]:
        """The names, in the order of the roles."""
        return [self[f"credit_{role}"] for role in CREDIT_ROLES]

    def people(self, kept: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
        """Return the credits; `kept` in its own order where nobody touched them."""
        typed = [
            {"role": role, "name": name.strip()}
            for role in CREDIT_ROLES
            for name in self.cleaned_data[f"credit_{role}"].split(";")
            if name.strip()
        ]

        def key(one: Mapping[str, str]) -> tuple[str, str]:
            return one["role"], one["name"]

        stored = [dict(one) for one in kept]
        return stored if sorted(map(key, stored)) == sorted(map(key, typed)) else typed


class NewStoryForm(forms.Form):
    """A new story."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    unit = forms.ChoiceField(label=_("Unit"))
    activity = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, kinds: Sequence[Any] = (), units: Sequence[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]  # ChoiceField
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]  # ChoiceField


class ImportForm(forms.Form):
    """A file that becomes a story."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A .txt, .docx, .odt, .html or .eml file of at most 25 MB."),
        widget=forms.ClearableFileInput({"accept": ".txt,.docx,.odt,.html,.htm,.eml"}),
        allow_empty_file=True,
    )
    unit = forms.ChoiceField(label=_("Unit"))

    def __init__(self, *args: Any, units: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]  # ChoiceField


class LocalMomentField(forms.DateTimeField):
    """A moment typed in a unit's zone, to the second."""

    def __init__(self, *, zone: str = "UTC", **kwargs: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local", "step": "1"}, "%Y-%m-%dT%H:%M:%S")
        super().__init__(widget=widget, **kwargs)
        self.zone = zone

    def prepare_value(self, value: Any) -> Any:
        """Show a stored moment in the zone."""
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None, microsecond=0)
        return value

    def to_python(self, value: Any) -> datetime | None:
        """Read the wall clock of the zone."""
        found = super().to_python(value)
        return found.replace(tzinfo=ZoneInfo(self.zone)) if found is not None else None


class FactsForm(MarkedForm):
    """What is the same in every language of a story."""

    event_date = forms.DateField(
        label=_("Day of the event"), required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )  # fmt: skip
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    topics = forms.CharField(
        label=_("Topics"), required=False, max_length=300,
        help_text=_("Short words with commas between them, in either language."),
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("For whom"), required=False)
    sensitivity = forms.ChoiceField(label=_("Sensitivity"))
    rights = forms.CharField(
        label=_("Note on the rights"), max_length=300, required=False,
        help_text=_("Needed where the text carries another outlet's name."),
    )  # fmt: skip
    slug = forms.SlugField(
        label=_("Words of the address"), max_length=80, required=False,
        help_text=_(
            "Empty: taken from the title. Fixed with the first publication and kept in the ledger "
            "for ever: no name of a private person."
        ),
    )  # fmt: skip

    def __init__(
        self, *args: Any, zone: str, choices: Mapping[str, Sequence[Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            self.fields[name].choices = list(offered)  # type: ignore[attr-defined]  # ChoiceField
        self.fields["not_before"] = LocalMomentField(
            label=_("Embargo: not before"), required=False, zone=zone,
            help_text=_("In the time of the unit: %(zone)s.") % {"zone": zone_label(zone)},
        )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """Return the fields as StoryFacts takes them."""
        data = {key: value for key, value in self.cleaned_data.items() if key != "seen"}
        topics = (topic_code(one) for one in data["topics"].split(","))
        return data | {"topics": tuple(code for code in topics if code)}


class FigureForm(MarkedForm):
    """A picture's words in each language of the house."""

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for locale in languages:
            word = {"language": language_word(locale)}
            self.fields[f"caption_{locale}"] = forms.CharField(
                label=gettext("Caption, %(language)s") % word, max_length=500, required=False
            )
            self.fields[f"alt_{locale}"] = forms.CharField(
                label=gettext("Description for those who cannot see it, %(language)s") % word,
                max_length=300, required=False,
            )  # fmt: skip


class PictureForm(forms.Form):
    """A picture that is added to a story."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, at most 25 MB."),
        widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )


class AttachmentForm(forms.Form):
    """A document that is attached to a story."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, or a table as CSV, at most 25 MB. It is published byte for byte, so that an "
            "electronic signature in it stays valid; what it tells of its maker goes along."
        ),
        widget=forms.ClearableFileInput({"accept": ".pdf,.csv,application/pdf,text/csv"}),
        allow_empty_file=True,
    )


class FileTitleForm(forms.Form):
    """The title of an attachment in every language."""

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in languages:
            self.fields[f"title_{one}"] = forms.CharField(
                label=_("Title in %(language)s") % {"language": language_word(one)},
                max_length=200,
                required=False,
            )


class ReasonForm(forms.Form):
    """Languages and, for a change of something public, the sentence that the public reads."""

    def __init__(
        self, *args: Any, locales: Sequence[str], purposes: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.locales = tuple(locales)
        self.fields["locales"] = forms.MultipleChoiceField(
            label=_("Languages"),
            choices=[(one, language_word(one)) for one in locales],
            widget=forms.CheckboxSelectMultiple,
            initial=list(locales),
            error_messages={"required": _("Choose at least one language.")},
        )
        if purposes:
            self.fields["purpose"] = forms.ChoiceField(
                label=_("What it is"), choices=list(purposes), widget=forms.RadioSelect,
                initial=purposes[0][0],
            )  # fmt: skip
            for locale in locales:
                self.fields[f"reason_{locale}"] = reason_field(locale)

    def chosen(self) -> dict[str, Any]:
        """Return the languages in the house's order, the purpose and its reasons."""
        data = self.cleaned_data
        locales = tuple(one for one in self.locales if one in data["locales"])
        purpose = data.get("purpose", rules.Purpose.PUBLISH.value)
        reasons = {one: data.get(f"reason_{one}", "").strip() for one in locales}
        return {"locales": locales, "purpose": purpose,
                "reason": {key: text for key, text in reasons.items() if text}}  # fmt: skip


def reason_field(locale: str, *, required: bool = False) -> forms.CharField:
    """Return the field for a public reason in one language."""
    label = gettext("Reason that the public reads, %(language)s")
    return forms.CharField(
        label=label % {"language": language_word(locale)}, max_length=500, required=required,
        widget=AREA({"rows": 2}),
        help_text=gettext("Stays in the ledger for ever: no name, nothing about a person."),
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why a published text is withdrawn, in each of its languages."""

    def __init__(self, *args: Any, locales: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for locale in locales:
            self.fields[f"reason_{locale}"] = reason_field(locale, required=True)


class ReturnForm(forms.Form):
    """Notes on parts; at least one."""

    whole = forms.CharField(
        label=_("What has to change"), widget=AREA({"rows": 4}), required=False, max_length=4000
    )

    def __init__(self, *args: Any, parts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = list(parts)
        for locale, name in self.parts:
            self.fields[f"note_{locale}_{name}"] = forms.CharField(
                label=f"{part_word(name)}, {locale.upper()}", widget=AREA({"rows": 2}),
                required=False, max_length=4000,
            )  # fmt: skip

    @property
    def part_fields(self) -> list[forms.BoundField]:
        """The fields of single parts."""
        return [self[f"note_{locale}_{name}"] for locale, name in self.parts]

    def notes(self) -> list[tuple[str, str, str]]:
        """Return (text, locale, part) of what was written."""
        found = [(self.cleaned_data["whole"], "", "")]
        found += [
            (self.cleaned_data[f"note_{locale}_{name}"], locale, name)
            for locale, name in self.parts
        ]
        return [note for note in found if note[0].strip()]


class ScheduleForm(forms.Form):
    """When an approved text goes out."""

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_at"] = LocalMomentField(
            label=_("Goes out at"), zone=zone,
            help_text=_("To the second, in the time of the unit: %(zone)s.")
            % {"zone": zone_label(zone)},
        )  # fmt: skip


class EarlyForm(forms.Form):
    """Who may read before publication."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Mail address"))

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_at"] = LocalMomentField(
            label=_("May read until"), zone=zone,
            help_text=_("In the time of the unit: %(zone)s.") % {"zone": zone_label(zone)},
        )  # fmt: skip


class CommentForm(forms.Form):
    """A comment on a part or a passage."""

    text = forms.CharField(label=_("Your comment"), widget=AREA({"rows": 4}), max_length=4000)
    passage = forms.CharField(
        label=_("The passage it is about"), widget=AREA({"rows": 3}), required=False,
        max_length=1000,
        help_text=_("Shorten it to the words you mean; empty: the whole part."),
    )  # fmt: skip
    call = forms.MultipleChoiceField(
        label=_("Tell also"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("The writers of the text are told anyway. “@name” in your comment does the "
                    "same."),
    )  # fmt: skip
    salinan = forms.UUIDField(widget=forms.HiddenInput, required=False)
    bahasa = forms.CharField(widget=forms.HiddenInput, required=False, max_length=5)
    bagian = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    letak = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=100_000
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["call"].choices = list(people)  # type: ignore[attr-defined]  # ChoiceField
        if not people:
            del self.fields["call"]


class CompareForm(forms.Form):
    """Two saved versions to be compared; the order in which they are given means nothing."""

    def __init__(self, *args: Any, versions: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("dari", _("From version")), ("sampai", _("To version"))):
            self.fields[name] = forms.TypedChoiceField(label=label, choices=versions, coerce=int)
