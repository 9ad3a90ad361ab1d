"""Another system: the signed HTTP gateway with the settings of its channel."""

from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from suluh.foundation.outbox.gateways.http import HmacSigner, HttpDestination, HttpGateway
from suluh.publishing.delivery import queries


def secret_of(channel_id: UUID) -> str:
    """Return the secret shared with one channel's peer; derived, so that no row holds it."""
    drawn = salted_hmac(f"suluh.webhook:{channel_id}", "1", settings.SECRET_KEY, algorithm="sha256")
    return drawn.hexdigest()


def destination_of(account: str) -> HttpDestination | None:
    """Return where a channel's requests go, or None where the channel is gone."""
    channel = queries.find_channel(UUID(account))
    if channel is None:
        return None
    return HttpDestination(
        url=str(channel.settings["url"]),
        signer=HmacSigner(account, secret_of(channel.id).encode("ascii")),
        look_up_url=str(channel.settings.get("look_up_url", "")),
        allowed=frozenset(channel.settings.get("allowed", ())),
    )


def webhook_gateway() -> HttpGateway:
    """Return the gateway for effects of the kind `webhook`."""
    return HttpGateway(destination_of)
