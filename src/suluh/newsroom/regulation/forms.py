from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy

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
        raw: bytes = file.read(MAX_BYTES + 1)
        return raw

    def add_problems(self, refusal: Unreadable) -> None:
        for one in refusal.problems:
            reason = gettext(one.reason) % dict(one.params)
            line = gettext("Line %(line)s: %(reason)s") % {"line": one.line, "reason": reason}
            self.add_error("file", line)
