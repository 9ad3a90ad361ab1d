"""People read what stands on their desks, so that only the last days' notices are new."""

from typing import Final

from suluh.foundation.notify import operations as notify
from suluh.project.demo.agenda import Life
from suluh.project.demo.stage import Stage

READ_DAYS_AGO: Final = (300, 200, 120, 60, 30, 20, 14, 10, 7, 6, 5, 4)
HOUR: Final = "16.20"


def notices_read(stage: Stage) -> Life:
    """Everybody looks at their notices in the afternoon, daily before the last days."""
    for days_ago in READ_DAYS_AGO:
        yield stage.timeline.at(days_ago, HOUR, "Asia/Jakarta")
        for key in stage.people.names:
            notify.mark_read(person_id=stage.actor(key).person_id, now=stage.clock.now())
