"""The pure half of the ledger: what an Edition is, how it is signed and how it is checked."""
