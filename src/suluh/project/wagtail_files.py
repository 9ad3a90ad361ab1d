"""The files of Wagtail's editor that our page loads. Wagtail is found here, not loaded."""

from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PATTERNS: Final = (
    "wagtailadmin/css/core.css",
    "wagtailadmin/css/panels/draftail.css",
    "wagtailadmin/css/panels/streamfield.css",
    "wagtailadmin/images/*.svg",
    "wagtailadmin/images/icons/*.svg",
    "wagtailadmin/js/core.js",
    "wagtailadmin/js/draftail.js",
    "wagtailadmin/js/telepath/blocks.js",
    "wagtailadmin/js/telepath/widgets.js",
    "wagtailadmin/js/vendor.js",
    "wagtailadmin/js/vendor/jquery-*.min.js",
    "wagtailadmin/js/wagtailadmin.js",
    "wagtailimages/images/Jcrop.gif",  # the first style sheet names it
)


def _roots() -> list[Path]:
    found = find_spec("wagtail")
    if found is None or found.origin is None:
        return []
    return [Path(found.origin).parent / part / "static" for part in ("admin", "images")]


class EditorFiles(BaseFinder):
    """Finds what `PATTERNS` names and nothing else of Wagtail's."""

    def check(self, **_kwargs: Any) -> list[Any]:
        """Nothing is configured, so nothing can be configured wrongly."""
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        """Return where a static path lies, or all such places."""
        named = any(fnmatch(path, one) for one in PATTERNS)
        found = [str(root / path) for root in _roots() if named and (root / path).is_file()]
        return found if find_all else next(iter(found), [])

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield (path, storage) of every file."""
        for root in _roots():
            storage = FileSystemStorage(location=str(root))
            for pattern in PATTERNS:
                for path in sorted(root.glob(pattern)):
                    yield path.relative_to(root).as_posix(), storage
