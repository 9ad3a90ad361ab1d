"""Ask the same question once: a memory for one stretch of work, and none outside it.

Publishing two hundred texts at one instant asks two hundred times for the same unit and the same
titles. Inside `remembering()` a function marked `asked_once` answers from memory; only what a
person changes by hand, and no stretch of work changes itself, may be marked so.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

Q = ParamSpec("Q")
A = TypeVar("A")

_KNOWN: Final[ContextVar[dict[object, Any] | None]] = ContextVar("known", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember answers until the block ends; a block inside another shares its memory."""
    if _KNOWN.get() is not None:
        yield
        return
    token = _KNOWN.set({})
    try:
        yield
    finally:
        _KNOWN.reset(token)


def asked_once(function: Callable[Q, A]) -> Callable[Q, A]:
    """Let a function of hashable arguments answer from memory inside `remembering()`.

    What it raises is not remembered.
    """

    @wraps(function)
    def ask(*args: Q.args, **kwargs: Q.kwargs) -> A:
        known = _KNOWN.get()
        if known is None:
            return function(*args, **kwargs)
        question = (function, args, tuple(sorted(kwargs.items())))
        if question not in known:
            known[question] = function(*args, **kwargs)
        answer: A = known[question]
        return answer

    return ask
