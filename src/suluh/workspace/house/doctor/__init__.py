"""The doctor: one line per check, worst remedies in words."""

from collections.abc import Callable, Iterator
from datetime import datetime

from suluh.workspace.house.doctor import books, clocks, machine
from suluh.workspace.house.doctor.findings import Finding, Level

__all__ = ["Finding", "Level", "examine", "worst"]

CHECKS: tuple[tuple[str, Callable[[datetime], Iterator[Finding]]], ...] = (
    ("clock", clocks.clock_right),
    ("time_server", clocks.synchronised),
    ("disk", machine.disk),
    ("database", machine.database),
    ("mail", machine.mail),
    ("bounces", machine.bounces),
    ("proxy", machine.proxy),
    ("debug", machine.debug),
    ("demo", machine.demo),
    ("paused", books.paused),
    ("worker", machine.worker),
    ("backup", machine.backup),
    ("keys", books.keys),
    ("audit", books.audit_tail),
    ("checkpoints", machine.checkpoints),
    ("regulation", books.regulation_in_force),
    ("calendar", books.calendars),
    ("facts", books.facts),
    ("publications", books.publications),
    ("deliveries", books.deliveries),
)


def examine(now: datetime) -> list[Finding]:
    """Return one finding or more per check; a check that fails is itself a finding."""
    found: list[Finding] = []
    for name, check in CHECKS:
        try:
            found += check(now)
        except Exception as wrong:  # noqa: BLE001 the doctor answers whatever is broken
            found.append(machine.could_not_look(name, wrong))
    return found


def worst(findings: list[Finding]) -> Level:
    """Return the worst level."""
    return max((one.level for one in findings), key=list(Level).index, default=Level.OK)
