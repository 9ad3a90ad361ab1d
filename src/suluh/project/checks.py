"""Start-up checks: no address without a policy, no key upwards, no doubled handler name."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.project.policies import BORROWED, policy_of
from suluh.project.wagtail_gate import OPEN, is_wagtails

URLCONFS = ("suluh.project.urls_office", "suluh.project.urls_public")
OPEN_ROUTES = _("Nothing is started, because addresses have no policy: %(routes)s.")
# Served to nobody: allauth brings them, DeclaredPolicy answers 404.
CLOSED_PREFIXES = ("account_", "mfa_", "socialaccount_")


def every_pattern(urlconf: str) -> Iterator[tuple[str, URLPattern]]:
    """Yield (address pattern, pattern) of a URL configuration, nested ones included."""
    yield from _walk("/", get_resolver(urlconf).url_patterns)


def _walk(
    prefix: str, patterns: Sequence[URLPattern | URLResolver]
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(address, pattern.url_patterns)
        else:
            yield address, pattern


def refuse_open_routes(*urlconfs: str) -> None:
    """Let nothing start that has an address without a policy, or one before the gate.

    Raises Refused: open_routes. Source: decisions 0008 and 0015.
    """
    wrong = [one for urlconf in urlconfs for one in (*_without_policy(urlconf), *_open(urlconf))]
    if wrong:
        raise Refused("open_routes", OPEN_ROUTES, routes="; ".join(str(one.msg) for one in wrong))


@register(Tags.security)
def every_route_has_a_policy(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Fail where an address of ours has no declared policy."""
    return [one for urlconf in URLCONFS for one in _without_policy(urlconf)]


def _without_policy(urlconf: str) -> Iterator[Error]:
    for address, pattern in every_pattern(urlconf):
        name = pattern.name or ""
        closed = name.startswith(CLOSED_PREFIXES) and name not in BORROWED
        if policy_of(pattern.callback, None) is None and name not in BORROWED and not closed:
            yield Error(f"{urlconf} {address}: no declared policy", id="suluh.E001")


@register(Tags.security)
def the_gate_is_shut(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Fail where a view of Wagtail's has an address that the gate does not name."""
    return [one for urlconf in URLCONFS for one in _open(urlconf)]


def _open(urlconf: str) -> Iterator[Error]:
    for address, pattern in every_pattern(urlconf):
        if is_wagtails(pattern.callback) and pattern.name not in OPEN:
            why = "a view of Wagtail's before the gate"
            yield Error(f"{urlconf} {address}: {why}", id="suluh.E002")
