"""Rendering: `(page key, rows) -> files`, pure; no request, no clock, no query."""
