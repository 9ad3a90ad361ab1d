"""What a reader agrees to when they subscribe; the sentence is kept with the address."""

from typing import Final

from suluh.kernel.bilingual import gettext_noop as _

CONSENT: Final = _("I agree that my address is kept for this mail only, until I end it.")
