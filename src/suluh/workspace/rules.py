"""Which lists can be kept under a name, and what of their address is kept."""

from typing import Final
from urllib.parse import parse_qsl, urlencode

# Place -> the filters that its address takes. Where one is in a list (the page) is never kept.
FILTERS: Final[dict[str, tuple[str, ...]]] = {
    "stories": ("keadaan", "q", "unit", "jenis", "bahasa-naskah", "milik"),
    "activities": ("keadaan", "q", "unit", "milik"),
    "channels": ("lihat", "unit"),
}
MOST_VIEWS: Final = 12
LONGEST_QUERY: Final = 500


def clean_query(place: str, query: str) -> str:
    """Return the filters of a list in a fixed order, or '' where nothing is narrowed."""
    said = dict(parse_qsl(query[: LONGEST_QUERY * 4].lstrip("?"), max_num_fields=40))
    kept = [(key, said[key].strip()) for key in FILTERS[place] if said.get(key, "").strip()]
    return urlencode(kept)
