"""Wagtail's tables are never made and never asked: Suluh uses its editor, not its store."""

from typing import Any, Final

LABELS: Final = ("wagtailcore", "wagtailadmin", "wagtailusers", "modelsearch", "taggit")


class TableClosedError(RuntimeError):
    """Somebody asked a table of Wagtail's; there is none, and nothing of ours needs one."""


class NoTables:
    """A database router: Wagtail's models have no table to read, write or make."""

    def db_for_read(self, model: Any, **hints: Any) -> None:
        """Refuse Wagtail's models; say nothing about others."""
        if model._meta.app_label in LABELS:
            raise TableClosedError(model._meta.label)

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Never make a table of Wagtail's."""
        return False if app_label in LABELS else None
