"""In which languages a content is public, as this room knows it from its own Copies."""

from collections.abc import Iterable

from suluh.newsroom.editorial import models, rules

PUBLIC = (rules.CopyState.PUBLISHED.value, rules.CopyState.SUPERSEDED.value)


def live_locales(content_ids: Iterable[str]) -> set[tuple[str, str]]:
    """Return (content id, locale) of what the newest published Copy of a locale still shows.

    A Copy in one language replaces the Copy before it as a row, and leaves the Edition of the
    other language as it stands.
    """
    rows = models.CopyPart.objects.filter(
        copy__content_id__in=list(content_ids), copy__state__in=PUBLIC
    )
    newest: dict[tuple[str, str], str] = {}
    for content_id, locale, purpose in (
        rows.order_by("copy__number")
        .values_list("copy__content_id", "locale", "copy__purpose")
        .distinct()
    ):
        newest[content_id, locale] = purpose
    return {key for key, purpose in newest.items() if purpose != rules.Purpose.WITHDRAW}
