from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suluh.publishing.ledger.operations import ErasureDraft
from suluh.publishing.ledger.words import language_word

PERMANENT = _(
    "Public and permanent: it stays in the ledger for ever and cannot be erased itself. Write no "
    "name and nothing about a person."
)


class ErasureForm(forms.Form):
    """What shall be erased, why, and by which clause."""

    reason = forms.CharField(
        label=_("Reason that the public reads"), max_length=300, help_text=PERMANENT,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    clause = forms.CharField(
        label=_("Clause that asks for it"), max_length=200, help_text=PERMANENT
    )
    names = forms.BooleanField(
        label=_("Erase the names behind the signatures too"), required=False,
        help_text=_("The posts stay readable."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, locales: list[str], parts: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["locale"] = forms.ChoiceField(
            label=_("Language"), widget=forms.RadioSelect, initial=locales[0],
            choices=[(one, language_word(one)) for one in locales],
        )  # fmt: skip
        self.fields["scope"] = forms.ChoiceField(
            label=_("What is erased"), widget=forms.RadioSelect, initial="all",
            choices=[
                ("all", _("Everything: the text, its pictures' words and every version")),
                ("parts", _("Parts of older wordings; what is public now stays")),
            ],
        )  # fmt: skip
        self.fields["parts"] = forms.MultipleChoiceField(
            label=_("Which parts of older wordings"), required=False, choices=parts,
            widget=forms.CheckboxSelectMultiple,
            help_text=_(
                "Only what does not stand in the public text any more. Publish an update without "
                "it first."
            ),
        )  # fmt: skip
        if not parts:
            del self.fields["parts"], self.fields["scope"]
        self.order_fields(["locale", "scope", "parts", "reason", "clause", "names"])

    def clean(self) -> dict[str, Any]:
        """Ask for parts of the chosen language where parts are meant; none would be everything."""
        data = super().clean() or {}
        if data.get("scope") == "parts" and not self._chosen(data):
            self.add_error("parts", _("Choose at least one part in the chosen language."))
        return data

    @staticmethod
    def _chosen(data: dict[str, Any]) -> tuple[str, ...]:
        pairs = [one.partition(":") for one in data.get("parts", ())]
        return tuple(name for locale, _colon, name in pairs if locale == data.get("locale"))

    def draft(self, content_id: str) -> ErasureDraft:
        """Return what was entered."""
        data = self.cleaned_data
        return ErasureDraft(
            content_id=content_id,
            locale=data["locale"],
            reason=data["reason"],
            clause=data["clause"],
            names=data["names"],
            parts=self._chosen(data) if data.get("scope") == "parts" else (),
        )
