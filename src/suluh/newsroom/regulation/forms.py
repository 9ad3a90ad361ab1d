from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from suluh.kernel.uploads import read_upload
from suluh.newsroom.regulation.rules.source import MAX_BYTES, Unreadable
from suluh.ui.forms import HouseRenderer


class RegulationFile(forms.Form):
    """A regulation as a YAML file; its problems become errors with their lines."""

    default_renderer = HouseRenderer

    file = forms.FileField(
        label=gettext_lazy("Regulation file"),
        help_text=gettext_lazy("YAML. It is stored as a draft; nothing changes yet."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean_file(self) -> bytes:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        return read_upload(file, MAX_BYTES)

    def add_problems(self, refusal: Unreadable) -> None:
        _tell(self, "file", refusal)


class SupplementForm(forms.Form):
    """A unit's supplement, typed or as a file; a file wins, and is shown when it is refused."""

    default_renderer = HouseRenderer

    text = forms.CharField(
        label=gettext_lazy("Text of the supplement"),
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "false", "class": "code"}),
        help_text=gettext_lazy("YAML; the lines that begin with # are explanations."),
        required=False,
        strip=False,
        max_length=MAX_BYTES,
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
        required=False,
    )

    def raw(self) -> bytes:
        """Return what was handed in; a file's text is put into the form, so nothing is lost."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if file is None:
            return str(self.cleaned_data["text"]).encode()
        raw = read_upload(file, MAX_BYTES)
        shown = QueryDict(mutable=True)
        shown["text"] = raw.decode("utf-8-sig", "replace")
        self.data = shown
        return raw

    def add_problems(self, refusal: Unreadable) -> None:
        _tell(self, "text", refusal)


def _tell(form: forms.Form, field: str, refusal: Unreadable) -> None:
    for one in refusal.problems:
        reason = gettext(one.reason) % dict(one.params)
        line = gettext("Line %(line)s: %(reason)s") % {"line": one.line, "reason": reason}
        form.add_error(field, line)
