"""Start-up checks: no address without a policy, no key upwards, no doubled handler name."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from suluh.project.policies import BORROWED, policy_of
from suluh.project.wagtail_gate import OPEN, is_wagtails

URLCONFS = ("suluh.project.urls_office", "suluh.project.urls_public")
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


@register(Tags.security)
def every_route_has_a_policy(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Fail where an address of ours has no declared policy."""
    wrong: list[CheckMessage] = []
    for urlconf in URLCONFS:
        for address, pattern in every_pattern(urlconf):
            name = pattern.name or ""
            closed = name.startswith(CLOSED_PREFIXES) and name not in BORROWED
            if policy_of(pattern.callback, None) is None and name not in BORROWED and not closed:
                wrong.append(Error(f"{urlconf} {address}: no declared policy", id="suluh.E001"))
    return wrong


@register(Tags.security)
def the_gate_is_shut(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Fail where a view of Wagtail's has an address that the gate does not name."""
    return [
        Error(f"{urlconf} {address}: a view of Wagtail's before the gate", id="suluh.E002")
        for urlconf in URLCONFS
        for address, pattern in every_pattern(urlconf)
        if is_wagtails(pattern.callback) and pattern.name not in OPEN
    ]
