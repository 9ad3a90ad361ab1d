"""Facts that become notices on somebody's desk."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop as _

from suluh.foundation.accounts import queries as accounts
from suluh.foundation.accounts.rules import Role
from suluh.foundation.notify import operations as notify
from suluh.foundation.org import queries as org
from suluh.newsroom.regulation import queries as regulation

Payload = Mapping[str, object]


def _ids(value: object) -> list[UUID]:
    return [UUID(str(one)) for one in value] if isinstance(value, list | tuple) else []


def on_step_opened(payload: Payload, now: datetime) -> None:
    notify.notify(
        _ids(payload["persons"]),
        kind="review.open",
        subject=_("A text waits for your decision"),
        url=f"/telaah/{payload['copy_id']}/",
        now=now,
    )


def on_copy_returned(payload: Payload, now: datetime) -> None:
    notify.notify(
        _ids(payload["tell"]),
        kind="review.returned",
        subject=_("A text came back with notes"),
        url=f"/naskah/{payload['content_id']}/",
        now=now,
    )


def on_comment_written(payload: Payload, now: datetime) -> None:
    notify.notify(
        _ids(payload["tell"]),
        kind="comment",
        subject=_("Somebody commented on a text that concerns you"),
        url=f"/naskah/{payload['content_id']}/",
        now=now,
    )


def on_activity_closed(payload: Payload, now: datetime) -> None:
    notify.notify(
        [UUID(str(payload["handed_in_by_id"]))],
        kind="activity.closed",
        subject=_("Your activity was closed with a reason"),
        url=f"/kegiatan/{payload['activity_id']}/",
        now=now,
    )


def on_publication_refused(payload: Payload, now: datetime) -> None:
    units = org.list_units()
    top = units[0].path if units else "/"
    notify.notify(
        accounts.people_with(Role.PUBLISHER, top, now),
        kind="publication.refused",
        subject=_("An approved text was refused at the last check"),
        url=f"/naskah/{payload['content_id']}/",
        now=now,
    )


def on_regulation_in_force(payload: Payload, now: datetime) -> None:
    notify.notify(
        [UUID(person) for person, _name in regulation.list_unconfirmed(now)],
        kind="regulation.read",
        subject=_("A new version of the PR regulation holds; please confirm reading it"),
        url="/alur-kerja/",
        now=now,
    )


def on_supplement_in_force(payload: Payload, now: datetime) -> None:
    waiting = regulation.list_supplement_unconfirmed(UUID(str(payload["supplement_id"])), now)
    notify.notify(
        [UUID(person) for person, _name in waiting],
        kind="supplement.read",
        subject=_("A supplement of your unit holds; please confirm reading it"),
        url="/alur-kerja/",
        now=now,
    )
