"""The ledger (buku besar terbitan): every publication is a signed Edition in one chain.

Source: house.md 1.4 and 1.5; the form of everything signed is in `docs/ledger-format.md`.
Doors: `operations.publish` is the only writer; `rules` holds the pure part: record, signature,
keys, chain, head and export.
"""
