"""Anticipated failures: a code that a test asserts and a sentence that a person can act on."""


class Refused(Exception):  # noqa: N818 because a refusal is an answer, not an error
    """An operation was refused for a reason the person can act on.

    `reason` is an English msgid with named placeholders; the edge translates it and fills
    in `params`. Anything that is not a `Refused` is a fault in the code.
    """

    def __init__(self, code: str, reason: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason
        self.params = params

    def __str__(self) -> str:
        return self.reason % self.params if self.params else self.reason


class Stale(Refused):
    """Somebody else changed the thing first; nothing was written."""

    def __init__(self, reason: str, /, **params: object) -> None:
        super().__init__("stale", reason, **params)
