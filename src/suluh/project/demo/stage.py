"""What the lives of the demo share: who, when, and what has been made so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import queries as org
from suluh.kernel.clock import FixedClock
from suluh.newsroom.assets import operations as assets
from suluh.newsroom.assets.rules import Consent
from suluh.project.demo import reading
from suluh.project.demo.house import People, people
from suluh.project.demo.timeline import Timeline


@dataclass
class Stage:
    """The house while its months are told."""

    timeline: Timeline
    clock: FixedClock
    people: People = field(default_factory=people)
    drawn: Mapping[str, reading.PictureData] = field(default_factory=reading.pictures)
    contents: dict[str, str] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """Return somebody as they are now."""
        return self.people.actor(key, self.clock.now())

    def zone(self, unit_code: str) -> str:
        """Return the zone of a unit."""
        if not self.zones:
            self.zones = {unit.code: unit.zone for unit in org.list_units()}
        return self.zones[unit_code]

    def today(self, unit_code: str) -> date:
        """Return the day in the zone of a unit."""
        return self.timeline.day(
            (self.timeline.now - self.clock.now()) / timedelta(days=1), self.zone(unit_code)
        )

    def name(self, key: str) -> str:
        """Return the name of somebody."""
        return self.people.names[key]

    def picture(self, key: str, by: str, unit_code: str) -> UUID:
        """Upload a drawn picture for a unit and say about it what a person has to say."""
        drawn = self.drawn[key]
        actor = self.actor(by)
        row = assets.upload_picture(
            actor=actor,
            unit_code=unit_code,
            data=(reading.PICTURES / drawn.file).read_bytes(),
            filename=drawn.file,
            now=self.clock.now(),
        )
        if row.is_described:
            return row.id
        assets.describe_picture(
            actor=actor,
            picture_id=row.id,
            description=self._description(drawn, unit_code),
            version=row.version,
            now=self.clock.now(),
        )
        return row.id

    def _description(self, drawn: reading.PictureData, unit_code: str) -> assets.Description:
        day = self.today(unit_code)
        return assets.Description(
            title=drawn.title,
            caption_id=drawn.caption["id"],
            caption_en=drawn.caption["en"],
            alt_id=drawn.alt["id"],
            alt_en=drawn.alt["en"],
            credit=drawn.credit,
            taken_date=day,
            consent=Consent(drawn.consent),
            consent_by=drawn.consent_by,
            consent_date=day if drawn.consent_by else None,
            guardian=drawn.guardian,
            guardian_date=day if drawn.guardian else None,
        )
