"""What the effect machine announces."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EffectStopped:
    """An effect ended otherwise than wished, or waits for a person."""

    key: str
    kind: str
    origin: str
    state: str
    error: str
    sentence: str
