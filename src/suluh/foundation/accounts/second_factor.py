"""The second factor: who has one, whether it is fresh, and how it is asked for again.

Glue to allauth; nothing else in the house knows how it keeps its records.
"""

from datetime import datetime
from typing import Final

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from suluh.foundation.accounts import models

FRESH_SECONDS: Final = 300


def has_one(user: models.User) -> bool:
    """Say whether the account has a second factor."""
    return bool(is_mfa_enabled(user))


def is_fresh(request: HttpRequest, now: datetime) -> bool:
    """Say whether a second factor was given within the last five minutes."""
    records = get_authentication_records(request, request.user)
    given = [float(record["at"]) for record in records if record.get("method") == "mfa"]
    return bool(given) and 0 <= now.timestamp() - max(given) <= FRESH_SECONDS


def ask_again(request: HttpRequest) -> HttpResponseBase:
    """Keep what was posted, ask for the second factor, and carry on where the person was."""
    answer: HttpResponseBase = suspend_request(request, reverse("mfa_reauthenticate"))
    return answer
