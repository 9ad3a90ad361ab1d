"""Binds Editions to the effect machine, one delivery per destination (kanal, kiriman)."""
