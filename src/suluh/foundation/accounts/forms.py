"""The log-in form in this house's words."""

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class OfficeLogin(LoginForm):  # type: ignore[misc]  # allauth's form carries no types
    """What one signs in with, by its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
