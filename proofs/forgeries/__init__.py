"""Ways to forge an Edition, one function each; importing this fills the list."""

from proofs.forgeries import keys, records, spellings, texts
from proofs.forgeries.desk import ANSWERS, CLASSES, Desk, Forged

__all__ = ["ANSWERS", "CLASSES", "Desk", "Forged", "keys", "records", "spellings", "texts"]
