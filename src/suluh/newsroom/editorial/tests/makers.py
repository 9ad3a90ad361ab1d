"""Stories and sign-offs for tests, through the operations that people use."""

from datetime import datetime
from importlib import resources

from suluh.foundation.org.tests.makers import Cast
from suluh.kernel import canonical
from suluh.newsroom.editorial import models, operations, queries
from suluh.newsroom.regulation import operations as regulation

TEXTS = {
    "id": ("Sumur pantau dibuka", "Warga dapat membaca muka air.", "Dua puluh sumur dibuka Rabu."),
    "en": ("Monitoring wells open", "Residents can read water levels.", "Twenty wells opened."),
}


def load_example(cast: Cast) -> None:
    """Bring the shipped example regulation into force."""
    text = (resources.files("suluh.newsroom.regulation") / "profiles" / "contoh.yaml").read_bytes()
    admin = cast.actor("indra")
    version = regulation.load_regulation(actor=admin, text=text, now=cast.now)
    regulation.bring_into_force(actor=admin, version_id=version.id, now=cast.now, accept_gaps=True)


def body(*paragraphs: str) -> canonical.Part:
    """Return a body of plain paragraphs."""
    return canonical.body_part([{"t": "p", "r": [[one, "", ""]]} for one in paragraphs])


def make_story(
    cast: Cast, *, by: str = "alia", unit: str = "KW1", locales: tuple[str, ...] = ("id",),
    kind: str = "news",
) -> models.Story:  # fmt: skip
    """Return a story with text in the given languages."""
    actor = cast.actor(by)
    draft = operations.StoryDraft(kind=kind, unit_code=unit)
    story = operations.create_story(actor=actor, draft=draft, now=cast.now)
    for locale in locales:
        write(cast, story.content_id, locale, by=by)
    return story


def write(
    cast: Cast, content_id: str, locale: str, *, by: str, words: tuple[str, str, str] | None = None
) -> models.StoryText:
    """Write or rewrite the text of one language."""
    title, lead, paragraph = words or TEXTS[locale]
    before = models.StoryText.objects.filter(story__content_id=content_id, locale=locale).first()
    draft = operations.TextDraft(
        locale=locale,
        title=title,
        lead=lead,
        body=body(paragraph),
        credits=[{"role": "writer", "name": "Alia"}],
        based_on=before.version if before else 0,
    )
    return operations.save_text(
        actor=cast.actor(by), content_id=content_id, draft=draft, now=cast.now
    )


def sign_everything(cast: Cast, copy: models.Copy, now: datetime | None = None) -> models.Copy:
    """Let whoever can sign each open step do so, until the chain is satisfied."""
    now = now or cast.now
    by_id = {str(cast.actor(name).person_id): name for name in cast.emails}
    for _round in range(12):
        copy = models.Copy.objects.get(id=copy.id)
        if copy.state != "in_review":
            return copy
        waiting = queries.who_waits(copy, now)
        step, people = next(iter(sorted(waiting.items())))
        sign(cast, copy, step, by=by_id[people[0].person], now=now)
    raise AssertionError("the chain has no end")


def sign(
    cast: Cast, copy: models.Copy, step: str, *, by: str, now: datetime | None = None
) -> models.Copy:
    """Sign one step, having seen everything."""
    seen = list(copy.parts.values_list("commitment", flat=True))
    return operations.sign_off(
        actor=cast.actor(by), copy_id=copy.id, step=step, seen=seen, now=now or cast.now
    )
