"""Somebody at work: signed in, with a fresh second factor."""

from allauth.mfa.models import Authenticator
from django.test import Client

from suluh.foundation.accounts.models import User
from suluh.foundation.org.tests.makers import Cast
from suluh.kernel import clock


def sign_in(cast: Cast, name: str) -> Client:
    """Return a browser of one of the cast."""
    client = Client()
    user = User.objects.get(email=cast.emails[name])
    Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {"secret": "x"}})
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": clock.now().timestamp()}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
