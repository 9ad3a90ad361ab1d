"""Suluh: the communications office of a public institution, as software."""

__version__ = "0.1.0"
__released__ = "2026-11-01"  # set anew at each release: no right clock shows an earlier day
