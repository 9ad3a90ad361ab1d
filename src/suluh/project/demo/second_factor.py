"""`suluh demo code NAME`: the second factor of an invented person, in a demo's folder only."""

from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from suluh.kernel import clock
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.project.demo import house, reading

PERIOD_SECONDS: Final = 30
NOBODY: Final = _("Nobody in the demo is called “%(name)s”.")
SEVERAL: Final = _("“%(name)s” could be %(people)s.")
NONE_NEEDED: Final = _("%(email)s signs nothing off and needs no second factor.")


def code_of(name: str) -> str:
    """Return the code that holds now for a key, a name, a part of a name or an address.

    Raises Refused: nobody, several, no_second_factor.
    """
    email = _address(name)
    kept = Authenticator.objects.filter(user__email=email, type=Authenticator.Type.TOTP).first()
    if kept is None:
        raise Refused("no_second_factor", NONE_NEEDED, email=email)
    counter = int(clock.now().timestamp()) // PERIOD_SECONDS
    code: str = format_hotp_value(hotp_value(decrypt(kept.data["secret"]), counter))
    return code


def _address(name: str) -> str:
    wanted = name.strip().casefold()
    emails = house.people().emails
    if wanted in emails:
        return emails[wanted]
    rows = reading.load("people.yaml")["people"]
    found = {
        row["name"]: emails[row["key"]]
        for row in rows
        if wanted == emails[row["key"]] or (wanted and wanted in row["name"].casefold())
    }
    if not found:
        raise Refused("nobody", NOBODY, name=name)
    if len(found) > 1:
        raise Refused("several", SEVERAL, name=name, people=", ".join(sorted(found)))
    return next(iter(found.values()))
