from suluh.foundation.accounts.routes import BOTH, WRITE, decision, route, staff
from suluh.foundation.accounts.rules import Action
from suluh.publishing.delivery.views import deliveries, places, subscribers

urlpatterns = [
    route("kanal/", deliveries.channels, staff(Action.READ_DELIVERY), name="channels"),
    route(
        "kanal/kiriman.csv",
        deliveries.export,
        staff(Action.READ_DELIVERY),
        name="deliveries_export",
    ),
    route(
        "kanal/saluran/",
        places.places,
        staff(Action.MANAGE_HOUSE, methods=BOTH),
        name="delivery_places",
    ),
    route(
        "kanal/saluran/<uuid:channel_id>/tutup/",
        places.close,
        staff(Action.MANAGE_HOUSE, methods=WRITE),
        name="delivery_close",
    ),
    route(
        "kanal/pelanggan/",
        subscribers.subscribers,
        staff(Action.MANAGE_READERS),
        name="subscribers",
    ),
    route(
        "kanal/pelanggan/pelanggan.csv",
        subscribers.export,
        staff(Action.MANAGE_READERS),
        name="subscribers_export",
    ),
    route(
        "kanal/pelanggan/<uuid:subscriber_id>/",
        subscribers.subscriber,
        staff(Action.MANAGE_READERS, methods=BOTH),
        name="subscriber",
    ),
    route(
        "kanal/<uuid:delivery_id>/",
        deliveries.delivery,
        staff(Action.READ_DELIVERY),
        name="delivery",
    ),
    route(
        "kanal/<uuid:delivery_id>/putuskan/",
        deliveries.decide_delivery,
        decision(Action.DECIDE_DELIVERY),
        name="delivery_decide",
    ),
]
