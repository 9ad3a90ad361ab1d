"""Who does what next with an activity: the steps a contributor is promised."""

from dataclasses import dataclass
from datetime import datetime

from suluh.foundation.accounts import queries as accounts
from suluh.foundation.accounts.rules import Role
from suluh.foundation.org import queries as org
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.refusals import Refused
from suluh.kernel.worktime import Amount, WorkingDays, WorkingHours
from suluh.newsroom.planning.rules.activities import ActivityRow
from suluh.newsroom.regulation import queries as regulation
from suluh.newsroom.regulation.rules.cases import Case
from suluh.newsroom.regulation.rules.chains import ChainStep
from suluh.newsroom.regulation.rules.channels import Outgoing

KIND = "news"


@dataclass(frozen=True, slots=True)
class NextStep:
    """One sign-off to come: whose post, who holds it, within what working time, by which clause."""

    title: Bilingual
    people: tuple[str, ...]
    limit: Amount
    clause: str

    @property
    def days(self) -> int:
        """Return the limit in working days; 0 where it counts in hours."""
        return self.limit.days if isinstance(self.limit, WorkingDays) else 0

    @property
    def hours(self) -> int:
        """Return the limit in working hours, begun ones counted; 0 where it counts in days."""
        return -(-self.limit.minutes // 60) if isinstance(self.limit, WorkingHours) else 0


def editors_for(activity: ActivityRow, now: datetime) -> tuple[str, ...]:
    """Return who may make a story from it, by name."""
    found = accounts.people_with(Role.EDITOR, activity.unit_path, now)
    return tuple(sorted(org.names_of(set(found)).values()))


def steps_after(activity: ActivityRow, now: datetime) -> tuple[NextStep, ...]:
    """Return the sign-offs of an ordinary news story of this unit; none while none can be told."""
    try:
        law = regulation.regulation_in_force(now)
        text = Outgoing(activity.unit_code, KIND, ("id",))
        case = Case(
            text.unit, text.kind, next(iter(law.sensitivities)), text.locales,
            regulation.channels_of(text, law),
        )  # fmt: skip
        chain = regulation.chain_for(case, now=now)
    except Refused:
        return ()
    return tuple(_next(step) for step in chain.steps())


def _next(step: ChainStep) -> NextStep:
    people = tuple(sorted({signer.name for signer in step.signers}))
    return NextStep(step.title, people, step.limit, step.clause)
