from django import forms
from django.utils.translation import gettext_lazy as _

from suluh.foundation.outbox.rules import Decision
from suluh.publishing.delivery.operations import WebhookDraft
from suluh.publishing.delivery.rules import MAILED_KINDS


class DecideForm(forms.Form):
    """What a person says about a group of deliveries that stands still."""

    state = forms.CharField(widget=forms.HiddenInput, max_length=12)
    error = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    decision = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[(one.value, one.value) for one in Decision]
    )
    note = forms.CharField(
        label=_("What you saw"),
        help_text=_("Kept with the delivery; others read it later."),
        max_length=300,
        required=False,
    )


class EndForm(forms.Form):
    """Why the office ends a subscription."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For instance: asked for by telephone. Kept until the address is erased."),
    )


class WebhookForm(forms.Form):
    """Another system that is told of every Edition."""

    name = forms.CharField(label=_("Name"), max_length=120)
    url = forms.CharField(
        label=_("Address"), max_length=500, help_text=_("Where we send, beginning with https:")
    )
    channel_class = forms.ChoiceField(
        label=_("When an answer is lost"),
        choices=[
            ("keyed", _("It knows our Idempotency-Key and does the same thing once")),
            ("lookup", _("It answers a look-up whether it has the thing")),
        ],
        widget=forms.RadioSelect,
        initial="keyed",
    )
    look_up_url = forms.CharField(
        label=_("Address of the look-up"),
        required=False,
        max_length=500,
        help_text=_("With {key} where our key is put in."),
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    allowed = forms.CharField(
        label=_("Allowed inside the network"),
        required=False,
        max_length=300,
        help_text=_("host:port, separated by commas; only where the address is not public."),
    )

    def __init__(self, *args: object, units: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        unit = self.fields["unit"]
        if isinstance(unit, forms.ChoiceField):
            unit.choices = [("", _("The whole house")), *units]

    def draft(self) -> WebhookDraft:
        """Return what was entered."""
        given = self.cleaned_data
        places = (one.strip() for one in given["allowed"].split(","))
        return WebhookDraft(
            name=given["name"],
            url=given["url"].strip(),
            channel_class=given["channel_class"],
            look_up_url=given["look_up_url"].strip(),
            unit_code=given["unit"],
            kinds=tuple(sorted(MAILED_KINDS)),
            allowed=tuple(filter(None, places)),
        )
