"""The forms of the public site. Their words are also the consent that is kept."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

from suluh.publishing.website.rules.consent import CONSENT
from suluh.publishing.website.rules.messages import LONGEST_NOTE

TRAP: Final = "website"
LONGEST_MESSAGE: Final = 5000


class PublicForm(forms.Form):
    """Rendered without request and settings; a field no person sees catches machines."""

    default_renderer = DjangoTemplates
    website = forms.CharField(label=_("Leave this empty"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "f-%s")
        super().__init__(*args, **kwargs)

    @property
    def is_trapped(self) -> bool:
        """Say whether a machine filled in what nobody sees."""
        return bool(self.data.get(TRAP))


class ContactForm(PublicForm):
    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(
        label=_("Your mail address"), max_length=254, help_text=_("Only to answer you.")
    )
    message = forms.CharField(
        label=_("Your message"), max_length=LONGEST_MESSAGE, widget=forms.Textarea({"rows": 8})
    )
    token = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class SubscribeForm(PublicForm):
    """The address, the units wanted (none: everything) and the consent."""

    email = forms.EmailField(label=_("Your mail address"), max_length=254)
    units = forms.MultipleChoiceField(
        label=_("Units"),
        required=False,
        help_text=_("Choose none to receive everything."),
        widget=forms.CheckboxSelectMultiple,
    )
    consent = forms.BooleanField(label=_(CONSENT))

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["units"]
        if isinstance(choices, forms.MultipleChoiceField):
            choices.choices = list(units)
        if not units:
            del self.fields["units"]


class HandleForm(forms.Form):
    """What was done about a message; for the office."""

    note = forms.CharField(
        label=_("What was done"),
        help_text=_("For colleagues: who answered, and what. The sender does not see it."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
    )
