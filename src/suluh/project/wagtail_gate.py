"""The gate before Wagtail: closed. Nothing of it has an address, nothing of it has a table.

Suluh uses Wagtail's editor (blocks, rich text, autosave in the browser) as parts of a page of our
own. Its admin is not mounted, so there is no view of it that could be asked, by anybody. Whoever
wants to open one of its views has to write its name into `OPEN`, with a policy; a start-up check
(project.checks) refuses every other view of Wagtail that is found in our addresses.
"""

from collections.abc import Mapping
from typing import Final

from suluh.foundation.accounts.routes import Policy

# Name of a view of Wagtail's admin -> the policy under which it is open. None is.
OPEN: Final[Mapping[str, Policy]] = {}


def is_wagtails(view: object) -> bool:
    """Say whether a view comes from Wagtail, however it is wrapped."""
    seen = getattr(view, "view_class", view)
    while seen is not None:
        if str(getattr(seen, "__module__", "")).partition(".")[0] == "wagtail":
            return True
        seen = getattr(seen, "__wrapped__", None)
    return False
