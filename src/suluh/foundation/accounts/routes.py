"""Routes with their policy: `route()` is the only way a page of ours gets an address.

The policy is asked before the view runs, also where allauth replays a suspended request.
Start-up fails on any address without one (project.checks): a forgotten one is closed, not open.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.translation import gettext

from suluh.foundation.accounts import kept, models, queries
from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.kernel import clock
from suluh.kernel.refusals import Refused

View = Callable[..., HttpResponseBase]


class OfficeRequest(HttpRequest):
    """A request whose sender is known: the policy saw to it."""

    actor: Actor


@dataclass(frozen=True, slots=True)
class Policy:
    """What an address asks of whoever calls it.

    `action` None: anybody who is signed in; objects are resolved through `visible_to`.
    `step_up`: a second factor within the last five minutes, for methods that change state.
    """

    audience: str
    action: Action | None = None
    step_up: bool = False
    methods: tuple[str, ...] = ("GET", "HEAD", "OPTIONS")


READ: Final = ("GET", "HEAD", "OPTIONS")
WRITE: Final = ("POST", "OPTIONS")
BOTH: Final = (*READ, "POST")


def public(*methods: str) -> Policy:
    """Open to anybody; the public app and the log-in pages."""
    return Policy("public", methods=methods or READ)


def staff(action: Action | None = None, *, methods: tuple[str, ...] = READ) -> Policy:
    """Open to people who are signed in and, where given, have `action` somewhere."""
    return Policy("staff", action, methods=methods)


def decision(action: Action | None = None, *, methods: tuple[str, ...] = BOTH) -> Policy:
    """A page on which somebody decides: a fresh second factor before it changes anything."""
    return Policy("staff", action, step_up=True, methods=methods)


def route(pattern: str, view: View, policy: Policy, *, name: str) -> URLPattern:
    """Return a Django path whose view asks its policy first."""

    def with_policy(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return enforce(request, policy) or view(request, *args, **kwargs)

    with_policy.policy = policy  # type: ignore[attr-defined]  # read by middleware and check
    with_policy.__name__ = getattr(view, "__name__", name)
    with_policy.__doc__ = view.__doc__
    return path(pattern, with_policy, name=name)


def enforce(request: HttpRequest, policy: Policy) -> HttpResponseBase | None:
    """Return the answer that keeps somebody out, or None and set `request.actor`.

    Raises Http404 where the action is closed to the person: a stranger learns nothing.
    """
    if request.method not in policy.methods:
        return HttpResponseNotAllowed(policy.methods)
    if policy.audience == "public":
        return _what_may_be_asked(request, policy)
    user = request.user
    if not isinstance(user, models.User):
        to_login = redirect_to_login(request.get_full_path(), reverse("account_login"))
        return kept.words_back(request, signed_out=True) or to_login
    try:
        actor = queries.actor_for(user, clock.now())
    except Refused as refused:  # they left; their session is worth nothing any more
        logout(request)
        messages.error(request, gettext(refused.reason) % refused.params)
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    request.actor = actor  # type: ignore[attr-defined]  # OfficeRequest
    translation.activate(actor.locale)
    if policy.action is not None and not decide(actor, policy.action).allowed:
        raise Http404
    asked = _second_factor(request, policy, user, actor) or kept.too_long(request)
    return asked or _what_may_be_asked(request, policy)


def _what_may_be_asked(request: HttpRequest, policy: Policy) -> HttpResponseBase | None:
    """Answer OPTIONS here: no view ever runs for it, so it can change nothing."""
    if request.method != "OPTIONS":
        return None
    return HttpResponse(status=204, headers={"Allow": ", ".join(policy.methods)})


def _second_factor(
    request: HttpRequest, policy: Policy, user: models.User, actor: Actor
) -> HttpResponseBase | None:
    from suluh.foundation.accounts import second_factor  # noqa: PLC0415 allauth loads its models

    if (actor.signs_off or policy.step_up) and not second_factor.has_one(user):
        return redirect("mfa_activate_totp")
    changes = request.method not in READ
    if policy.step_up and changes and not second_factor.is_fresh(request, clock.now()):
        return second_factor.ask_again(request)
    return None
