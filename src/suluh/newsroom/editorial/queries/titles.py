"""What stories and Copies are called, for lists."""

from collections.abc import Iterable
from uuid import UUID

from suluh.kernel import canonical
from suluh.newsroom.editorial import models


def story_titles(content_ids: Iterable[str]) -> dict[str, str]:
    """Return the working title by content id, the Indonesian one where there is one."""
    rows = models.StoryText.objects.filter(story__content_id__in=list(content_ids))
    found: dict[str, str] = {}
    for content_id, _locale, title in rows.order_by("-locale").values_list(
        "story__content_id", "locale", "title"
    ):
        if title and (content_id not in found or _locale == "id"):
            found[content_id] = title
    return found


def copy_titles(copies: Iterable[models.Copy]) -> dict[UUID, str]:
    """Return the frozen title of each Copy; a Copy without one is called by its story."""
    found = {copy.id: copy.content_id for copy in copies}
    titles: dict[UUID, str] = {}
    rows = models.CopyPart.objects.filter(copy_id__in=list(found), name="title")
    for row in rows.select_related("stored").order_by("locale"):
        if row.stored.data is None:
            continue
        text = str(canonical.parse("title", bytes(row.stored.data))["text"])
        if row.copy_id not in titles or row.locale == "id":
            titles[row.copy_id] = text
    working = story_titles(found.values())
    return {key: titles.get(key) or working.get(content, "") for key, content in found.items()}
