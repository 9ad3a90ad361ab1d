from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.org import queries as org
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.publishing.delivery import operations, queries
from suluh.publishing.delivery.forms import WebhookForm
from suluh.publishing.delivery.gateways.webhook import secret_of
from suluh.publishing.delivery.rules import CHANNEL_LABELS, ChannelKind


def places(request: OfficeRequest) -> HttpResponse:
    """The channels of the house, the secret each other system shares with us, a new one."""
    locale = request.actor.locale
    units = [(unit.code, unit.name.in_(locale)) for unit in org.list_units()]
    form = WebhookForm(request.POST or None, units=units)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            operations.open_webhook(actor=request.actor, draft=form.draft(), now=clock.now())
        except Refused as refused:
            form.add_error(None, gettext(refused.reason) % refused.params)
        else:
            messages.success(request, gettext("The channel is open."))
            return redirect("delivery_places")
    if form.is_bound:
        status = 422
    rows = [
        {
            "id": one.id,
            "name": one.name
            if one.kind is ChannelKind.WEBHOOK
            else gettext(CHANNEL_LABELS[one.kind]),
            "url": one.settings.get("url", ""),
            "secret": secret_of(one.id) if one.kind is ChannelKind.WEBHOOK else "",
            "is_open": one.is_open,
            "can_close": one.is_open and one.kind is ChannelKind.WEBHOOK,
        }
        for one in queries.list_channels()
    ]
    context = {"rows": rows, "form": form, "readers": queries.count_subscribers()}
    return render(request, "delivery/places.html", context, status=status)


def close(request: OfficeRequest, channel_id: UUID) -> HttpResponse:
    """Close a channel for new texts."""
    operations.close_channel(actor=request.actor, channel_id=channel_id, now=clock.now())
    messages.success(request, gettext("The channel is closed for new texts."))
    return redirect("delivery_places")
