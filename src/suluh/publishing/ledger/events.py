"""What the ledger announces."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EditionAppended:
    """A new Edition stands in the ledger: the news from which everything public follows."""

    content_id: str
    locale: str
    version: int
    epoch: int
    number: int
    kind: str
    action: str
    unit_code: str
    address: str


@dataclass(frozen=True, slots=True)
class PublicationRefused:
    """The last check before publication failed; a person has to look."""

    copy_id: str
    content_id: str
    code: str
