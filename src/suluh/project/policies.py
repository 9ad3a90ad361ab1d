"""Policies of addresses that are not ours to wrap, and the one look-up for all."""

from typing import Final

from django.urls import ResolverMatch

from suluh.foundation.accounts.routes import BOTH, Policy, public, staff

# allauth's own pages: log-in, password and second factor. Everything else of it is closed.
BORROWED: Final[dict[str, Policy]] = {
    "account_login": public(*BOTH),
    "account_logout": public(*BOTH),
    "account_reset_password": public(*BOTH),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": public(*BOTH),
    "account_reset_password_from_key_done": public(),
    "account_reauthenticate": public(*BOTH),
    "mfa_authenticate": public(*BOTH),
    "mfa_reauthenticate": public(*BOTH),
    "account_change_password": staff(methods=BOTH),
    "mfa_index": public(),
    "mfa_activate_totp": public(*BOTH),
    "mfa_view_recovery_codes": public(),
    "mfa_generate_recovery_codes": public(*BOTH),
    "mfa_download_recovery_codes": public(),
}
# These ask for a signed-in session themselves (allauth), before our own second-factor rule can
# hold: whoever must set up a factor has none yet.


def is_borrowed(view: object) -> bool:
    """Say whether a view does not ask a policy by itself."""
    return not isinstance(getattr(view, "policy", None), Policy)


def policy_of(view: object, match: ResolverMatch | None) -> Policy | None:
    """Return the policy of a matched address, or None where nobody declared one."""
    own = getattr(view, "policy", None)
    if isinstance(own, Policy):
        return own
    return BORROWED.get(match.view_name) if match else None
