"""The template engine of the bake: its own, without request, and closed to the database."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.db import connections
from django.template import Context, Engine
from django.utils import translation

WEBSITE: Final = Path(__file__).resolve().parent.parent
PRODUCT: Final = WEBSITE.parent.parent
FOLDERS: Final = (WEBSITE / "templates", PRODUCT / "ui" / "templates")


class QueryWhileRenderingError(AssertionError):
    """A template asked the database; the row it wanted belongs into `loading`."""


@cache
def _engine() -> Engine:
    return Engine(
        dirs=[str(folder) for folder in FOLDERS],
        libraries={
            "i18n": "django.templatetags.i18n",
            "static": "django.templatetags.static",
            "runs": "suluh.ui.templatetags.runs",
            "ui": "suluh.ui.templatetags.ui",
        },
        loaders=[
            (
                "django.template.loaders.cached.Loader",
                ["django.template.loaders.filesystem.Loader"],
            )
        ],
        autoescape=True,
    )


@contextmanager
def language_without_queries(locale: str) -> Iterator[None]:
    """Speak `locale` and raise on any query."""

    def refuse(_execute: Any, sql: str, *_rest: Any) -> Any:
        raise QueryWhileRenderingError(sql)

    with ExitStack() as stack:
        for connection in connections.all(initialized_only=True):
            stack.enter_context(connection.execute_wrapper(refuse))
        stack.enter_context(translation.override(locale))
        yield


def draw(template: str, context: Mapping[str, Any]) -> bytes:
    """Return a template filled in; call it inside `language_without_queries`."""
    text = _engine().get_template(template).render(Context(dict(context), use_tz=False))
    return text.encode("utf-8")


def warm_up() -> None:
    """Compile the templates of a release now, not while readers wait for the first page."""
    for name in ("story", "print", "home", "archive"):
        _engine().get_template(f"website/{name}.html")
