"""The ledger (buku besar terbitan): every publication is a signed Edition in one chain.

Source: docs/decisions/0004 to 0007; the form of everything signed is in `docs/ledger-format.md`.
Doors: `operations.publish` is the only writer; `rules` holds the pure part: record, signature,
keys, chain, head and export.
"""
