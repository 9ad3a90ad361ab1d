"""What subscribers read, in the language of the Edition."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from suluh.foundation.notify.operations import Letter
from suluh.foundation.org import queries as org
from suluh.kernel import canonical
from suluh.publishing.delivery import tokens
from suluh.publishing.delivery.rules import confirm_path, leave_path
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.rules.attachments import attached, file_path
from suluh.publishing.ledger.rules.rows import EditionRow


@dataclass(frozen=True, slots=True)
class Mailing:
    """One Edition rendered once for everybody; only address and farewell link differ.

    `leave_url` stands in the texts as `MARK` and is filled in for each recipient.
    """

    locale: str
    subject: str
    text: str
    html: str

    def to(self, address: str, subscriber_id: object) -> Letter:
        """Return the letter to one subscriber, with its one-click farewell (RFC 8058)."""
        token = tokens.make(tokens.LEAVE, str(subscriber_id))
        url = settings.SULUH_PUBLIC_URL + leave_path(self.locale, token)
        return Letter(
            to=address,
            subject=self.subject,
            text=self.text.replace(MARK, url),
            html=self.html.replace(MARK, url),
            headers={
                "List-Unsubscribe": f"<{url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Precedence": "bulk",
            },
        )


MARK = "https://suluh.invalid/berhenti"


def compose_edition(edition: EditionRow, *, news: bool) -> Mailing:
    """Render the mail of an Edition; `news`: to people who have not had the text before."""
    action = "publish" if news and edition.is_shown else edition.action
    house = org.get_institution()
    with translation.override(edition.locale):
        context: dict[str, Any] = {
            "action": action,
            "title": _title(edition),
            "lead": canonical.plain(edition.parts["lead"]) if "lead" in edition.parts else "",
            "unit_name": org.get_unit(edition.unit_code).name.in_(edition.locale),
            "institution_name": house.name.in_(edition.locale),
            "institution_address": house.address,
            "url": settings.SULUH_PUBLIC_URL + edition.address,
            "note": edition.note,
            "files": _files(edition),
            "corrected": [one for one in edition.corrected if action == "correct"],
            "code": edition.short_code.upper(),
            "locale": edition.locale,
            "leave_url": MARK,
        }
        return Mailing(
            edition.locale,
            _subject(action, context["title"]),
            render_to_string("delivery/mail/edition.txt", context),
            render_to_string("delivery/mail/edition.html", context),
        )


def _files(edition: EditionRow) -> list[dict[str, str]]:
    """Name each file of an Edition with its public address; none is put into a letter."""
    return [
        {
            "title": part["title"] or part["name"],
            "kind": file_path(part).rpartition(".")[2].upper(),
            "size": filesizeformat(part["size"]),
            "url": f"{settings.SULUH_PUBLIC_URL}/{file_path(part)}",
        }
        for part in attached(edition.parts)
    ]


def _title(edition: EditionRow) -> str:
    """Return the title, of the last version that had one where the text is gone."""
    if edition.title:
        return edition.title
    titles = [row.title for row in ledger.editions_of(edition.content_id, edition.locale)]
    return next((title for title in reversed(titles) if title), gettext("An earlier text"))


def _subject(action: str, title: str) -> str:
    pattern = {
        "update": gettext("Updated: %(title)s"),
        "correct": gettext("Correction: %(title)s"),
        "withdraw": gettext("Withdrawn: %(title)s"),
    }.get(action, "%(title)s")
    return (pattern % {"title": title})[:180]


def compose_confirmation(*, address: str, locale: str, token: str, consent: str) -> Letter:
    """Return the letter that asks whether an address is really its reader's."""
    url = settings.SULUH_PUBLIC_URL + confirm_path(locale, token)
    with translation.override(locale):
        house = org.get_institution()
        context = {
            "url": url,
            "consent": consent,
            "institution_name": house.name.in_(locale),
            "locale": locale,
        }
        subject = gettext("Please confirm: news by mail from %(name)s") % {
            "name": house.short_name or house.name.in_(locale)
        }
        text = render_to_string("delivery/mail/confirm.txt", context)
        html = render_to_string("delivery/mail/confirm.html", context)
    return Letter(to=address, subject=subject, text=text, html=html)
