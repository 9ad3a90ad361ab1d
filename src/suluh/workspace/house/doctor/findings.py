"""What the doctor says about one thing."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How it stands, best first."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's answer; `sentence` and `remedy` are msgids, filled with `params`."""

    level: Level
    check: str
    sentence: str
    remedy: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    def said(self) -> str:
        """The sentence in English, for the command."""
        return self.sentence % self.params

    def advised(self) -> str:
        """The remedy in English, for the command."""
        return self.remedy % self.params


def ok(check: str, sentence: str, **params: Any) -> Finding:
    """Nothing to do."""
    return Finding(Level.OK, check, sentence, "", params)


def warn(check: str, sentence: str, remedy: str, **params: Any) -> Finding:
    """Look at it in the next days."""
    return Finding(Level.WARN, check, sentence, remedy, params)


def bad(check: str, sentence: str, remedy: str, **params: Any) -> Finding:
    """Look at it now."""
    return Finding(Level.BAD, check, sentence, remedy, params)
