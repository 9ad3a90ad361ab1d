"""A mark of what a form showed: whether somebody else has changed it since."""

import hashlib

from suluh.kernel.bilingual import gettext_noop as _

CHANGED = _(
    "Somebody else changed this while you were writing; nothing of yours is lost. There now: "
    "%(now)s. Send it again to put yours in its place."
)


def mark_of(*values: object) -> str:
    """Return a short mark of stored values; the same values give the same mark."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:32]
